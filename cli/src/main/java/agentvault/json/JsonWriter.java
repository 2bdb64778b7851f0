package agentvault.json;

import java.util.HexFormat;
import java.util.Iterator;

/// Writes a JSON value so that a terminal may show it: every control and format character is an escape.
final class JsonWriter {

    private static final HexFormat HEX = HexFormat.of();
    private static final String STEP = "  ";

    private final StringBuilder out = new StringBuilder();
    private final boolean lines;
    private final boolean hiding;

    private JsonWriter(boolean lines, boolean hiding) {
        this.lines = lines;
        this.hiding = hiding;
    }

    static String compact(Json value) {
        var writer = new JsonWriter(false, false);
        writer.value(value, "");
        return writer.out.toString();
    }

    static String shown(Json value) {
        var writer = new JsonWriter(true, true);
        writer.value(value, "");
        return writer.out.toString();
    }

    private void value(Json value, String indent) {
        switch (value) {
            case Json.Fields fields -> fields(fields, indent);
            case Json.Items items -> items(items, indent);
            case Json.Text(var text) -> string(text);
            case Json.Digits(var digits) -> out.append(digits);
            case Json.Truth(var truth) -> out.append(truth);
            case Json.Nothing _ -> out.append("null");
            case HiddenText hidden -> string(hiding ? "" : hidden.reveal(text -> text));
        }
    }

    private void fields(Json.Fields fields, String indent) {
        var entries = fields.fields().entrySet().iterator();
        out.append('{');
        String inner = open(entries, indent);
        while (entries.hasNext()) {
            var entry = entries.next();
            string(entry.getKey());
            out.append(lines ? ": " : ":");
            value(entry.getValue(), inner);
            next(entries, indent);
        }
        out.append('}');
    }

    private void items(Json.Items items, String indent) {
        var values = items.items().iterator();
        out.append('[');
        String inner = open(values, indent);
        while (values.hasNext()) {
            value(values.next(), inner);
            next(values, indent);
        }
        out.append(']');
    }

    private String open(Iterator<?> parts, String indent) {
        if (lines && parts.hasNext()) out.append('\n').append(indent).append(STEP);
        return indent + STEP;
    }

    private void next(Iterator<?> parts, String indent) {
        if (parts.hasNext()) out.append(',');
        if (lines) out.append('\n').append(indent);
        if (lines && parts.hasNext()) out.append(STEP);
    }

    private void string(String text) {
        out.append('"');
        text.chars().forEach(c -> character((char) c));
        out.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (plain(c)) out.append(c);
                else out.append("\\u").append(HEX.toHexDigits(c));
            }
        }
    }

    /// Surrogates are plain in pairs only, but an escape is right for both halves in any case.
    private static boolean plain(char c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE;
    }
}
