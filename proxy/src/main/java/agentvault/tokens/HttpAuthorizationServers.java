package agentvault.tokens;

import agentvault.crypto.Secret;
import agentvault.question.Endpoint;
import agentvault.question.Question;
import agentvault.question.Questions;
import agentvault.question.Reply;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.workspace.AuthorizationServers;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Authorization servers over HTTPS, dialled like every upstream: through the one guard of the process.
public final class HttpAuthorizationServers implements AuthorizationServers {

    /// Shorter than a renewal's lease.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int OK = 200;
    private static final int CREATED = 201;
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

    public HttpAuthorizationServers(Questions questions) {
        this(questions, PATIENCE);
    }

    /// @param patience until the whole answer is there
    HttpAuthorizationServers(Questions questions, Duration patience) {
        this.questions = questions;
        this.patience = patience;
    }

    @Override
    public Answer ask(Request request) {
        var endpoint = Endpoint.of(request.settings().tokenEndpoint());
        if (endpoint.isEmpty()) return new Answer.Refused("unusable_token_url");
        var reply = post(endpoint.get(), request);
        return switch (reply) {
            case Reply.None(var code) -> new Answer.Failed(code);
            case Reply.Whole(int status, var body) -> {
                try (body) {
                    yield judged(status, body);
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

    private static Answer judged(int status, Secret body) {
        if (status >= SERVER_TROUBLE || status == TOO_MANY) return new Answer.Failed("http_" + status);
        if (status >= 300 && status < 400) return new Answer.Failed("redirected");
        var document = AnswerDocument.read(body);
        if (document.isEmpty()) return new Answer.Failed("no_json");
        try (var read = document.get()) {
            var error = read.plain("error");
            if (!error.isEmpty()) return refused(error);
            return status == OK ? granted(read) : new Answer.Failed("http_" + status);
        }
    }

    private static Answer refused(String error) {
        if (PASSING.contains(error)) return new Answer.Failed(error);
        return new Answer.Refused(REFUSALS.contains(error) ? error : "refused");
    }

    private static Answer granted(AnswerDocument read) {
        var access = read.secret("access_token");
        if (access.isEmpty()) return new Answer.Failed("no_access_token");
        if (!AnswerDocument.sendable(access.get())) return new Answer.Failed("unusable_access_token");
        var type = read.plain("token_type");
        if (!type.isEmpty() && !type.equalsIgnoreCase("bearer")) return new Answer.Refused("unusable_token_type");
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
        var trimmed = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        if (Endpoint.of(trimmed).isEmpty()) return new Discovered.Failed("unusable_issuer");
        var uri = URI.create(trimmed);
        var origin = "https://" + uri.getRawAuthority();
        Discovered last = new Discovered.Failed("no_answer");
        for (var url : List.of(
                origin + "/.well-known/oauth-authorization-server" + uri.getRawPath(),
                trimmed + "/.well-known/openid-configuration")) {
            last = described(url, issuer);
            if (last instanceof Discovered.Found) return last;
        }
        return last;
    }

    private Discovered described(String url, String issuer) {
        var endpoint = Endpoint.of(url);
        if (endpoint.isEmpty()) return new Discovered.Failed("unusable_issuer");
        return switch (get(endpoint.get())) {
            case Reply.None(var code) -> new Discovered.Failed(code);
            case Reply.Whole(int status, var body) -> {
                try (body) {
                    yield status == OK ? described(body, issuer) : new Discovered.Failed("http_" + status);
                }
            }
        };
    }

    /// An issuer that calls itself otherwise is another one (RFC 8414, 3.3).
    private static Discovered described(Secret body, String issuer) {
        var document = AnswerDocument.read(body);
        if (document.isEmpty()) return new Discovered.Failed("no_json");
        try (var read = document.get()) {
            var found = new Discovered.Found(
                    read.plain("issuer"),
                    read.plain("authorization_endpoint"),
                    read.plain("token_endpoint"),
                    read.plain("registration_endpoint"));
            if (!found.issuer().equals(issuer)) return new Discovered.Failed("another_issuer");
            boolean fit = Endpoint.of(found.tokenEndpoint()).isPresent()
                    && (found.authorizationEndpoint().isEmpty()
                            || Endpoint.of(found.authorizationEndpoint()).isPresent());
            return fit ? found : new Discovered.Failed("unusable_endpoints");
        }
    }

    private Reply get(Endpoint endpoint) {
        return questions.ask(
                endpoint,
                Question.Wanted.WHOLE,
                patience,
                out -> Form.ascii(
                        out,
                        "GET " + endpoint.target() + " HTTP/1.1\r\nHost: " + endpoint.authority()
                                + "\r\nAccept: application/json\r\nUser-Agent: agent-vault\r\nConnection: close\r\n\r\n"));
    }

    @Override
    public Guarded guarded(String server) {
        if (Endpoint.of(server).isEmpty()) return new Guarded.Failed("unusable_server");
        var uri = URI.create(server);
        var known = "https://" + uri.getRawAuthority() + "/.well-known/oauth-protected-resource";
        Guarded last = new Guarded.Failed("no_answer");
        for (var url : List.of(known + uri.getRawPath(), known)) {
            last = guardedBy(url);
            if (last instanceof Guarded.By) return last;
        }
        return last;
    }

    private Guarded guardedBy(String url) {
        var endpoint = Endpoint.of(url);
        if (endpoint.isEmpty()) return new Guarded.Failed("unusable_server");
        return switch (get(endpoint.get())) {
            case Reply.None(var code) -> new Guarded.Failed(code);
            case Reply.Whole(int status, var body) -> {
                try (body) {
                    yield status == OK ? guardedBy(body) : new Guarded.Failed("http_" + status);
                }
            }
        };
    }

    private static Guarded guardedBy(Secret body) {
        var document = AnswerDocument.read(body);
        if (document.isEmpty()) return new Guarded.Failed("no_json");
        try (var read = document.get()) {
            return read.list("authorization_servers").stream()
                    .findFirst()
                    .<Guarded>map(issuer -> new Guarded.By(issuer, String.join(" ", read.list("scopes_supported"))))
                    .orElseGet(() -> new Guarded.Failed("no_authorization_server"));
        }
    }

    @Override
    public Registered register(String endpoint, String redirect) {
        var at = Endpoint.of(endpoint);
        if (at.isEmpty()) return new Registered.Failed("unusable_endpoints");
        byte[] body = ClientDocument.of(redirect);
        var reply = questions.ask(at.get(), Question.Wanted.WHOLE, patience, out -> {
            Form.ascii(
                    out,
                    "POST " + at.get().target() + " HTTP/1.1\r\nHost: "
                            + at.get().authority()
                            + "\r\nAccept: application/json\r\nUser-Agent: agent-vault\r\nConnection: close"
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                            + "\r\n\r\n");
            out.writeBytes(body);
        });
        return switch (reply) {
            case Reply.None(var code) -> new Registered.Failed(code);
            case Reply.Whole(int status, var answer) -> {
                try (answer) {
                    yield status == OK || status == CREATED ? client(answer) : new Registered.Failed("http_" + status);
                }
            }
        };
    }

    private static Registered client(Secret body) {
        var document = AnswerDocument.read(body);
        if (document.isEmpty()) return new Registered.Failed("no_json");
        try (var read = document.get()) {
            var id = read.plain("client_id");
            return id.isEmpty() ? new Registered.Failed("no_client") : new Registered.Client(id);
        }
    }
}
