package agentvault.vault;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The name of a credential in its vault, by which services refer to it: `STRIPE_KEY`.
public record CredentialKey(String text) implements Comparable<CredentialKey> {

    private static final int MAX = 128;
    private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Pattern OTHERS = Pattern.compile("[^A-Z0-9]+");
    private static final Pattern EDGES = Pattern.compile("^[_0-9]+|_+$");

    public CredentialKey {
        if (!valid(text)) {
            throw new IllegalArgumentException(
                    "a credential's name is UPPER_SNAKE_CASE like STRIPE_KEY, 128 characters at most");
        }
    }

    public static boolean valid(String text) {
        return text.length() <= MAX && FORM.matcher(text).matches();
    }

    /// Makes a key of a URL, host or display name, for credentials made on faces that have no keys.
    public static CredentialKey derived(String from, Predicate<CredentialKey> taken) {
        var words = OTHERS.matcher(from.toUpperCase(Locale.ROOT)).replaceAll("_");
        var base = EDGES.matcher(words).replaceAll("");
        if (base.isEmpty()) base = "CREDENTIAL";
        for (int n = 1; ; n++) {
            String suffix = n == 1 ? "" : "_" + n;
            var key = new CredentialKey(base.substring(0, Math.min(base.length(), MAX - suffix.length())) + suffix);
            if (!taken.test(key)) return key;
        }
    }

    @Override
    public int compareTo(CredentialKey other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
