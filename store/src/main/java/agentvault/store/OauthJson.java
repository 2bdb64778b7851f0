package agentvault.store;

import agentvault.vault.OauthSettings;
import agentvault.vault.Stamp;
import agentvault.vault.Until;
import tools.jackson.databind.JsonNode;

/// How an access token is renewed, as a JSON object.
final class OauthJson {

    private OauthJson() {}

    static JsonNode write(OauthSettings settings) {
        var object = Json.object()
                .put("token_endpoint", settings.tokenEndpoint())
                .put("client_id", settings.clientId())
                .put("client_authentication", settings.clientAuthentication().name())
                .put("scope", settings.scope())
                .put("resource", settings.resource());
        if (settings.expires() instanceof Until.Moment(var at)) object.put("expires_at", Stamp.micros(at));
        return object;
    }

    static OauthSettings read(JsonNode object) {
        return new OauthSettings(
                Json.text(object, "token_endpoint"),
                Json.text(object, "client_id"),
                Json.word(object, "client_authentication", OauthSettings.ClientAuthentication.class),
                Json.text(object, "scope"),
                Json.text(object, "resource"),
                object.has("expires_at")
                        ? Until.at(Stamp.instant(Json.number(object, "expires_at")))
                        : Until.forever());
    }
}
