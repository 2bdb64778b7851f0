package agentvault.vault;

import agentvault.crypto.Canonical;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A text that an agent writes where the secret belongs, and the places in a request where it is exchanged for it.
///
/// @param text at least 4 characters that cannot be mistaken for ordinary words: `__stripe_key__`
public record Placeholder(CredentialKey key, String text, Set<Surface> surfaces) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.~-]{4,256}");
    private static final Pattern DELIMITED = Pattern.compile(".*(__|[^A-Za-z0-9_]).*");

    public enum Surface {
        PATH,
        QUERY,
        HEADER,
        BODY,
        WEBSOCKET
    }

    public Placeholder {
        surfaces = Collections.unmodifiableSet(new TreeSet<>(surfaces));
        if (!FORM.matcher(text).matches()
                || !DELIMITED.matcher(text).matches()
                || text.chars().noneMatch(Character::isLetterOrDigit)) {
            throw new IllegalArgumentException(
                    "a placeholder has 4 to 256 characters of A-Z a-z 0-9 _ . ~ - and a delimiter, like __stripe_key__");
        }
        if (surfaces.isEmpty()) throw new IllegalArgumentException("a placeholder needs a place where it is exchanged");
    }

    void writeTo(Canonical out) {
        out.text(key.text()).text(text).list(surfaces, (to, surface) -> to.text(surface.name()));
    }
}
