package agentvault.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Makes up values: those that a schema asks for, those at its edges, and those that it forbids.
final class Guesses {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 8;

    private static final List<String> KNOWN = List.of(
            "work-vault",
            "default",
            "00000000-0000-0000-0000-000000000000",
            "proxy-bot",
            "nora@example.com",
            "me",
            "stripe",
            "api.stripe.com",
            "STRIPE_KEY",
            "https://api.stripe.com/v1/x",
            "https://mcp.example.com/mcp",
            "A text.",
            "correct horse battery");

    private static final List<String> ODD = List.of(
            "",
            " ",
            "\0",
            "a\r\nX-Evil: 1",
            "\u202Eevil\u200B",
            "ﬀ-İ-ß-\u0130",
            "\uFFFE\uFFFF",
            "🙂".repeat(40),
            "../../etc/passwd",
            "%2e%2e%2f",
            "' OR 1=1 --",
            "\";DROP TABLE vault;",
            "<script>alert(1)</script>",
            "{{ STRIPE_KEY }}",
            "${jndi:ldap://x}",
            "null",
            "-1",
            "1e999",
            "9".repeat(30),
            "a".repeat(64),
            "a".repeat(65),
            "A".repeat(129),
            "x".repeat(3000),
            "av_sess_" + "0".repeat(64),
            "*.github.io",
            "[::1]:80",
            "a@b");

    private static final List<String> CONTENT_TYPES = List.of(
            "application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded", "application/jsonx");

    /// What requests of some protocol may carry, and what is not for clients to say.
    private static final List<String> HEADERS = List.of(
            "Idempotency-Key",
            "X-Idempotency-Key",
            "X-Vault",
            "anthropic-version",
            "anthropic-beta",
            "X-Request-Id",
            "X-Forwarded-For",
            "X-HTTP-Method-Override",
            "Cookie",
            "Origin",
            "Accept");

    private static final List<String> URLS = List.of(
            "https://mcp.example.com/mcp",
            "https://MCP.example.com:443/mcp/",
            "https://api.example.com",
            "http://a.com/x");

    /// Members that take URLs.
    private static final Pattern OF_URLS = Pattern.compile("(?i).*(url|endpoint|issuer)");

    private final Contract contract;
    private final Random random;
    private final List<String> known;
    private final Function<String, List<String>> own;

    /// One value in so many is one that the schema forbids; none, if it is 0.
    private int wrongness;

    /// @param more names of what there is
    /// @param own what of it fits under a name, being whose guesses these are
    Guesses(Contract contract, Random random, List<String> more, Function<String, List<String>> own) {
        this.contract = contract;
        this.random = random;
        this.known = Stream.concat(KNOWN.stream(), more.stream()).toList();
        this.own = own;
    }

    String contentType() {
        return rarely() ? any(CONTENT_TYPES) : "application/json";
    }

    /// Some headers, each of characters that a client can send.
    Map<String, String> headers() {
        var headers = new HashMap<String, String>();
        while (rarely()) {
            var text = rarely() ? any(ODD) : any(known);
            headers.put(any(HEADERS), text.replaceAll("[^ -~]", "?").strip());
        }
        return headers;
    }

    boolean sometimes() {
        return random.nextInt(3) > 0;
    }

    private boolean rarely() {
        return random.nextInt(8) == 0;
    }

    private boolean wrongly() {
        return wrongness > 0 && random.nextInt(wrongness) == 0;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /// A body, mostly JSON.
    String body(JsonNode schema) {
        wrongness = any(List.of(0, 24, 8));
        return switch (random.nextInt(20)) {
            case 0 -> any(List.of("", "{", "[]", "null", "7", "\"x\"", "{}{}", "{\"a\":1,\"a\":2}", "\uFEFF{}"));
            case 1 -> "[".repeat(200) + "]".repeat(200);
            case 2 -> "{}";
            default -> JsonMapper.shared().writeValueAsString(value(schema, "", 0));
        };
    }

    /// A text for a path or a query.
    String text(JsonNode schema, String name) {
        wrongness = 8;
        var guess = value(schema, name, 0);
        return guess.isValueNode() ? guess.asString("") : guess.toString();
    }

    /// @param name of the member that it is for
    private JsonNode value(JsonNode asked, String name, int depth) {
        var schema = contract.resolved(asked);
        if (wrongly() || depth > MAX_DEPTH) return wrong();
        if (schema.has("oneOf"))
            return value(any(new ArrayList<>(schema.get("oneOf").values())), name, depth);
        if (schema.has("const")) return schema.get("const");
        if (schema.has("enum")) return any(new ArrayList<>(schema.get("enum").values()));
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "integer" -> JSON.numberNode(number(schema));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "null" -> JSON.nullNode();
            default -> JSON.stringNode(wrongly() ? any(ODD) : fit(schema, name));
        };
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type");
        return type.isArray() ? type.get(0).asString() : type.asString("string");
    }

    private JsonNode object(JsonNode schema, int depth) {
        var object = JSON.objectNode();
        schema.path("properties").properties().forEach(member -> {
            boolean needed = required(schema, member.getKey());
            if (needed ? !wrongly() : sometimes())
                object.set(member.getKey(), value(member.getValue(), member.getKey(), depth + 1));
        });
        if (schema.path("additionalProperties").isObject()) {
            object.set(any(known), value(schema.get("additionalProperties"), "", depth + 1));
            object.set("A_KEY", value(schema.get("additionalProperties"), "", depth + 1));
        }
        if (wrongly()) object.set(any(ODD), wrong());
        return object;
    }

    private static boolean required(JsonNode schema, String name) {
        return schema.path("required")
                .valueStream()
                .anyMatch(one -> one.asString().equals(name));
    }

    private JsonNode array(JsonNode schema, String name, int depth) {
        var array = JSON.arrayNode();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) array.add(value(schema.get("items"), name, depth + 1));
        return array;
    }

    private long number(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(100);
        return any(List.of(least - 1, least, most, most + 1, Long.MAX_VALUE, Long.MIN_VALUE, (least + most) / 2));
    }

    private String fit(JsonNode schema, String name) {
        var fitting = OF_URLS.matcher(name).matches() ? URLS : own.apply(name);
        if (!fitting.isEmpty() && sometimes()) return any(fitting);
        var pattern = schema.path("pattern").asString("");
        if (pattern.startsWith("^[A-Z]")) return any(List.of("STRIPE_KEY", "A_KEY", "A"));
        if (pattern.startsWith("^[a-z0-9]+(-")) return any(List.of("work-vault", "new-" + random.nextInt(1000), "abc"));
        if (schema.path("format").asString("").equals("date-time")) return "2026-05-18T08:00:00Z";
        return any(known);
    }

    private JsonNode wrong() {
        return any(List.of(
                JSON.nullNode(),
                JSON.booleanNode(true),
                JSON.numberNode(-1),
                JSON.numberNode(1.5e300),
                JSON.stringNode(any(ODD)),
                JSON.arrayNode().add(1),
                JSON.objectNode().put("a", "b")));
    }
}
