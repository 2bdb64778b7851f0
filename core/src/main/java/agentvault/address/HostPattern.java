package agentvault.address;

import java.util.Comparator;
import java.util.Set;

/// The hosts that a rule is about: one host, the names one label below it (`*.x`), or all names below it (`**.x`).
/// The name itself is never matched by its wildcards.
public record HostPattern(Span span, CanonicalHost host) {

    /// Most specific first: exact, one label, any depth; then the longer name.
    public static final Comparator<HostPattern> MOST_SPECIFIC_FIRST = Comparator.comparing(HostPattern::span)
            .thenComparing(pattern -> pattern.host.text().length(), Comparator.reverseOrder());

    private static final int MAX_LENGTH = 253;
    private static final Set<String> INTERNAL_TOP_LABELS =
            Set.of("localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "onion", "arpa");
    private static final Set<String> INTERNAL_NAMES = Set.of("kubernetes.default", "metadata.google");

    public HostPattern {
        if (span != Span.EXACT && host.isAddress())
            throw new IllegalArgumentException("host " + Reason.WILDCARD_ADDRESS.sentence());
    }

    /// How far a pattern reaches, most specific first.
    public enum Span {
        EXACT(""),
        ONE_LABEL("*."),
        ANY_DEPTH("**.");

        private final String prefix;

        Span(String prefix) {
            this.prefix = prefix;
        }

        public String prefix() {
            return prefix;
        }
    }

    public static HostPattern exact(CanonicalHost host) {
        return new HostPattern(Span.EXACT, host);
    }

    /// Reads what somebody wants to write into a rule, and judges whether a rule may say so. Never throws.
    public static HostPatternResult parse(String text, HostPolicy policy) {
        if (text.equals("*") || text.equals("**")) return new HostPatternResult.Invalid(Reason.WILDCARD_ALONE);
        var span = spanOf(text);
        String name = text.substring(span.prefix.length());
        if (name.indexOf('*') >= 0) return new HostPatternResult.Invalid(Reason.WILDCARD_PLACE);
        return switch (CanonicalHost.parse(name)) {
            case HostResult.Invalid(Reason reason) -> new HostPatternResult.Invalid(reason);
            case HostResult.Valid(CanonicalHost host) -> judge(span, host, policy);
        };
    }

    /// Reads a pattern that was judged when it was written.
    public static HostPattern of(String text) {
        var span = spanOf(text);
        return new HostPattern(span, new CanonicalHost(text.substring(span.prefix.length())));
    }

    public boolean matches(CanonicalHost candidate) {
        if (span == Span.EXACT) return host.equals(candidate);
        return isBelow(candidate)
                && (span == Span.ANY_DEPTH || candidate.text().indexOf('.') == labelLengthBelow(candidate));
    }

    /// Says that every host matched by the other pattern is matched by this one.
    public boolean covers(HostPattern other) {
        return switch (other.span) {
            case EXACT -> matches(other.host);
            case ONE_LABEL -> span != Span.EXACT && (host.equals(other.host) || reachesBelow(other.host));
            case ANY_DEPTH -> span == Span.ANY_DEPTH && (host.equals(other.host) || reachesBelow(other.host));
        };
    }

    /// `api.example.com`, `*.example.com` or `**.example.com`.
    public String text() {
        return span.prefix + host.text();
    }

    @Override
    public String toString() {
        return text();
    }

    private boolean reachesBelow(CanonicalHost name) {
        return span == Span.ANY_DEPTH && isBelow(name);
    }

    private boolean isBelow(CanonicalHost name) {
        int length = labelLengthBelow(name);
        return length > 0 && name.text().charAt(length) == '.' && name.text().endsWith(host.text());
    }

    private int labelLengthBelow(CanonicalHost name) {
        return name.text().length() - host.text().length() - 1;
    }

    private static Span spanOf(String text) {
        if (text.startsWith(Span.ANY_DEPTH.prefix)) return Span.ANY_DEPTH;
        return text.startsWith(Span.ONE_LABEL.prefix) ? Span.ONE_LABEL : Span.EXACT;
    }

    private static HostPatternResult judge(Span span, CanonicalHost host, HostPolicy policy) {
        if (span != Span.EXACT && host.isAddress()) return new HostPatternResult.Invalid(Reason.WILDCARD_ADDRESS);
        if (policy == HostPolicy.PUBLIC_ONLY) {
            if (host.isAddress()) return new HostPatternResult.Invalid(Reason.ADDRESS_LITERAL);
            if (isInternal(span, host.text())) return new HostPatternResult.Invalid(Reason.INTERNAL_NAME);
        }
        var pattern = new HostPattern(span, host);
        if (span == Span.EXACT) return new HostPatternResult.Valid(pattern);
        if (pattern.text().length() > MAX_LENGTH) return new HostPatternResult.Invalid(Reason.TOO_LONG);
        if (INTERNAL_TOP_LABELS.contains(host.text())) return new HostPatternResult.Valid(pattern);
        return switch (PublicSuffixes.bundled().below(host)) {
            case ANYBODY -> new HostPatternResult.Invalid(Reason.WILDCARD_PUBLIC_SUFFIX);
            case SHARED -> new HostPatternResult.NeedsAcknowledgement(pattern);
            case ONE_OWNER -> new HostPatternResult.Valid(pattern);
        };
    }

    /// A wildcard over one label that is not internal is left to be judged as a public suffix.
    private static boolean isInternal(Span span, String name) {
        String top = name.substring(name.lastIndexOf('.') + 1);
        if (INTERNAL_TOP_LABELS.contains(top) || INTERNAL_NAMES.contains(name)) return true;
        if (top.equals(name)) return span == Span.EXACT;
        return top.length() < 2 || (!top.startsWith("xn--") && !top.chars().allMatch(c -> c >= 'a' && c <= 'z'));
    }
}
