package agentvault.tokens;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What we say about ourselves to an authorization server whose client we become: no secret, and PKCE always.
final class ClientDocument {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private ClientDocument() {}

    static byte[] of(String redirect) {
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
            out.writeStringProperty("token_endpoint_auth_method", "none");
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
