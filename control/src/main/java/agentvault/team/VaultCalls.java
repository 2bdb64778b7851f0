package agentvault.team;

import static agentvault.team.Words.done;
import static agentvault.team.Words.seen;

import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.Id;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.traffic.CredentialUses;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Holdings;
import agentvault.workspace.Runs;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.util.Comparator;

/// Vaults: making, showing, labelling, archiving and deleting them, and which one is the default.
record VaultCalls(Workspace workspace, CredentialUses uses) {

    private static final int MOST_NAME = 200;
    private static final int MOST_DESCRIPTION = 500;

    private static final Comparator<Holdings.Holding> DEFAULT_FIRST = Comparator.comparing(
                    (Holdings.Holding holding) -> !holding.usual())
            .thenComparing(holding -> holding.vault().life().updatedAt(), Comparator.reverseOrder())
            .thenComparing(holding -> holding.vault().life().created(), Comparator.reverseOrder());

    Answer list(Call call) {
        var all = done(new Holdings(workspace).all(call.caller()));
        return Answers.ok(new Document()
                .withAll(
                        "vaults",
                        all.stream().sorted(DEFAULT_FIRST).map(this::told).toList()));
    }

    Answer create(Call call) {
        var body = call.body();
        var naming =
                new Vaults.Naming(name(body), Words.name(body, "description", MOST_DESCRIPTION), Words.metadata(body));
        var vault = done(workspace.vaults().create(call.caller(), naming));
        return Answers.created(told(call, vault.id()));
    }

    Answer show(Call call) {
        var id = Words.vault(call);
        var holding = seen(new Holdings(workspace).of(call.caller(), id));
        return Answers.ok(VaultView.covered(holding, uses.of(id), done(new Runs(workspace).served(call.caller(), id))));
    }

    /// What is not named stays; metadata is replaced as a whole.
    Answer change(Call call) {
        var id = known(call);
        var body = call.body();
        var name = body.names("name") ? name(body) : "";
        var description = Words.name(body, "description", MOST_DESCRIPTION);
        var metadata = Words.metadata(body);
        done(workspace
                .vaults()
                .describe(
                        call.caller(),
                        id,
                        before -> new Vaults.Naming(
                                body.names("name") ? name : before.displayName(),
                                body.names("description") ? description : before.description(),
                                body.names("metadata") ? metadata : before.metadata())));
        return Answers.ok(told(call, id));
    }

    /// Archives a vault; with `force=true` one that is archived, or holds nothing active, is deleted.
    Answer end(Call call) {
        var id = known(call);
        boolean forced = call.query().maybe("force").filter("true"::equals).isPresent();
        if (forced) done(workspace.vaults().deleteUnused(call.caller(), id));
        else done(workspace.vaults().archive(call.caller(), id));
        return Words.success();
    }

    Answer setDefault(Call call) {
        done(workspace.settings().pointOut(call.caller(), known(call)));
        return Words.success();
    }

    private Id known(Call call) {
        Vault vault = seen(workspace.vaults().find(call.caller(), Words.vault(call)));
        return vault.id();
    }

    private Document told(Call call, Id vault) {
        return new Document().with("vault", told(done(new Holdings(workspace).of(call.caller(), vault))));
    }

    private static String name(Members body) {
        var name = Words.name(body, "name", MOST_NAME);
        if (name.isEmpty()) throw body.unfit("name", " has 1 to " + MOST_NAME + " characters");
        return name;
    }

    private Document told(Holdings.Holding holding) {
        return VaultView.vault(holding, uses.of(holding.vault().id()));
    }
}
