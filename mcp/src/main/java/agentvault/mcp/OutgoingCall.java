package agentvault.mcp;

import agentvault.command.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A request to a service, as an agent asked for it, on its way through `/proxy/`.
record OutgoingCall(String method, String target, Map<String, String> headers, String body) {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern PLAIN = Pattern.compile("[ -~]*");

    /// What belongs to the way there, or says who asks.
    private static final Set<String> NOT_THEIRS = Set.of(
            "authorization",
            "proxy-authorization",
            "x-vault",
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "accept-encoding");

    OutgoingCall {
        headers = Map.copyOf(headers);
    }

    static OutgoingCall of(Map<String, Object> arguments) {
        var method = text(arguments, "method", "GET");
        if (!TOKEN.matcher(method).matches()) throw Failure.of("method is none: " + method + ".");
        return new OutgoingCall(
                method,
                target(text(arguments, "url", "")),
                headers(arguments.getOrDefault("headers", Map.of())),
                text(arguments, "body", ""));
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static String target(String url) {
        try {
            var address = new URI(url);
            boolean ours = "https".equalsIgnoreCase(address.getScheme())
                    && address.getHost() != null
                    && address.getRawUserInfo() == null;
            if (!ours) throw notHttps(url);
            var ascii = new URI(address.toASCIIString());
            var query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
            var path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
            return "/proxy/" + ascii.getRawAuthority() + path + query;
        } catch (URISyntaxException _) {
            throw notHttps(url);
        }
    }

    private static Failure notHttps(String url) {
        return Failure.of("url is no address that can be called: " + url + ".")
                .because("It is https://HOST[:PORT]/PATH, without a user.");
    }

    private static Map<String, String> headers(Object given) {
        var headers = new LinkedHashMap<String, String>();
        if (!(given instanceof Map<?, ?> fields)) return headers;
        fields.forEach((name, value) -> {
            var field = String.valueOf(name);
            if (!TOKEN.matcher(field).matches()
                    || !PLAIN.matcher(String.valueOf(value)).matches())
                throw Failure.of("The header " + field + " has characters that headers cannot carry.");
            if (NOT_THEIRS.contains(field.toLowerCase(Locale.ROOT)))
                throw Failure.of("The header " + field + " is not yours to send.")
                        .because("The vault adds what says who asks; leave it out.");
            headers.put(field, String.valueOf(value));
        });
        return headers;
    }

    private static String text(Map<String, Object> arguments, String name, String otherwise) {
        return arguments.get(name) instanceof String text ? text : otherwise;
    }
}
