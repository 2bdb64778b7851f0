package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.console.OauthPages;
import agentvault.crypto.Secret;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.Id;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Identity;
import agentvault.route.Problems;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthConnection.Grant;
import agentvault.wire.Answer;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.Caller;
import agentvault.workspace.OauthConnections;
import agentvault.workspace.Outcome;
import agentvault.workspace.Workspace;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Connects OAuth credentials, and says how they are.
///
/// @param address where clients reach the server; empty if nobody has said
record OauthRoutes(Workspace workspace, VaultNames names, AuthorizationServers servers, String address) {

    private static final Map<String, Part> CLIENT = Map.of("client_secret", Part.CLIENT_SECRET);
    private static final Map<String, Part> ALL = Map.of(
            "client_secret", Part.CLIENT_SECRET, "access_token", Part.VALUE, "refresh_token", Part.REFRESH_TOKEN);

    List<Route> routes() {
        return List.of(
                Route.callers("POST", "/v1/credentials/oauth/connect", this::connect),
                Route.callers("POST", "/v1/credentials/oauth/complete", this::complete),
                Route.callers("POST", "/v1/credentials/oauth/tokens", this::paste),
                Route.callers("POST", "/v1/credentials/oauth/disconnect", this::disconnect),
                Route.callers("GET", "/v1/credentials/oauth/status", this::status),
                Route.anybody("GET", "/v1/oauth/callback", this::callback),
                Route.anybody("GET", "/oauth/complete", OauthPages::complete));
    }

    private OauthConnections connections() {
        return new OauthConnections(workspace, servers);
    }

    private Answer connect(Call call) {
        var body = call.body();
        var vault = names.wanted(call, body.maybeText("vault"));
        var wanted = OauthForm.read(body, servers);
        var secrets = OauthForm.secrets(body, CLIENT);
        try {
            if (wanted.settings().tokenEndpoint().isEmpty()) throw body.unfit("token_url", " is missing");
            if (wanted.connection().grant() == Grant.CLIENT_CREDENTIALS)
                return connected(done(connections().connectClient(call.caller(), vault.id(), wanted, secrets)));
            if (wanted.connection().authorizationEndpoint().isEmpty())
                throw body.unfit("authorization_url", " is missing");
            var begun = done(connections().begin(call.caller(), vault.id(), wanted, secrets));
            return Answers.ok(new Document()
                    .with("authorization_url", OauthPages.addressWithoutState(begun, redirect(call)), begun.state())
                    .with("redirect_uri", redirect(call)));
        } finally {
            close(secrets.values());
        }
    }

    private String redirect(Call call) {
        return OauthPages.redirect(call, address);
    }

    private Answer complete(Call call) {
        var body = call.body();
        try (var state = body.secret("state");
                var code = body.secret("code")) {
            var back = new OauthConnections.Back(state, code, body.text("iss", ""), redirect(call));
            return connected(done(connections().complete(call.caller(), back)));
        }
    }

    /// A browser comes back from another site, and shows no cookie before it has been on a page of ours.
    private Answer callback(Call call) {
        var query = call.query();
        if (query.maybe("state").isEmpty()) return OauthPages.failed("state_missing");
        try (var state = Secret.take(query.text("state").toCharArray())) {
            var caller = connections().begunByKey(state).or(() -> loggedIn(call));
            if (caller.isEmpty()) return OauthPages.comeAgain(call);
            if (query.maybe("error").isPresent()) return OauthPages.failed("denied");
            if (query.maybe("code").isEmpty()) return OauthPages.failed("code_missing");
            return completed(call, caller.get(), state);
        }
    }

    private static Optional<Caller> loggedIn(Call call) {
        return call.identity() instanceof Identity.Known known ? Optional.of(known.caller()) : Optional.empty();
    }

    private Answer completed(Call call, Caller caller, Secret state) {
        var query = call.query();
        try (var code = Secret.take(query.text("code").toCharArray())) {
            var back = new OauthConnections.Back(state, code, query.maybe("iss").orElse(""), redirect(call));
            return switch (connections().complete(caller, back)) {
                case Outcome.Done<Credential>(var credential) -> OauthPages.connected(call, credential.key());
                case Outcome.Refused<Credential>(var problem) ->
                    OauthPages.failed(Problems.of(problem).code());
            };
        }
    }

    private Answer paste(Call call) {
        var body = call.body();
        var vault = names.wanted(call, body.maybeText("vault"));
        var wanted = pasted(call, vault.id(), body);
        var secrets = OauthForm.secrets(body, ALL);
        try {
            return connected(done(connections().paste(call.caller(), vault.id(), wanted, secrets)));
        } finally {
            close(secrets.values());
        }
    }

    /// What is not said stays as it is.
    private OauthConnections.Wanted pasted(Call call, Id vault, Members body) {
        var key = body.text("key", CredentialKey::new);
        var said = OauthForm.read(body, servers);
        if (body.has("token_url") || body.has("issuer") || body.has("client_id")) return said;
        return find(call, vault, key.text())
                .filter(known -> known.type() instanceof Credential.Type.Oauth)
                .map(known -> switch (known.type()) {
                    case Credential.Type.Oauth(var settings, var connection) ->
                        new OauthConnections.Wanted(key, settings, connection);
                    case Credential.Type.Static() -> said;
                })
                .orElse(said);
    }

    private Answer disconnect(Call call) {
        var body = call.body().only("vault", "key");
        var vault = names.wanted(call, body.maybeText("vault"));
        var key = body.text("key", CredentialKey::new);
        return connected(done(connections().disconnect(call.caller(), vault.id(), key)));
    }

    private Answer status(Call call) {
        var vault = names.wanted(call, call.query().maybe("vault"));
        var key = call.query().text("key");
        return find(call, vault.id(), key)
                .filter(credential -> credential.type() instanceof Credential.Type.Oauth)
                .map(OauthRoutes::connected)
                .orElseThrow(
                        () -> Trouble.of(404, "not_found", "There is no OAuth credential \"" + Members.cut(key) + "\"")
                                .declined());
    }

    private Optional<Credential> find(Call call, Id vault, String key) {
        return done(workspace.credentials().list(call.caller(), vault)).stream()
                .filter(credential ->
                        credential.life().active() && credential.key().text().equals(key))
                .findFirst();
    }

    private static Answer connected(Credential credential) {
        return Answers.ok(new Document().with("key", credential.key().text()).and(OauthView.standing(credential)));
    }

    private static void close(Collection<Secret> secrets) {
        secrets.forEach(Secret::close);
    }
}
