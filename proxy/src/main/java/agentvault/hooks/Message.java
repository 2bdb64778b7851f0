package agentvault.hooks;

import agentvault.webhook.Delivery;
import java.io.ByteArrayOutputStream;
import java.time.temporal.ChronoUnit;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What a receiver is told, as JSON: the event, when it happened, and its facts. It is the same at every attempt.
final class Message {

    private static final JsonFactory JSON = new JsonFactory();

    private Message() {}

    static byte[] of(Delivery delivery) {
        var bytes = new ByteArrayOutputStream();
        try (var out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeStringProperty("type", delivery.happening().type().text());
            var at = delivery.created().at().truncatedTo(ChronoUnit.SECONDS);
            out.writeStringProperty("timestamp", at.toString());
            out.writeName("data");
            out.writeStartObject();
            delivery.happening().facts().pairs().forEach(out::writeStringProperty);
            out.writeEndObject();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
