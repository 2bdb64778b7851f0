package agentvault.cloud;

import static agentvault.route.Problems.done;

import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.Id;
import agentvault.id.IdKind;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.vault.Binding.Target;
import agentvault.vault.Life;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.BoundCredentials.Pair;
import agentvault.workspace.Outcome;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.Optional;

/// The credentials of a vault in one of the two protocols.
record CredentialCalls(
        Manner manner,
        Workspace workspace,
        Finding finding,
        Once once,
        CredentialMaking making,
        CredentialPatch patch,
        Validation validation) {

    private static final String ALL = "/vaults/{vault}/credentials";
    private static final String ONE = ALL + "/{credential}";

    List<Route> routes() {
        return List.of(
                manner.route("POST", ALL, this::create),
                manner.route("GET", ALL, this::list),
                manner.route("GET", ONE, this::get),
                manner.route("POST", ONE, this::update),
                manner.route("DELETE", ONE, this::delete),
                manner.route("POST", ONE + "/archive", this::archive),
                manner.route("POST", ONE + "/mcp_oauth_validate", this::validate));
    }

    private Answer create(Call call) {
        var vault = inPath(call);
        return once.answer(
                call,
                body -> {
                    var pair = making.make(call, vault, body);
                    return new Once.Made(pair.credential().id(), manner.made(CredentialView.of(manner, pair)));
                },
                id -> manner.made(CredentialView.of(manner, done(find(call, vault, id)))));
    }

    private Answer list(Call call) {
        var vault = inPath(call);
        var all = done(workspace.boundCredentials().list(call.caller(), vault.id()));
        var request = Lists.request(manner, call.query(), text -> life(all, text));
        return Lists.answer(
                Lists.cut(all, request, CredentialCalls::life, CredentialCalls::boundTo),
                request,
                pair -> CredentialView.of(manner, pair),
                pair -> manner.id(IdKind.CREDENTIAL, pair.credential().id()),
                CredentialCalls::life);
    }

    private static Life life(Pair pair) {
        return pair.credential().life();
    }

    private static Optional<Life> life(List<Pair> all, String text) {
        var id = Finding.id(IdKind.CREDENTIAL, text);
        return all.stream()
                .filter(pair -> pair.credential().id().equals(id))
                .map(CredentialCalls::life)
                .findFirst();
    }

    private static String boundTo(Pair pair) {
        return switch (CredentialView.target(pair.service())) {
            case Target.McpServer(var url, var _) -> url.normalised();
            case Target.HostOf(var url) -> url.normalised();
            case Target.Variable(var name) -> name;
        };
    }

    private Answer get(Call call) {
        return shown(finding.credential(call, inPath(call)));
    }

    private Answer update(Call call) {
        var vault = inPath(call);
        return once.answer(
                call,
                body -> {
                    var pair = update(call, vault, body);
                    return new Once.Made(pair.credential().id(), shown(pair));
                },
                id -> shown(done(find(call, vault, id))));
    }

    private Pair update(Call call, Vault vault, Members body) {
        var before = finding.credential(call, vault);
        try (var parts = new Parts()) {
            var renewal = patch.read(body, before, parts);
            return done(workspace
                    .boundCredentials()
                    .renew(call.caller(), vault.id(), before.credential().id(), renewal, parts.all()));
        }
    }

    private Answer archive(Call call) {
        var vault = inPath(call);
        return once.answer(
                call,
                _ -> {
                    var pair =
                            done(workspace.boundCredentials().archive(call.caller(), vault.id(), named(call, vault)));
                    return new Once.Made(pair.credential().id(), shown(pair));
                },
                id -> shown(done(find(call, vault, id))));
    }

    private Answer delete(Call call) {
        var vault = inPath(call);
        return once.answer(
                call,
                _ -> {
                    var pair = done(workspace.boundCredentials().delete(call.caller(), vault.id(), named(call, vault)));
                    return new Once.Made(
                            pair.credential().id(), deleted(pair.credential().id()));
                },
                this::deleted);
    }

    private Answer deleted(Id id) {
        return Answers.ok(
                new Document().with("id", manner.id(IdKind.CREDENTIAL, id)).with("type", "vault_credential_deleted"));
    }

    private Answer validate(Call call) {
        return Answers.ok(validation.of(manner, call, finding.credential(call, inPath(call))));
    }

    /// Also who may see and not change a vault learns nothing here of what it does not have.
    private Id named(Call call, Vault vault) {
        return finding.credential(call, vault).credential().id();
    }

    private Outcome<Pair> find(Call call, Vault vault, Id credential) {
        return workspace.boundCredentials().find(call.caller(), vault.id(), credential);
    }

    private Answer shown(Pair pair) {
        return Answers.ok(CredentialView.of(manner, pair));
    }

    private Vault inPath(Call call) {
        return finding.vault(call, call.path("vault"));
    }
}
