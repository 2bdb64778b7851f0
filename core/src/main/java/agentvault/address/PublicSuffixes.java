package agentvault.address;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// The Public Suffix List: under which names different parties hold the names below. It is read once, when a
/// wildcard is first written, and a question costs two look-ups however long the list is.
public final class PublicSuffixes {

    private static final String PRIVATE_SECTION = "===BEGIN PRIVATE DOMAINS===";

    private final Map<String, Ownership> rules = new HashMap<>();
    private final Map<String, Ownership> zonesAboveRules = new HashMap<>();
    private final Set<String> exceptions = new HashSet<>();

    private PublicSuffixes(List<String> lines) {
        var ownership = Ownership.ANYBODY;
        for (String line : lines) {
            if (line.contains(PRIVATE_SECTION)) ownership = Ownership.SHARED;
            if (!line.isBlank() && !line.startsWith("//")) add(asciiForm(line.strip()), ownership);
        }
    }

    /// Who may hold the names directly below a name.
    public enum Ownership {
        /// One party: it registered this name.
        ONE_OWNER,
        /// Customers of one provider, such as below `github.io`.
        SHARED,
        /// Anybody: the name is a public suffix of the DNS, such as `co.uk`, or has one below it.
        ANYBODY
    }

    /// The list that is part of this program.
    public static PublicSuffixes bundled() {
        return Bundled.LIST;
    }

    /// Who holds names below this one. A zone that only contains suffixes deeper down (`amazonaws.com`) counts as
    /// they do.
    public Ownership below(CanonicalHost zone) {
        String name = zone.text();
        int dot = name.indexOf('.');
        if (dot < 0) return Ownership.ANYBODY;
        var above = zonesAboveRules.getOrDefault(name, Ownership.ONE_OWNER);
        if (exceptions.contains(name)) return above;
        var exact = rules.getOrDefault(name, Ownership.ONE_OWNER);
        var wildcard = rules.getOrDefault("*" + name.substring(dot), Ownership.ONE_OWNER);
        return wider(above, wider(exact, wildcard));
    }

    private void add(String rule, Ownership ownership) {
        if (rule.startsWith("!")) {
            exceptions.add(rule.substring(1));
            return;
        }
        rules.put(rule, ownership);
        for (int dot = rule.indexOf('.'); dot >= 0; dot = rule.indexOf('.', dot + 1)) {
            zonesAboveRules.merge(rule.substring(dot + 1), ownership, PublicSuffixes::wider);
        }
    }

    private static Ownership wider(Ownership one, Ownership other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String asciiForm(String rule) {
        if (rule.chars().allMatch(c -> c < 0x80)) return rule;
        var labels = Stream.of(rule.split("\\.", -1));
        return String.join(
                ".",
                labels.map(label -> label.chars().allMatch(c -> c < 0x80) ? label : "xn--" + Punycode.encode(label))
                        .toList());
    }

    /// Holds the list apart, so that it is read when first asked and not when the class is loaded.
    private static final class Bundled {
        private static final PublicSuffixes LIST = read("public_suffix_list.dat");

        private static PublicSuffixes read(String resource) {
            var stream = Objects.requireNonNull(PublicSuffixes.class.getResourceAsStream(resource), resource);
            try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                return new PublicSuffixes(reader.lines().toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
