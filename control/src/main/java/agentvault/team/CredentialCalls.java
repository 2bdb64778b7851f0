package agentvault.team;

import static agentvault.team.Words.done;
import static agentvault.team.Words.seen;

import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.Id;
import agentvault.id.IdKind;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Trouble;
import agentvault.traffic.CredentialUses;
import agentvault.vault.Binding;
import agentvault.vault.Reach;
import agentvault.wire.Answer;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Holdings;
import agentvault.workspace.Workspace;
import java.time.InstantSource;

/// Credentials of a vault: storing, replacing, archiving and deleting them. Each is for the host of a server.
///
/// @param hosts which hosts a credential may be for
record CredentialCalls(Workspace workspace, CredentialUses uses, HostPolicy hosts, InstantSource clock) {

    private static final int MOST_NAME = 200;

    Answer create(Call call) {
        var vault = vault(call);
        var body = call.body();
        var url = url(body);
        var way = InjectForm.read(body);
        var reach = new Reach.Destinations(url.hostDestinations());
        try (var auth = AuthForm.read(body, clock.instant())) {
            var plan = new BoundCredentials.Plan(
                    new Binding.Target.HostOf(url),
                    key -> way.rule(reach, key),
                    Words.name(body, "name", MOST_NAME),
                    Words.metadata(body),
                    auth.type(),
                    workspace.settings().mostVaultCredentials());
            var made = done(workspace.boundCredentials().add(call.caller(), vault, plan, auth.values()));
            return Answers.created(told(made));
        }
    }

    /// Everything is replaced but what the credential is for: what is not sent is as if it had never been.
    Answer replace(Call call) {
        var pair = pair(call);
        if (!pair.credential().life().active()) throw unknown();
        var body = call.body();
        if (!url(body)
                .normalised()
                .equals(CredentialView.url(pair).orElseThrow().normalised()))
            throw body.unfit("serverUrl", " is immutable: archive this credential and make another");
        var way = InjectForm.read(body);
        var name = Words.name(body, "name", MOST_NAME);
        var metadata = Words.metadata(body);
        try (var auth = AuthForm.read(body, clock.instant())) {
            var now = clock.instant();
            var key = pair.credential().key();
            var change = new BoundCredentials.Renewal(
                    before -> before.with(auth.type(), before.material(), now).labelled(name, metadata, now),
                    before -> way.rule(before.reach(), key));
            var id = pair.credential().id();
            var vault = pair.credential().vault();
            return Answers.ok(
                    told(done(workspace.boundCredentials().replace(call.caller(), vault, id, change, auth.values()))));
        }
    }

    /// Archives a credential; with `force=true` one that is archived is deleted.
    Answer end(Call call) {
        var credential = pair(call).credential();
        var all = workspace.boundCredentials();
        boolean forced = call.query().maybe("force").filter("true"::equals).isPresent();
        if (forced) done(all.deleteArchived(call.caller(), credential.vault(), credential.id()));
        else done(all.archive(call.caller(), credential.vault(), credential.id()));
        return Words.success();
    }

    private Id vault(Call call) {
        return seen(workspace.vaults().find(call.caller(), Words.vault(call))).id();
    }

    private BoundCredentials.Pair pair(Call call) {
        var holding = seen(new Holdings(workspace).of(call.caller(), Words.vault(call)));
        var wanted = Words.id(IdKind.CREDENTIAL, call.path("credential"));
        return holding.credentials().stream()
                .filter(pair -> wanted.filter(pair.credential().id()::equals).isPresent() && CredentialView.shown(pair))
                .findFirst()
                .orElseThrow(CredentialCalls::unknown);
    }

    private static RuntimeException unknown() {
        return Trouble.coded(404, "not_found", "Credential not found.").declined();
    }

    private ServerUrl url(Members body) {
        return switch (ServerUrl.parse(body.text("serverUrl"), hosts)) {
            case ServerUrlResult.Valid(var url) -> url;
            case ServerUrlResult.Invalid(var reason) -> throw body.unfit("serverUrl", ": a URL " + reason.sentence());
        };
    }

    private Document told(BoundCredentials.Pair pair) {
        var used = uses.of(pair.credential().vault());
        return new Document().with("credential", CredentialView.credential(pair, used));
    }
}
