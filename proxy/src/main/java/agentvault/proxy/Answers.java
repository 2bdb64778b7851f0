package agentvault.proxy;

import agentvault.wire.Answer;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The one place where a [Trouble] becomes an answer.
final class Answers {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String[] KINDS = {"bearer", "basic", "api-key", "custom", "passthrough"};

    private Answers() {}

    /// @param requestId by which the answer is found again in the log
    static Answer of(Trouble trouble, String requestId) {
        var answer = Answer.of(trouble.status(), "application/json", body(trouble, requestId))
                .with("X-Agent-Vault-Proxy-Error", "true")
                .with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff");
        if (trouble.status() == Trouble.PROXY_UNAUTHORIZED)
            answer = answer.with("Proxy-Authenticate", "Basic realm=\"agent-vault\"");
        if (trouble.status() == Trouble.UNAUTHORIZED) answer = answer.with("WWW-Authenticate", "Bearer");
        long seconds = trouble.retryAfter().plusMillis(999).toSeconds();
        return seconds > 0 ? answer.with("Retry-After", Long.toString(seconds)) : answer;
    }

    private static byte[] body(Trouble trouble, String requestId) {
        var out = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("error", trouble.error());
            json.writeStringProperty("message", trouble.message());
            json.writeStringProperty("code", trouble.code());
            json.writeStringProperty("hint", trouble.hint());
            if (!requestId.isEmpty()) json.writeStringProperty("request_id", requestId);
            var proposes = trouble.proposes();
            if (!proposes.host().isEmpty()) proposal(json, proposes.host());
            if (!proposes.help().isEmpty()) json.writeStringProperty("help", proposes.help());
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void proposal(JsonGenerator json, String host) {
        json.writeObjectPropertyStart("proposal_hint");
        json.writeStringProperty("host", host);
        json.writeStringProperty("endpoint", "POST /v1/proposals");
        json.writeArrayPropertyStart("supported_auth_types");
        for (var kind : KINDS) json.writeString(kind);
        json.writeEndArray();
        json.writeEndObject();
    }
}
