package agentvault.route;

import java.util.Arrays;
import java.util.List;

/// A path with places for names in it: `/v1/vaults/{vault}/rename`.
public record Template(String text, List<Part> parts) {

    /// A stretch between two slashes.
    public sealed interface Part {
        record Literal(String text) implements Part {}

        record Parameter(String name) implements Part {}
    }

    public Template {
        parts = List.copyOf(parts);
    }

    public static Template of(String text) {
        if (!text.startsWith("/")) throw new IllegalArgumentException("a path starts with a slash");
        return new Template(text, segments(text).stream().map(Template::part).toList());
    }

    /// What stands between the slashes of a path, nothing decoded.
    static List<String> segments(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    private static Part part(String segment) {
        return segment.startsWith("{")
                ? new Part.Parameter(segment.substring(1, segment.length() - 1))
                : new Part.Literal(segment);
    }
}
