package agentvault.workspace;

import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.access.Action;
import agentvault.address.ServerUrl;
import agentvault.crypto.Mask;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.traffic.CredentialUse;
import agentvault.traffic.CredentialUses;
import agentvault.trail.CredentialVersion;
import agentvault.trail.Entry;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.Service;
import agentvault.workspace.OauthRenewals.Attempt;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// Tries whether an OAuth credential is good: at the MCP server that it is for, and at its token endpoint. It asks the
/// network.
public final class OauthValidation {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Workspace workspace;
    private final TokenServer tokens;
    private final McpServers servers;
    private final CredentialUses uses;

    public OauthValidation(Workspace workspace, TokenServer tokens, McpServers servers, CredentialUses uses) {
        this.workspace = workspace;
        this.tokens = tokens;
        this.servers = servers;
        this.uses = uses;
    }

    public enum Order {
        /// It is renewed only if the server refuses it.
        TOKEN_FIRST,
        RENEWAL_FIRST
    }

    public enum Status {
        VALID,
        INVALID,
        /// What was heard tells nothing of the credential.
        UNKNOWN
    }

    /// What the MCP server said to the access token.
    public sealed interface Probe {
        /// There is none, or it was of no use to send it.
        record NotSent() implements Probe {}

        record Taken() implements Probe {}

        record Refused(Heard.Response heard) implements Probe {}

        record Unclear(Heard heard) implements Probe {}
    }

    /// What came of renewing the access token.
    public sealed interface Renewal {
        record NotTried() implements Renewal {}

        record NothingToShow() implements Renewal {}

        record Succeeded() implements Renewal {}

        /// @param lasting whether it takes a person
        record Failed(Heard heard, boolean lasting) implements Renewal {}
    }

    public record Verdict(Status status, Probe probe, Renewal renewal) {}

    /// One try, with all that it takes.
    public Outcome<Verdict> validate(Caller caller, Id vault, Id credential, Order order) {
        return open(caller, vault, credential).then(first -> {
            try (first) {
                return switch (order) {
                    case TOKEN_FIRST -> tokenFirst(caller, first);
                    case RENEWAL_FIRST -> renewalFirst(caller, first);
                };
            }
        });
    }

    private Outcome<Verdict> tokenFirst(Caller caller, Opened first) {
        var probe = probe(caller, first);
        boolean refused = probe instanceof Probe.Refused(var heard) && heard.status() == UNAUTHORIZED;
        if (!refused) return judged(first, probe, new Renewal.NotTried());
        return withRenewal(caller, first, probe, renewal(first));
    }

    private Outcome<Verdict> renewalFirst(Caller caller, Opened first) {
        var renewal = renewal(first);
        if (renewal instanceof Renewal.Failed(var _, var lasting) && lasting)
            return judged(first, new Probe.NotSent(), renewal);
        var probe = renewal instanceof Renewal.Succeeded ? new Probe.NotSent() : probe(caller, first);
        return withRenewal(caller, first, probe, renewal);
    }

    /// A new token is tried in the place of the old one.
    private Outcome<Verdict> withRenewal(Caller caller, Opened first, Probe before, Renewal renewal) {
        if (!(renewal instanceof Renewal.Succeeded)) return judged(first, before, renewal);
        return open(caller, first.credential().vault(), first.credential().id()).then(next -> {
            try (next) {
                return judged(next, probe(caller, next), renewal);
            }
        });
    }

    private static Outcome<Verdict> judged(Opened opened, Probe probe, Renewal renewal) {
        return Outcome.done(new Verdict(status(opened, probe, renewal), probe, renewal));
    }

    /// A token that was refused may be good again as soon as the token endpoint answers.
    private static Status status(Opened opened, Probe probe, Renewal renewal) {
        boolean mayPass = renewal instanceof Renewal.Failed(var _, var lasting) && !lasting;
        boolean lost = renewal instanceof Renewal.Failed && !mayPass;
        return switch (probe) {
            case Probe.Taken() -> Status.VALID;
            case Probe.Refused _ -> mayPass ? Status.UNKNOWN : Status.INVALID;
            case Probe.Unclear _ -> Status.UNKNOWN;
            case Probe.NotSent() -> lost || opened.token().isEmpty() ? Status.INVALID : Status.UNKNOWN;
        };
    }

    /// A credential as it was looked up, with its access token.
    private record Opened(Credential credential, Service service, long revision, ServerUrl url, List<Secret> token)
            implements AutoCloseable {
        @Override
        public void close() {
            token.forEach(Secret::close);
        }
    }

    private Outcome<Opened> open(Caller caller, Id vault, Id credential) {
        var ask = Workspace.Ask.inVault(caller, Action.LIST_CREDENTIALS, vault, "validate " + credential);
        return workspace.look(ask, view -> {
            var contents = view.contents().apply(Scope.vault(vault));
            var found = contents.find(Credential.class, credential);
            if (found.isEmpty()) return Outcome.refused(NOT_FOUND, "No such credential.");
            var url = service(contents, credential).flatMap(service -> url(service.binding()));
            boolean fit = found.get().life().active() && found.get().type() instanceof Credential.Type.Oauth;
            if (!fit || url.isEmpty())
                return Outcome.refused(INVALID, "Only an active mcp_oauth credential can be validated.");
            var keys = new VaultKeys(view.keys(), view.reading().vaultKeys(vault));
            var token = new OpenCredential(contents, keys, workspace.random())
                    .value(found.get(), Material.Part.VALUE).stream().toList();
            var service = service(contents, credential).orElseThrow();
            return Outcome.done(new Opened(found.get(), service, contents.counter(), url.get(), token));
        });
    }

    private static Optional<Service> service(Contents vault, Id credential) {
        return vault.one(
                Service.class,
                service -> service.binding() instanceof Binding.Bound(var half, var _) && half.equals(credential));
    }

    private static Optional<ServerUrl> url(Binding binding) {
        if (!(binding instanceof Binding.Bound(var _, var target))) return Optional.empty();
        return switch (target) {
            case Binding.Target.McpServer(var url, var _) -> Optional.of(url);
            case Binding.Target.HostOf(var url) -> Optional.of(url);
            case Binding.Target.Variable _ -> Optional.empty();
        };
    }

    /// The trail has it before the token goes out, each time. A server that is shown it in another way than as a
    /// bearer is not asked.
    private Probe probe(Caller caller, Opened opened) {
        boolean bearer = opened.service().rule().attachment() instanceof Attachment.Bearer;
        if (opened.token().isEmpty() || !bearer) return new Probe.NotSent();
        var sent = new AtomicBoolean();
        var heard = servers.initialize(opened.url().normalised(), opened.token().getFirst(), method -> {
            record(caller, opened, method);
            sent.set(true);
        });
        if (sent.get()) uses.keep(List.of(use(opened.credential(), heard)));
        if (!(masked(heard, opened) instanceof Heard.Response response)) return new Probe.Unclear(heard);
        if (response.status() == UNAUTHORIZED || response.status() == FORBIDDEN) return new Probe.Refused(response);
        return answersAsMcp(response) ? new Probe.Taken() : new Probe.Unclear(response);
    }

    private static boolean answersAsMcp(Heard.Response response) {
        var type = response.contentType();
        return response.status() / 100 == 2
                && (type.startsWith("application/json") || type.startsWith("text/event-stream"));
    }

    private CredentialUse use(Credential credential, Heard heard) {
        int status = heard instanceof Heard.Response response ? response.status() : 0;
        return new CredentialUse(
                credential.vault(),
                credential.id(),
                credential.material().version(),
                workspace.clock().instant(),
                CredentialUse.Said.by(status));
    }

    private void record(Caller caller, Opened opened, String method) {
        var credential = opened.credential();
        workspace
                .trail()
                .append(new Entry.Use(
                        caller.actor(),
                        Entry.NONE,
                        credential.vault(),
                        opened.service().id(),
                        opened.revision(),
                        List.of(new CredentialVersion(
                                credential.id(), credential.material().version())),
                        opened.url().host().text(),
                        method,
                        caller.face()));
    }

    private Renewal renewal(Opened opened) {
        var credential = opened.credential();
        if (!OauthRenewals.renewable(credential, OauthParts.oauth(credential).connection()))
            return new Renewal.NothingToShow();
        var said = new AtomicReference<Heard>(new Heard.Nothing("not_asked"));
        TokenServer listening = request -> {
            var answer = tokens.ask(request);
            said.set(TokenServer.Answer.heard(answer));
            return answer;
        };
        var stale = new OauthRenewals.Stale(
                credential.vault(), credential.id(), credential.material().version(), OauthRenewals.Reason.REFUSED);
        return switch (new OauthRenewals(workspace, listening).attempt(stale)) {
            case Attempt.Renewed() -> new Renewal.Succeeded();
            case Attempt.Failed(var _, var lasting) -> new Renewal.Failed(masked(said.get(), opened), lasting);
            case Attempt.NotNeeded(), Attempt.Busy() -> new Renewal.NotTried();
        };
    }

    /// Whoever asked has masked what it sent; this is for the token endpoint, which knows the access token, too.
    private static Heard masked(Heard heard, Opened opened) {
        return switch (heard) {
            case Heard.Nothing nothing -> nothing;
            case Heard.Response(var status, var type, var body, var truncated) ->
                new Heard.Response(status, Mask.over(type, opened.token()), Mask.over(body, opened.token()), truncated);
        };
    }
}
