package agentvault.cli;

import agentvault.json.Json;
import java.nio.charset.StandardCharsets;

/// One question to the server.
///
/// @param target path and query, encoded; never with a secret in it
/// @param body nothing for a request without one
record Request(String method, String target, Json body) {

    private static final String UNRESERVED = "-._~@";

    static Request get(String... path) {
        return new Request("GET", target(path), new Json.Nothing());
    }

    static Request delete(String... path) {
        return new Request("DELETE", target(path), new Json.Nothing());
    }

    static Request post(Json body, String... path) {
        return new Request("POST", target(path), body);
    }

    static Request put(Json body, String... path) {
        return new Request("PUT", target(path), body);
    }

    static Request patch(Json body, String... path) {
        return new Request("PATCH", target(path), body);
    }

    Request with(Json content) {
        return new Request(method, target, content);
    }

    /// With one more part of the query; an empty value adds nothing.
    Request query(String name, String value) {
        if (value.isEmpty()) return this;
        var sign = target.contains("?") ? "&" : "?";
        return new Request(method, target + sign + encoded(name) + "=" + encoded(value), body);
    }

    private static String target(String... path) {
        var target = new StringBuilder();
        for (var segment : path) target.append('/').append(segment(segment));
        return target.toString();
    }

    /// A segment of dots alone would lead to another path.
    private static String segment(String name) {
        return name.equals(".") || name.equals("..") ? name.replace(".", "%2E") : encoded(name);
    }

    private static String encoded(String text) {
        var out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return out.toString();
    }
}
