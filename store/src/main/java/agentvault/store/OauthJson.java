package agentvault.store;

import agentvault.vault.Credential;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.vault.Stamp;
import agentvault.vault.Until;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How an access token is renewed, and how that has gone, as a JSON object.
final class OauthJson {

    private OauthJson() {}

    static JsonNode write(Credential.Type.Oauth type) {
        var settings = type.settings();
        var object = Json.object()
                .put("token_endpoint", settings.tokenEndpoint())
                .put("client_id", settings.clientId())
                .put("client_authentication", settings.clientAuthentication().name())
                .put("scope", settings.scope())
                .put("resource", settings.resource());
        if (settings.expires() instanceof Until.Moment(var at)) object.put("expires_at", Stamp.micros(at));
        if (!type.connection().equals(OauthConnection.NONE)) object.set("connection", write(type.connection()));
        return object;
    }

    static Credential.Type.Oauth read(JsonNode object) {
        var settings = new OauthSettings(
                Json.text(object, "token_endpoint"),
                Json.text(object, "client_id"),
                Json.word(object, "client_authentication", OauthSettings.ClientAuthentication.class),
                Json.text(object, "scope"),
                Json.text(object, "resource"),
                object.has("expires_at") ? Until.at(moment(object, "expires_at")) : Until.forever());
        return object.has("connection")
                ? new Credential.Type.Oauth(settings, connection(object.required("connection")))
                : new Credential.Type.Oauth(settings);
    }

    private static ObjectNode write(OauthConnection connection) {
        var object = Json.object()
                .put("grant", connection.grant().name())
                .put("authorization_endpoint", connection.authorizationEndpoint())
                .put("issuer", connection.issuer())
                .put("leased_until", Stamp.micros(connection.leasedUntil()));
        switch (connection.standing()) {
            case Standing.Unconnected() -> {}
            case Standing.Connected connected -> write(object, connected);
            case Standing.Failing(var before, var at, var code, int times) -> {
                write(object, before);
                object.put("failed_at", Stamp.micros(at)).put("code", code).put("times", times);
            }
            case Standing.ReconnectRequired(var at, var code) ->
                object.put("ended_at", Stamp.micros(at)).put("code", code);
        }
        return object;
    }

    private static void write(ObjectNode object, Standing.Connected connected) {
        object.put("connected_at", Stamp.micros(connected.since()))
                .put("renewed_at", Stamp.micros(connected.renewedAt()));
    }

    private static OauthConnection connection(JsonNode object) {
        return new OauthConnection(
                Json.word(object, "grant", OauthConnection.Grant.class),
                Json.text(object, "authorization_endpoint"),
                Json.text(object, "issuer"),
                standing(object),
                moment(object, "leased_until"));
    }

    private static Standing standing(JsonNode object) {
        if (object.has("ended_at"))
            return new Standing.ReconnectRequired(moment(object, "ended_at"), Json.text(object, "code"));
        if (!object.has("connected_at")) return new Standing.Unconnected();
        var connected = new Standing.Connected(moment(object, "connected_at"), moment(object, "renewed_at"));
        return object.has("failed_at")
                ? new Standing.Failing(
                        connected,
                        moment(object, "failed_at"),
                        Json.text(object, "code"),
                        Json.integer(object, "times"))
                : connected;
    }

    private static Instant moment(JsonNode object, String member) {
        return Stamp.instant(Json.number(object, member));
    }
}
