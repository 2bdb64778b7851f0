package agentvault.vault;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The name of a header that a service may fill: a token, and none that frames or routes the request.
public record HeaderName(String text) implements Comparable<HeaderName> {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,199}");
    private static final Set<String> RESERVED = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "keep-alive",
            "expect",
            "proxy-authorization",
            "proxy-authenticate",
            "proxy-connection",
            "x-vault");

    public HeaderName {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("a header name has 1 to 200 letters, digits and hyphens");
        }
        if (RESERVED.contains(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the header " + text + " belongs to the transport and cannot be filled");
        }
    }

    /// Header names that upstreams may read as one: case and underscores do not tell them apart.
    public String slot() {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public int compareTo(HeaderName other) {
        return slot().compareTo(other.slot());
    }
}
