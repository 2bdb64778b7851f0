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

/// Sends somebody to the authorization server of an MCP server. The credential is there at once; its tokens come when
/// the browser is back.
///
/// @param hosts which hosts a credential may be for
/// @param address where clients reach the server; empty if nobody has said
record OauthStart(
        Workspace workspace, Finding finding, AuthorizationServers servers, HostPolicy hosts, String address) {

    List<Route> routes() {
        return List.of(Manner.QODER.route("POST", "/oauth/start", this::start));
    }

    private Answer start(Call call) {
        try (var sent = Sent.of(call);
                var parts = new Parts()) {
            var body = sent.members();
            var vault = finding.vault(call, body.text("vault_id"));
            var url = ServerAddress.read(body, "mcp_server_url", hosts);
            parts.maybe(Part.CLIENT_SECRET, body, "client_secret");
            var redirect = OauthPages.redirect(call, address);
            var terms = terms(body, url, redirect, !parts.all().isEmpty());
            var wanted = new OauthConnections.Wanted(
                    place(call, vault, url, terms, parts).key(), terms.settings(), terms.connection());
            var begun = done(
                    new OauthConnections(workspace, servers).begin(call.caller(), vault.id(), wanted, parts.all()));
            var page = OauthPages.addressWithoutState(begun, redirect);
            return Answers.ok(new Document()
                    .with("authorization_url", page, begun.state().copy())
                    .with("state", begun.state())
                    .with("callback_origin", origin(redirect)));
        }
    }

    private static String origin(String redirect) {
        var uri = URI.create(redirect);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private Credential.Type.Oauth terms(Members body, ServerUrl url, String redirect, boolean confidential) {
        if (!(servers.guarded(url.normalised()) instanceof Guarded.By(var issuer, var scope)))
            throw unknown("This server does not say who gives tokens for it");
        if (!(servers.discover(issuer) instanceof Discovered.Found found))
            throw unknown("The authorization server does not say where it is asked");
        var client = body.text("client_id", "");
        var settings = new OauthSettings(
                found.tokenEndpoint(),
                client.isEmpty() ? registered(found, redirect) : client,
                confidential ? ClientAuthentication.CLIENT_SECRET_POST : ClientAuthentication.NONE,
                scope,
                url.normalised(),
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

    private String registered(Discovered.Found found, String redirect) {
        if (found.registrationEndpoint().isEmpty())
            throw unknown("The authorization server registers nobody: give client_id");
        if (servers.register(found.registrationEndpoint(), redirect) instanceof Registered.Client(var id)) return id;
        throw unknown("The authorization server did not register this server: give client_id");
    }

    private static Declined unknown(String sentence) {
        return Trouble.of(400, "oauth_failed", sentence)
                .hinting("Bring tokens instead: a credential with auth.type mcp_oauth.")
                .declined();
    }

    /// The credential for this server that is there, or a new one without tokens.
    private Credential place(Call call, Vault vault, ServerUrl url, Credential.Type.Oauth terms, Parts parts) {
        var target = new Target.McpServer(url, Transport.NEGOTIATED);
        return done(workspace.boundCredentials().list(call.caller(), vault.id())).stream()
                .filter(pair -> pair.credential().life().active() && bound(pair, url))
                .map(BoundCredentials.Pair::credential)
                .findFirst()
                .orElseGet(() -> {
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
                });
    }

    private static boolean bound(BoundCredentials.Pair pair, ServerUrl url) {
        return switch (CredentialView.target(pair.service())) {
            case Target.McpServer(var known, var _) -> known.equals(url);
            case Target.HostOf(var known) -> known.equals(url);
            case Target.Variable _ -> false;
        };
    }
}
