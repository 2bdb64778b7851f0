package agentvault.tokens;

import agentvault.vault.OauthSettings.ClientAuthentication;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What we say about ourselves to an authorization server whose client we become.
final class ClientDocument {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private ClientDocument() {}

    static byte[] of(String redirect, ClientAuthentication showing) {
        var bytes = new ByteArrayOutputStream();
        try (var out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeStringProperty("client_name", "Agent Vault");
            out.writeName("redirect_uris");
            out.writeStartArray();
            out.writeString(redirect);
            out.writeEndArray();
            out.writeName("grant_types");
            out.writeStartArray();
            out.writeString("authorization_code");
            out.writeString("refresh_token");
            out.writeEndArray();
            out.writeName("response_types");
            out.writeStartArray();
            out.writeString("code");
            out.writeEndArray();
            out.writeStringProperty("token_endpoint_auth_method", showing.name().toLowerCase(Locale.ROOT));
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
