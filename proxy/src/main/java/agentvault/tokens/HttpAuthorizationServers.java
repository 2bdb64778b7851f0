package agentvault.tokens;

import agentvault.crypto.Secret;
import agentvault.question.Endpoint;
import agentvault.question.Excerpt;
import agentvault.question.Question;
import agentvault.question.Questions;
import agentvault.question.Reply;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.Heard;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Authorization servers over HTTPS, dialled like every upstream: through the one guard of the process.
public final class HttpAuthorizationServers implements AuthorizationServers {

    /// Shorter than a renewal's lease.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int OK = 200;
    private static final int SERVER_TROUBLE = 500;
    private static final int TOO_MANY = 429;
    private static final BigDecimal LONGEST =
            BigDecimal.valueOf(Duration.ofDays(400).toSeconds());

    /// What RFC 6749 lets a token endpoint say. Anything else is not repeated.
    private static final Set<String> REFUSALS = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope",
            "invalid_target");

    private static final Set<String> PASSING = Set.of("temporarily_unavailable", "server_error", "slow_down");

    private final Questions questions;
    private final Duration patience;
    private final Discovery discovery;
    private final ClientRegistration registration;

    public HttpAuthorizationServers(Questions questions) {
        this(questions, PATIENCE);
    }

    /// @param patience until the whole answer is there
    HttpAuthorizationServers(Questions questions, Duration patience) {
        this.questions = questions;
        this.patience = patience;
        var documents = new Documents(questions, patience);
        this.discovery = new Discovery(questions, documents, patience);
        this.registration = new ClientRegistration(documents);
    }

    @Override
    public Answer ask(Request request) {
        var endpoint = Endpoint.of(request.settings().tokenEndpoint());
        if (endpoint.isEmpty()) return new Answer.Refused("unusable_token_url");
        var reply = post(endpoint.get(), request);
        return switch (reply) {
            case Reply.None(var code) -> new Answer.Failed(code);
            case Reply.Whole whole -> {
                try (var _ = whole.body()) {
                    yield judged(whole, shown(request));
                }
            }
        };
    }

    private Reply post(Endpoint endpoint, Request request) {
        var form = form(request);
        try {
            return questions.ask(endpoint, Question.Wanted.WHOLE, patience, out -> {
                var body = out.alloc().directBuffer();
                try {
                    form.write(body);
                    Form.ascii(
                            out,
                            "POST " + endpoint.target() + " HTTP/1.1\r\nHost: " + endpoint.authority()
                                    + "\r\nAccept: application/json\r\nUser-Agent: agent-vault\r\nConnection: close"
                                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                    + body.readableBytes() + "\r\n");
                    basic(request, out);
                    Form.ascii(out, "\r\n");
                    out.writeBytes(body);
                } finally {
                    body.setZero(0, body.capacity());
                    body.release();
                }
            });
        } finally {
            form.close();
        }
    }

    private static void basic(Request request, ByteBuf out) {
        var secret = request.held().get(Part.CLIENT_SECRET);
        if (secret == null || request.settings().clientAuthentication() != ClientAuthentication.CLIENT_SECRET_BASIC)
            return;
        Form.ascii(out, "Authorization: Basic ");
        Form.basic(out, request.settings().clientId(), secret);
        Form.ascii(out, "\r\n");
    }

    private static Form form(Request request) {
        var settings = request.settings();
        var form = new Form();
        switch (request.grant()) {
            case Grant.Code(var code, var verifier, var redirect) ->
                form.with("grant_type", "authorization_code")
                        .with("code", code)
                        .with("redirect_uri", redirect)
                        .with("code_verifier", verifier);
            case Grant.Refresh() -> {
                form.with("grant_type", "refresh_token");
                Optional.ofNullable(request.held().get(Part.REFRESH_TOKEN))
                        .ifPresent(shown -> form.with("refresh_token", shown));
            }
            case Grant.ClientCredentials() ->
                form.with("grant_type", "client_credentials").with("scope", settings.scope());
        }
        form.with("resource", settings.resource());
        var secret = request.held().get(Part.CLIENT_SECRET);
        boolean basic = secret != null && settings.clientAuthentication() == ClientAuthentication.CLIENT_SECRET_BASIC;
        if (!basic) form.with("client_id", settings.clientId());
        if (!basic && secret != null && settings.clientAuthentication() == ClientAuthentication.CLIENT_SECRET_POST)
            form.with("client_secret", secret);
        return form;
    }

    /// What the answer may not be shown with.
    private static List<Secret> shown(Request request) {
        var shown = new ArrayList<>(request.held().values());
        if (request.grant() instanceof Grant.Code(var code, var verifier, var _)) {
            shown.add(code);
            shown.add(verifier);
        }
        return shown;
    }

    private static Answer judged(Reply.Whole whole, List<Secret> shown) {
        int status = whole.status();
        if (status >= SERVER_TROUBLE || status == TOO_MANY)
            return new Answer.Failed("http_" + status, Excerpt.of(whole, shown));
        if (status >= 300 && status < 400) return new Answer.Failed("redirected", Excerpt.withoutBody(whole, shown));
        var document = AnswerDocument.read(whole.body());
        if (document.isEmpty()) return new Answer.Failed("no_json", complaint(whole, shown));
        try (var read = document.get()) {
            var error = read.plain("error");
            if (!error.isEmpty()) return refused(error, complaint(whole, shown));
            return status == OK
                    ? granted(read, Excerpt.withoutBody(whole, shown))
                    : new Answer.Failed("http_" + status, complaint(whole, shown));
        }
    }

    /// What claims to be a success may hold tokens.
    private static Heard complaint(Reply.Whole whole, List<Secret> shown) {
        return whole.status() >= 400 ? Excerpt.of(whole, shown) : Excerpt.withoutBody(whole, shown);
    }

    private static Answer refused(String error, Heard heard) {
        if (PASSING.contains(error)) return new Answer.Failed(error, heard);
        return new Answer.Refused(REFUSALS.contains(error) ? error : "refused", heard);
    }

    private static Answer granted(AnswerDocument read, Heard heard) {
        var access = read.secret("access_token");
        if (access.isEmpty()) return new Answer.Failed("no_access_token", heard);
        if (!AnswerDocument.sendable(access.get())) return new Answer.Failed("unusable_access_token", heard);
        var type = read.plain("token_type");
        if (!type.isEmpty() && !type.equalsIgnoreCase("bearer"))
            return new Answer.Refused("unusable_token_type", heard);
        var tokens = new EnumMap<Part, Secret>(Part.class);
        tokens.put(Part.VALUE, access.get().copy());
        read.secret("refresh_token").ifPresent(refresh -> tokens.put(Part.REFRESH_TOKEN, refresh.copy()));
        return new Answer.Granted(tokens, life(read));
    }

    /// What has ended already, or says so, lives as shortly as is allowed.
    private static Duration life(AnswerDocument read) {
        return read.number("expires_in")
                .map(seconds -> seconds.min(LONGEST).max(BigDecimal.ONE))
                .map(seconds -> Duration.ofSeconds(seconds.longValue()))
                .orElse(Duration.ZERO);
    }

    @Override
    public Discovered discover(String issuer) {
        return discovery.discover(issuer);
    }

    @Override
    public Guarded guarded(String server) {
        return discovery.guarded(server);
    }

    @Override
    public Registered register(Discovered.Found at, String redirect) {
        return registration.register(at, redirect);
    }
}
