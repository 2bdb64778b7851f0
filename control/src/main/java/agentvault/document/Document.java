package agentvault.document;

import agentvault.crypto.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/// A JSON object to be answered, its members in the order in which they are added.
public final class Document {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    private final List<Consumer<JsonGenerator>> members = new ArrayList<>();

    public Document with(String name, String value) {
        return member(out -> out.writeStringProperty(name, value));
    }

    public Document with(String name, boolean value) {
        return member(out -> out.writeBooleanProperty(name, value));
    }

    public Document with(String name, long value) {
        return member(out -> out.writeNumberProperty(name, value));
    }

    /// In whole seconds, as all times of the protocol.
    public Document with(String name, Instant value) {
        return with(name, value.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /// A constant in the spelling of the protocol.
    public Document with(String name, Enum<?> value) {
        return with(name, Members.word(value));
    }

    public Document with(String name, Document value) {
        return member(out -> {
            out.writeName(name);
            value.writeTo(out);
        });
    }

    /// The secret is closed when it has been written.
    public Document with(String name, Secret value) {
        return member(out -> {
            out.writeName(name);
            try (value) {
                value.reveal(bytes -> written(out, bytes));
            }
        });
    }

    /// A text with a secret at its end, which is closed when it has been written.
    public Document with(String name, String before, Secret value) {
        return member(out -> {
            out.writeName(name);
            try (value) {
                value.reveal(bytes -> {
                    byte[] start = before.getBytes(StandardCharsets.UTF_8);
                    byte[] whole = Arrays.copyOf(start, start.length + bytes.length);
                    System.arraycopy(bytes, 0, whole, start.length, bytes.length);
                    written(out, whole);
                    Arrays.fill(whole, (byte) 0);
                    return true;
                });
            }
        });
    }

    public Document withNothing(String name) {
        return member(out -> out.writeNullProperty(name));
    }

    /// A value that is JSON already.
    public Document withJson(String name, List<String> values) {
        return member(out -> {
            out.writeName(name);
            out.writeStartArray();
            values.forEach(out::writeRawValue);
            out.writeEndArray();
        });
    }

    public Document withTexts(String name, List<String> values) {
        return member(out -> {
            out.writeName(name);
            out.writeStartArray();
            values.forEach(out::writeString);
            out.writeEndArray();
        });
    }

    public Document withAll(String name, List<Document> values) {
        return member(out -> {
            out.writeName(name);
            out.writeStartArray();
            values.forEach(value -> value.writeTo(out));
            out.writeEndArray();
        });
    }

    /// Left out if there is none.
    public Document maybe(String name, Optional<String> value) {
        value.ifPresent(text -> with(name, text));
        return this;
    }

    public Document maybeAt(String name, Optional<Instant> value) {
        value.ifPresent(instant -> with(name, instant));
        return this;
    }

    /// The members of another one behind these.
    public Document and(Document other) {
        members.addAll(other.members);
        return this;
    }

    public byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            writeTo(out);
        }
        return bytes.toByteArray();
    }

    /// A list of objects as a text, for clients that take JSON within JSON.
    public static String text(List<Document> values) {
        var bytes = new ByteArrayOutputStream();
        try (var out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartArray();
            values.forEach(value -> value.writeTo(out));
            out.writeEndArray();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Document member(Consumer<JsonGenerator> writer) {
        members.add(writer);
        return this;
    }

    private void writeTo(JsonGenerator out) {
        out.writeStartObject();
        members.forEach(member -> member.accept(out));
        out.writeEndObject();
    }

    private static boolean written(JsonGenerator out, byte[] bytes) {
        var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        out.writeString(text.array(), 0, text.limit());
        Arrays.fill(text.array(), '\0');
        return true;
    }
}
