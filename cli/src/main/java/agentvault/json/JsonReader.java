package agentvault.json;

import java.io.Serial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Reads one JSON value by RFC 8259 and nothing more: no comments, no second value, no field twice, no depth beyond
/// reason.
///
/// Of our own because it is on the way of every command: loading a library for it costs more than the whole answer (see
/// decision 0013).
final class JsonReader {

    private static final int DEPTH = 64;
    private static final int END = -1;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    static Optional<Json> read(String text) {
        try {
            var reader = new JsonReader(text);
            var value = reader.value(0);
            reader.space();
            return reader.peek() == END ? Optional.of(value) : Optional.empty();
        } catch (NotJson e) {
            return Optional.empty();
        }
    }

    private Json value(int depth) {
        if (depth > DEPTH) throw new NotJson();
        space();
        return switch (peek()) {
            case '{' -> fields(depth);
            case '[' -> items(depth);
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Truth(true));
            case 'f' -> word("false", new Json.Truth(false));
            case 'n' -> word("null", new Json.Nothing());
            default -> number();
        };
    }

    private Json fields(int depth) {
        at++;
        var fields = new LinkedHashMap<String, Json>();
        space();
        if (taken('}')) return new Json.Fields(fields);
        do {
            space();
            var name = string();
            space();
            take(':');
            if (fields.put(name, value(depth + 1)) != null) throw new NotJson();
            space();
        } while (taken(','));
        take('}');
        return new Json.Fields(fields);
    }

    private Json items(int depth) {
        at++;
        var items = new ArrayList<Json>();
        space();
        if (taken(']')) return new Json.Items(items);
        do {
            items.add(value(depth + 1));
            space();
        } while (taken(','));
        take(']');
        return new Json.Items(items);
    }

    private String string() {
        take('"');
        var out = new StringBuilder();
        while (true) {
            int c = next();
            if (c == '"') return out.toString();
            if (c < ' ') throw new NotJson();
            out.append(c == '\\' ? escaped() : (char) c);
        }
    }

    private char escaped() {
        int c = next();
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw new NotJson();
        };
    }

    private char unit() {
        int unit = 0;
        for (int n = 0; n < 4; n++) {
            int c = next();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) throw new NotJson();
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private Json number() {
        int start = at;
        taken('-');
        if (!taken('0')) digits();
        if (taken('.')) digits();
        if (taken('e') || taken('E')) {
            if (!taken('+')) taken('-');
            digits();
        }
        return new Json.Digits(text.substring(start, at));
    }

    private void digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') at++;
        if (at == start) throw new NotJson();
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) throw new NotJson();
        at += word.length();
        return value;
    }

    private void space() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') at++;
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private int next() {
        if (at == text.length()) throw new NotJson();
        return text.charAt(at++);
    }

    private boolean taken(char c) {
        if (peek() != c) return false;
        at++;
        return true;
    }

    private void take(char c) {
        if (!taken(c)) throw new NotJson();
    }

    /// Never leaves this class.
    private static final class NotJson extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        NotJson() {
            super("not JSON", null, false, false);
        }
    }
}
