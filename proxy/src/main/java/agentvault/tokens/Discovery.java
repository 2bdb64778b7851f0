package agentvault.tokens;

import agentvault.probe.Initialize;
import agentvault.question.Endpoint;
import agentvault.question.Question;
import agentvault.question.Questions;
import agentvault.question.Reply;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.workspace.AuthorizationServers.Discovered;
import agentvault.workspace.AuthorizationServers.Guarded;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;

/// Reads what servers say about themselves: MCP servers about who gives tokens for them (RFC 9728), authorization
/// servers
/// about where they are asked (RFC 8414, and OpenID Connect's discovery). Each is believed about itself alone.
final class Discovery {

    private static final int UNAUTHORIZED = 401;

    /// A status that says that there is nothing to be read.
    private static final String ABSENT = "http_4";

    /// Who is this slow is not asked the same in another way.
    private static final String LATE = "timeout";

    /// Texts that are kept with a credential.
    private static final int LONGEST = 2047;

    private static final int LONGEST_SCOPE = 4096;

    private final Questions questions;
    private final Documents documents;
    private final Duration patience;

    Discovery(Questions questions, Documents documents, Duration patience) {
        this.questions = questions;
        this.documents = documents;
        this.patience = patience;
    }

    Guarded guarded(String server) {
        var endpoint = Endpoint.of(server);
        if (endpoint.isEmpty()) return new Guarded.Failed("unusable_server_url");
        return switch (questions.ask(endpoint.get(), Question.Wanted.HEAD, patience, Initialize.bare(endpoint.get()))) {
            case Reply.None(var code) -> new Guarded.Failed(code);
            case Reply.Whole whole -> {
                whole.body().close();
                var challenge = whole.status() == UNAUTHORIZED
                        ? Challenge.bearer(whole.head().fields().headers().all("WWW-Authenticate"))
                        : Challenge.NONE;
                yield guarded(server, challenge);
            }
        };
    }

    /// Where the server says that its metadata is, or else where they are by default: below its path, then at its root.
    private Guarded guarded(String server, Challenge challenge) {
        if (!challenge.metadata().isEmpty()) {
            if (!sameOrigin(challenge.metadata(), server)) return new Guarded.Failed("metadata_elsewhere");
            return scoped(described(challenge.metadata(), server), challenge);
        }
        var uri = URI.create(server);
        var known = origin(uri) + "/.well-known/oauth-protected-resource";
        Guarded first = new Guarded.Unsaid();
        for (var url : distinct(known + path(uri), known)) {
            var told = described(url, server);
            if (told instanceof Guarded.By) return scoped(told, challenge);
            if (first instanceof Guarded.Unsaid) first = told;
            if (told instanceof Guarded.Failed(var code) && code.equals(LATE)) break;
        }
        return first;
    }

    /// What the server asked for goes before all that there is.
    private static Guarded scoped(Guarded guarded, Challenge challenge) {
        if (!(guarded instanceof Guarded.By(var issuer, var _, var resource)) || !scope(challenge.scope()))
            return guarded;
        return new Guarded.By(issuer, challenge.scope(), resource);
    }

    private Guarded described(String url, String server) {
        var endpoint = Endpoint.of(url);
        if (endpoint.isEmpty()) return new Guarded.Failed("unusable_metadata_url");
        return documents.get(
                endpoint.get(),
                Documents.reader(
                        read -> guardedBy(read, server),
                        code -> code.startsWith(ABSENT) ? new Guarded.Unsaid() : new Guarded.Failed(code)));
    }

    private static Guarded guardedBy(AnswerDocument read, String server) {
        var resource = read.plain("resource");
        if (!covers(resource, server)) return new Guarded.Failed("another_resource");
        var issuer = read.list("authorization_servers").stream().findFirst();
        if (issuer.isEmpty()) return new Guarded.Failed("no_authorization_server");
        var all = String.join(" ", read.list("scopes_supported"));
        return new Guarded.By(issuer.get(), scope(all) ? all : "", resource);
    }

    /// Whether a resource is the server, or what it is a part of.
    private static boolean covers(String resource, String server) {
        if (resource.length() > LONGEST || !sameOrigin(resource, server)) return false;
        var whole = path(URI.create(resource));
        var part = path(URI.create(server));
        return part.equals(whole) || part.startsWith(whole + "/");
    }

    private static boolean sameOrigin(String url, String server) {
        return Endpoint.of(url)
                .flatMap(one -> Endpoint.of(server).map(other -> one.beside(other)))
                .orElse(false);
    }

    /// Words of RFC 6749, 3.3.
    private static boolean scope(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_SCOPE
                && text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
    }

    Discovered discover(String issuer) {
        var endpoint = Endpoint.of(issuer).filter(_ -> issuer.length() <= LONGEST && issuer.indexOf('?') < 0);
        if (endpoint.isEmpty()) return new Discovered.Failed("unusable_issuer");
        var uri = URI.create(issuer);
        var known = origin(uri) + "/.well-known/";
        var path = path(uri);
        var first = new Discovered.Failed(ABSENT);
        for (var url : distinct(
                known + "oauth-authorization-server" + path,
                known + "openid-configuration" + path,
                origin(uri) + path + "/.well-known/openid-configuration")) {
            switch (issuer(url, issuer)) {
                case Discovered.Found found -> {
                    return found;
                }
                case Discovered.Failed failed -> {
                    if (first.code().startsWith(ABSENT)) first = failed;
                    if (failed.code().equals(LATE)) return first;
                }
            }
        }
        return first;
    }

    private Discovered issuer(String url, String issuer) {
        return Endpoint.of(url)
                .map(endpoint ->
                        documents.get(endpoint, Documents.reader(read -> issuer(read, issuer), Discovered.Failed::new)))
                .orElseGet(() -> new Discovered.Failed("unusable_issuer"));
    }

    /// An issuer that calls itself otherwise is another one (RFC 8414, 3.3).
    private static Discovered issuer(AnswerDocument read, String issuer) {
        var found = new Discovered.Found(
                read.plain("issuer"),
                read.plain("authorization_endpoint"),
                read.plain("token_endpoint"),
                read.plain("registration_endpoint"),
                showing(read.list("token_endpoint_auth_methods_supported")));
        if (!found.issuer().equals(issuer)) return new Discovered.Failed("another_issuer");
        boolean fit = fit(found.tokenEndpoint())
                && (found.authorizationEndpoint().isEmpty() || fit(found.authorizationEndpoint()))
                && (found.registrationEndpoint().isEmpty() || fit(found.registrationEndpoint()));
        if (!fit) return new Discovered.Failed("unusable_endpoints");
        var challenges = read.list("code_challenge_methods_supported");
        return challenges.isEmpty() || challenges.contains("S256") ? found : new Discovered.Failed("no_pkce_s256");
    }

    private static boolean fit(String endpoint) {
        return endpoint.length() <= LONGEST && Endpoint.of(endpoint).isPresent();
    }

    /// Without a secret if that is possible.
    private static ClientAuthentication showing(List<String> methods) {
        if (methods.isEmpty() || methods.contains("none")) return ClientAuthentication.NONE;
        return methods.contains("client_secret_post")
                ? ClientAuthentication.CLIENT_SECRET_POST
                : ClientAuthentication.CLIENT_SECRET_BASIC;
    }

    private static String origin(URI uri) {
        return "https://" + uri.getRawAuthority().toLowerCase(Locale.ROOT);
    }

    /// Without the slash that it may end in.
    private static String path(URI uri) {
        var path = uri.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static SequencedSet<String> distinct(String... urls) {
        return new LinkedHashSet<>(List.of(urls));
    }
}
