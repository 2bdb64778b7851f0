package agentvault.log;

import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes an event as one line. Whatever would end the line, steer a terminal or hide in it is escaped.
final class Line {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST = 1024;

    private Line() {}

    static String of(Event.At happened, Format format) {
        return switch (format) {
            case TEXT -> text(happened.time(), happened.event());
            case JSON -> json(happened.time(), happened.event());
        };
    }

    private static String text(Instant time, Event event) {
        var line = new StringBuilder(TIME.format(time));
        line.append(' ')
                .append("%-5s".formatted(event.level().text()))
                .append(' ')
                .append(event.name());
        for (var fact : event.facts()) {
            line.append(' ').append(fact.name()).append('=');
            var value = shown(fact.value());
            boolean bare = !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c != '"' && c != '=');
            line.append(bare ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return line.append('\n').toString();
    }

    private static String json(Instant time, Event event) {
        var line = new StringWriter();
        try (var out = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeStringProperty("time", TIME.format(time));
            out.writeStringProperty("level", event.level().text());
            out.writeStringProperty("event", event.name());
            event.facts().forEach(fact -> write(out, fact));
            out.writeEndObject();
        }
        return line.append('\n').toString();
    }

    private static void write(JsonGenerator out, Event.Fact fact) {
        out.writeName(fact.name());
        switch (fact.value()) {
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Boolean truth -> out.writeBoolean(truth);
            default -> out.writeString(shown(fact.value()));
        }
    }

    private static String shown(Object value) {
        if (value instanceof Double number) return String.format(Locale.ROOT, "%.1f", number);
        var text = value.toString();
        var out = new StringBuilder(text.length());
        text.codePoints().limit(LONGEST).forEach(point -> {
            if (plain(point)) out.appendCodePoint(point);
            else out.append("\\u{").append(Integer.toHexString(point)).append('}');
        });
        return out.toString();
    }

    private static boolean plain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
