package agentvault.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/// A file or folder of the machine that a program in a sandbox sees beside its work folder.
///
/// @param inside where it sees it
public record Mount(Path outside, Path inside, boolean readOnly) {

    private static final String READ_ONLY = ":ro";
    private static final String READ_WRITE = ":rw";

    public Mount {
        if (!outside.isAbsolute() || !inside.isAbsolute()) throw new IllegalArgumentException("mounts are absolute");
        outside = outside.normalize();
        inside = inside.normalize();
    }

    /// Reads `OUTSIDE[:INSIDE][:ro|:rw]`. It is read-only unless it says otherwise, and is seen where it is unless it
    /// says otherwise.
    ///
    /// @param from what a relative path begins at
    public static Optional<Mount> parse(String text, Path from) {
        boolean readOnly = !text.endsWith(READ_WRITE);
        boolean says = !readOnly || text.endsWith(READ_ONLY);
        var paths = says ? text.substring(0, text.length() - READ_ONLY.length()) : text;
        var parts = paths.split(":", -1);
        if (parts.length > 2 || parts[0].isEmpty()) return Optional.empty();
        var outside = from.resolve(parts[0]);
        if (parts.length == 1) return Optional.of(new Mount(outside, outside, readOnly));
        var inside = Path.of(parts[1]);
        return inside.isAbsolute() ? Optional.of(new Mount(outside, inside, readOnly)) : Optional.empty();
    }
}
