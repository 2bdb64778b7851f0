package agentvault.address;

/// A request path that every server reads alike, in the form in which rules compare it. It is never what is
/// forwarded: that stays as the client sent it.
///
/// A literal `*` is held as `%2A`, so that in a pattern a `*` is always the wildcard.
public record CanonicalPath(String text) {

    public CanonicalPath {
        var ambiguity = PathSyntax.ambiguity(text);
        if (ambiguity.isPresent())
            throw new IllegalArgumentException("path " + ambiguity.get().sentence());
        text = PathSyntax.comparable(text).replace("*", "%2A");
    }

    /// Reads the path of a request target, the query already cut off. Never throws.
    public static PathResult parse(String path) {
        var ambiguity = PathSyntax.ambiguity(path);
        if (ambiguity.isPresent()) return new PathResult.Ambiguous(ambiguity.get());
        return new PathResult.Plain(new CanonicalPath(path));
    }

    @Override
    public String toString() {
        return text;
    }
}
