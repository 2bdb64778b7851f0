package agentvault.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The file of a Unix socket that its owner alone may connect to.
public record SocketFile(Path path) {

    /// The system takes 108 bytes, the last of which is zero.
    private static final int LONGEST = 107;

    public SocketFile {
        if (!fits(path)) throw new IllegalArgumentException("the path of a Unix socket has 107 bytes at most");
    }

    /// Whether a socket can have this path.
    public static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    /// Leaves the file to its owner alone, and says who that is: the user whom this process acts for.
    int shut() {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes the file, if it is still there.
    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
