package agentvault.cloud;

import static agentvault.route.Problems.done;

import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.console.OauthPages;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Declined;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.Binding.Target;
import agentvault.vault.Binding.Transport;
import agentvault.vault.Credential;
import agentvault.vault.Material.Part;
import agentvault.vault.Metadata;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthConnection.Grant;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Reach;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.AuthorizationServers.Discovered;
import agentvault.workspace.AuthorizationServers.Guarded;
import agentvault.workspace.AuthorizationServers.Registered;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.OauthConnections;
import agentvault.workspace.Workspace;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends somebody to the authorization server of an MCP server. The credential is there as soon as all others have said
/// what is needed; its tokens come when the browser is back.
///
/// @param hosts which hosts a credential may be for
/// @param address where clients reach the server; empty if nobody has said
record OauthStart(
        Workspace workspace, Finding finding, AuthorizationServers servers, HostPolicy hosts, String address) {

    private static final int LONGEST_CLIENT = 1024;

    List<Route> routes() {
        return List.of(Manner.QODER.route("POST", "/oauth/start", this::start));
    }

    private Answer start(Call call) {
        try (var sent = Sent.of(call);
                var parts = new Parts()) {
            var body = sent.members();
            var vault = finding.vault(call, body.text("vault_id"));
            var connections = new OauthConnections(workspace, servers);
            done(connections.ready(call.caller(), vault.id()));
            var url = server(body);
            var given = given(body, parts);
            var known = known(call, vault, url);
            var redirect = OauthPages.redirect(call, address);
            var terms = terms(url, given, known, redirect, parts);
            var credential = known.orElseGet(() -> made(call, vault, url, terms, parts));
            var wanted = new OauthConnections.Wanted(credential.key(), terms.settings(), terms.connection());
            var begun = done(connections.begin(call.caller(), vault.id(), wanted, parts.all()));
            var page = OauthPages.addressWithoutState(begun, redirect);
            return Answers.ok(new Document()
                    .with("authorization_url", page, begun.state().copy())
                    .with("state", begun.state())
                    .with("callback_origin", origin(redirect)));
        }
    }

    private ServerUrl server(Members body) {
        var url = ServerAddress.read(body, "mcp_server_url", hosts);
        if (url.cleartext()) throw body.unfit("mcp_server_url", " is an https:// URL");
        return url;
    }

    /// The client that is named; empty if one is to be registered.
    private static String given(Members body, Parts parts) {
        var client = body.text("client_id", "");
        boolean fit = client.length() <= LONGEST_CLIENT && client.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!fit) throw body.unfit("client_id", " has at most " + LONGEST_CLIENT + " visible ASCII characters");
        parts.maybe(Part.CLIENT_SECRET, body, "client_secret");
        if (client.isEmpty() && !parts.all().isEmpty()) throw body.unfit("client_id", " goes along with client_secret");
        return client;
    }

    private static String origin(String redirect) {
        var uri = URI.create(redirect);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /// Asks others, and changes nothing here.
    private Credential.Type.Oauth terms(
            ServerUrl url, String given, Optional<Credential> known, String redirect, Parts parts) {
        var guarded = guarded(url);
        var found = discovered(guarded.issuer());
        var client = given.isEmpty() ? client(found, known, redirect) : confidential(given, found, parts);
        parts.with(client.held());
        var settings = new OauthSettings(
                found.tokenEndpoint(),
                client.id(),
                client.showing(),
                guarded.scope(),
                guarded.resource(),
                Until.forever());
        return new Credential.Type.Oauth(
                settings,
                new OauthConnection(
                        Grant.AUTHORIZATION_CODE,
                        found.authorizationEndpoint(),
                        found.issuer(),
                        new Standing.Unconnected(),
                        Instant.EPOCH));
    }

    private Guarded.By guarded(ServerUrl url) {
        return switch (servers.guarded(url.normalised())) {
            case Guarded.By by -> by;
            case Guarded.Unsaid() -> throw impossible("This server does not say who gives tokens for it");
            case Guarded.Failed(var code) ->
                throw unusable("It cannot be found out who gives tokens for this server", code);
        };
    }

    private Discovered.Found discovered(String issuer) {
        return switch (servers.discover(issuer)) {
            case Discovered.Found found -> {
                if (found.authorizationEndpoint().isEmpty())
                    throw unusable("The authorization server does not say where one agrees", "unusable_endpoints");
                yield found;
            }
            case Discovered.Failed(var code) ->
                throw unusable("What the authorization server says about itself is of no use", code);
        };
    }

    private static Registered.Client confidential(String id, Discovered.Found found, Parts parts) {
        if (parts.all().isEmpty()) return new Registered.Client(id, ClientAuthentication.NONE, Map.of());
        var showing = found.showing() == ClientAuthentication.NONE
                ? ClientAuthentication.CLIENT_SECRET_POST
                : found.showing();
        return new Registered.Client(id, showing, Map.of());
    }

    /// Who was registered there already is not registered once more, and keeps the tokens until others are there.
    private Registered.Client client(Discovered.Found found, Optional<Credential> known, String redirect) {
        if (known.isPresent()
                && known.get().type() instanceof Credential.Type.Oauth(var settings, var connection)
                && connection.issuer().equals(found.issuer())
                && connection.authorizationEndpoint().equals(found.authorizationEndpoint())
                && settings.tokenEndpoint().equals(found.tokenEndpoint())
                && !settings.clientId().isEmpty())
            return new Registered.Client(settings.clientId(), settings.clientAuthentication(), Map.of());
        if (found.registrationEndpoint().isEmpty())
            throw impossible("The authorization server registers nobody: give client_id");
        return switch (servers.register(found, redirect)) {
            case Registered.Client client -> client;
            case Registered.Failed(var code) ->
                throw unusable("The authorization server did not register this server", code);
        };
    }

    private static Declined impossible(String sentence) {
        return Trouble.of(400, "oauth_failed", sentence)
                .hinting("Bring tokens instead: a credential with auth.type mcp_oauth.")
                .declined();
    }

    /// @param code ours; nothing of what others answer is repeated
    private static Declined unusable(String sentence, String code) {
        return Trouble.of(502, "oauth_server_unusable", sentence + ": " + code)
                .hinting("Try again, or bring tokens: a credential with auth.type mcp_oauth.")
                .declined();
    }

    /// The active credential for this server; empty if there is none yet.
    private Optional<Credential> known(Call call, Vault vault, ServerUrl url) {
        var known = done(workspace.boundCredentials().list(call.caller(), vault.id())).stream()
                .filter(pair -> pair.credential().life().active() && bound(pair, url))
                .map(BoundCredentials.Pair::credential)
                .findFirst();
        if (known.filter(credential -> credential.type() instanceof Credential.Type.Static)
                .isPresent())
            throw Trouble.of(409, "conflict", "This vault already has a credential for this server, with a fixed token")
                    .hinting("Archive or delete it first.")
                    .declined();
        return known;
    }

    private Credential made(Call call, Vault vault, ServerUrl url, Credential.Type.Oauth terms, Parts parts) {
        var target = new Target.McpServer(url, Transport.NEGOTIATED);
        var reach = new Reach.Destinations(url.exactDestinations());
        var plan = new BoundCredentials.Plan(
                target,
                BoundCredentials.bearerFor(reach),
                "",
                Metadata.EMPTY,
                terms,
                Manner.QODER.cap(workspace.settings()));
        return done(workspace.boundCredentials().add(call.caller(), vault.id(), plan, parts.all()))
                .credential();
    }

    private static boolean bound(BoundCredentials.Pair pair, ServerUrl url) {
        return switch (CredentialView.target(pair.service())) {
            case Target.McpServer(var known, var _) -> known.equals(url);
            case Target.HostOf(var known) -> known.equals(url);
            case Target.Variable _ -> false;
        };
    }
}
