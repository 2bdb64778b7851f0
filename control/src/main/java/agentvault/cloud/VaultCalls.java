package agentvault.cloud;

import static agentvault.route.Problems.done;

import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.Id;
import agentvault.id.IdKind;
import agentvault.page.PageRequest;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;

/// Vaults in one of the two protocols.
///
/// @param credentials makes those that a vault comes with
record VaultCalls(Manner manner, Workspace workspace, Finding finding, Once once, CredentialMaking credentials) {

    List<Route> routes() {
        var routes = new ArrayList<>(List.of(
                manner.route("POST", "/vaults", this::create),
                manner.route("GET", "/vaults", this::list),
                manner.route("GET", "/vaults/{vault}", this::get),
                manner.route("DELETE", "/vaults/{vault}", this::delete),
                manner.route("POST", "/vaults/{vault}/archive", this::archive)));
        if (manner == Manner.ANTHROPIC) routes.add(manner.route("POST", "/vaults/{vault}", this::update));
        return routes;
    }

    private Answer create(Call call) {
        return once.answer(
                call,
                body -> {
                    var made = make(call, body);
                    return new Once.Made(made.id(), manner.made(shown(call, made)));
                },
                id -> manner.made(shown(call, again(call, id))));
    }

    /// All or nothing: a vault whose credentials cannot be made is not made.
    private Vault make(Call call, Members body) {
        var naming = new Vaults.Naming(Labels.name(body, "display_name"), "", Labels.metadata(body));
        var inline = manner == Manner.QODER ? body.objects("credentials") : List.<Members>of();
        for (var each : inline) credentials.check(each);
        var vault = done(workspace.vaults().create(call.caller(), naming));
        try {
            for (var each : inline) credentials.make(call, vault, each);
        } catch (RuntimeException refused) {
            var _ = workspace.vaults().delete(call.caller(), vault.id());
            throw refused;
        }
        return vault;
    }

    private Vault again(Call call, Id vault) {
        return finding.vault(call, vault.toString());
    }

    private Document shown(Call call, Vault vault) {
        return manner == Manner.QODER ? VaultView.with(manner, vault, in(call, vault)) : VaultView.of(manner, vault);
    }

    private List<BoundCredentials.Pair> in(Call call, Vault vault) {
        return done(workspace.boundCredentials().list(call.caller(), vault.id()))
                .reversed();
    }

    private Answer list(Call call) {
        var request = request(call);
        return Lists.answer(
                done(workspace.vaults().list(call.caller(), request)),
                request,
                vault -> VaultView.of(manner, vault),
                vault -> manner.id(IdKind.VAULT, vault.id()),
                Vault::life);
    }

    private PageRequest request(Call call) {
        return Lists.request(
                manner, call.query(), text -> finding.maybeVault(call, text).map(Vault::life));
    }

    private Answer get(Call call) {
        return Answers.ok(shown(call, inPath(call)));
    }

    private Answer update(Call call) {
        var vault = inPath(call);
        return once.answer(
                call,
                body -> {
                    var patch = Labels.patch(body);
                    var name = Labels.maybeName(body, "display_name");
                    var changed = done(workspace
                            .vaults()
                            .describe(
                                    call.caller(),
                                    vault.id(),
                                    before -> new Vaults.Naming(
                                            name.isEmpty() ? before.displayName() : name,
                                            before.description(),
                                            patch.apply(before.metadata()))));
                    return new Once.Made(vault.id(), Answers.ok(VaultView.of(manner, changed)));
                },
                id -> Answers.ok(VaultView.of(manner, again(call, id))));
    }

    private Answer archive(Call call) {
        var id = Finding.id(IdKind.VAULT, call.path("vault"));
        return once.answer(
                call,
                _ -> {
                    var vault = done(workspace
                            .vaults()
                            .archive(call.caller(), inPath(call).id()));
                    return new Once.Made(id, Answers.ok(VaultView.of(manner, vault)));
                },
                _ -> Answers.ok(VaultView.of(manner, inPath(call))));
    }

    private Answer delete(Call call) {
        return once.answer(
                call,
                _ -> {
                    var id = done(workspace
                            .vaults()
                            .delete(call.caller(), inPath(call).id()));
                    return new Once.Made(id, deleted(id));
                },
                this::deleted);
    }

    private Answer deleted(Id id) {
        return Answers.ok(new Document().with("id", manner.id(IdKind.VAULT, id)).with("type", "vault_deleted"));
    }

    private Vault inPath(Call call) {
        return finding.vault(call, call.path("vault"));
    }
}
