package agentvault.tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a server that wants a bearer token says about that, in `WWW-Authenticate` (RFC 6750, RFC 9728).
///
/// @param metadata where the server describes itself; empty if it does not say
/// @param scope what the token has to be good for; empty if it does not say
record Challenge(String metadata, String scope) {

    static final Challenge NONE = new Challenge("", "");

    private static final int LONGEST = 8192;

    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    /// A name with a value, or a name alone, which begins another challenge.
    private static final Pattern PART =
            Pattern.compile("([!#$%&'*+.^_`|~\\w-]++)(?:\\s*+=\\s*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]++)))?+");

    /// The first challenge of the kind.
    static Challenge bearer(List<String> headers) {
        var found = new ArrayList<Challenge>();
        for (var header : headers) if (header.length() <= LONGEST) read(header).ifPresent(found::add);
        return found.isEmpty() ? NONE : found.getFirst();
    }

    private static Optional<Challenge> read(String header) {
        var parts = PART.matcher(header);
        var challenge = NONE;
        boolean within = false;
        boolean any = false;
        while (parts.find()) {
            var name = parts.group(1).toLowerCase(Locale.ROOT);
            if (parts.group(2) == null && parts.group(3) == null) {
                if (any) break;
                within = name.equals("bearer");
                any = within;
                continue;
            }
            if (within) challenge = challenge.with(name, value(parts.group(2), parts.group(3)));
        }
        return any ? Optional.of(challenge) : Optional.empty();
    }

    private static String value(String quoted, String bare) {
        return quoted == null ? bare : ESCAPED.matcher(quoted).replaceAll("$1");
    }

    private Challenge with(String name, String value) {
        return switch (name) {
            case "resource_metadata" -> metadata.isEmpty() ? new Challenge(value, scope) : this;
            case "scope" -> scope.isEmpty() ? new Challenge(metadata, value) : this;
            default -> this;
        };
    }
}
