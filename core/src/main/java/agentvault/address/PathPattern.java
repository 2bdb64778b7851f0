package agentvault.address;

import java.util.List;

/// The paths that a rule is about: a text in which `*` stands for any run of characters, slashes included; one
/// exact path (a pattern without `*`); or a path with everything below it, whole segments only, which ends in
/// `/**`.
public record PathPattern(String text) {

    public static final PathPattern EVERYTHING = new PathPattern("/*");

    private static final int MAX_WRITTEN = 256;
    private static final int MAX_LENGTH = 2_048;
    private static final String SEGMENTS = "/**";
    private static final String NOT_IN_PATTERNS = "[]|<>\"";

    public PathPattern {
        var ambiguity = PathSyntax.ambiguity(placeholderForWildcards(text));
        if (ambiguity.isPresent())
            throw new IllegalArgumentException("path " + ambiguity.get().sentence());
        String base = withoutSegments(text);
        if (base.contains("**") || base.length() > MAX_LENGTH || (isSegments(text) && base.indexOf('*') >= 0))
            throw new IllegalArgumentException("path " + Reason.DOUBLE_WILDCARD.sentence());
        text = base.isEmpty() ? "/*" : PathSyntax.comparable(text);
    }

    /// Reads what somebody wants to write into a rule. Never throws.
    public static PathPatternResult parse(String text) {
        if (text.length() > MAX_WRITTEN) return new PathPatternResult.Invalid(Reason.TOO_LONG);
        if (text.contains("**")) return new PathPatternResult.Invalid(Reason.DOUBLE_WILDCARD);
        if (text.chars().anyMatch(c -> NOT_IN_PATTERNS.indexOf(c) >= 0))
            return new PathPatternResult.Invalid(Reason.INVALID_CHARACTER);
        var ambiguity = PathSyntax.ambiguity(placeholderForWildcards(text));
        if (ambiguity.isPresent()) return new PathPatternResult.Invalid(ambiguity.get());
        return new PathPatternResult.Valid(new PathPattern(text));
    }

    public static PathPattern exact(CanonicalPath path) {
        return new PathPattern(path.text());
    }

    /// The path itself and everything below it: `/mcp` covers `/mcp` and `/mcp/x`, not `/mcpx`.
    public static PathPattern below(CanonicalPath path) {
        String base =
                path.text().endsWith("/") ? path.text().substring(0, path.text().length() - 1) : path.text();
        return new PathPattern(base + SEGMENTS);
    }

    /// Says that this pattern does not look at the path at all.
    public boolean everything() {
        return text.equals("/*");
    }

    /// Says that this pattern is one path.
    public boolean exact() {
        return text.indexOf('*') < 0;
    }

    /// How many characters stand before the first wildcard: what makes one pattern more specific than another.
    public int literalLength() {
        if (isSegments(text)) return text.length() - SEGMENTS.length();
        return exact() ? text.length() : text.indexOf('*');
    }

    /// For a single question; what answers many keeps [#compile()].
    public boolean matches(CanonicalPath path) {
        return compile().matches(path);
    }

    public PathMatcher compile() {
        return new PathMatcher(globs().stream().map(Glob::compile).toList());
    }

    /// Says that every path matched by the other pattern is surely matched by this one. A wildcard of the other
    /// pattern must fall into a wildcard of this one, so the answer may be a needless no, never a false yes.
    public boolean covers(PathPattern other) {
        var mine = compile();
        return other.globs().stream().allMatch(mine::matchesText);
    }

    /// Says that some path is matched by both.
    public boolean overlaps(PathPattern other) {
        return globs().stream().anyMatch(one -> other.globs().stream().anyMatch(two -> Glob.overlap(one, two)));
    }

    @Override
    public String toString() {
        return text;
    }

    private List<String> globs() {
        if (!isSegments(text)) return List.of(text);
        String base = withoutSegments(text);
        return List.of(base, base + "/*");
    }

    private static boolean isSegments(String text) {
        return text.endsWith(SEGMENTS);
    }

    private static String withoutSegments(String text) {
        return isSegments(text) ? text.substring(0, text.length() - SEGMENTS.length()) : text;
    }

    /// A wildcard may stand for any text, so it counts as a letter when the literal parts are judged.
    private static String placeholderForWildcards(String text) {
        return text.replace('*', 'x');
    }
}
