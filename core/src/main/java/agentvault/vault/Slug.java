package agentvault.vault;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The short unique name of a vault, service or agent: 3 to 64 characters of `a-z0-9-`, no hyphen at an end or twice.
public record Slug(String text) {

    private static final int MAX = 64;
    private static final int MIN = 3;
    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
    private static final Pattern EDGES = Pattern.compile("^-+|-+$");

    public Slug {
        if (!valid(text)) {
            throw new IllegalArgumentException(
                    "a name has 3 to 64 characters of a-z, 0-9 and -, with no hyphen at an end or twice in a row");
        }
    }

    public static boolean valid(String text) {
        return text.length() >= MIN
                && text.length() <= MAX
                && FORM.matcher(text).matches();
    }

    /// Makes a slug of any display name, host or URL; the same text gives the same slug unless it is taken.
    public static Slug derived(String from, Predicate<Slug> taken) {
        var words = OTHERS.matcher(from.toLowerCase(Locale.ROOT)).replaceAll("-");
        var base = EDGES.matcher(words).replaceAll("");
        if (base.isEmpty()) base = "vault";
        if (base.length() < MIN) base = base + "-vault";
        for (int n = 1; ; n++) {
            String suffix = n == 1 ? "" : "-" + n;
            String cut = base.substring(0, Math.min(base.length(), MAX - suffix.length()));
            var slug = new Slug(EDGES.matcher(cut).replaceAll("") + suffix);
            if (!taken.test(slug)) return slug;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
