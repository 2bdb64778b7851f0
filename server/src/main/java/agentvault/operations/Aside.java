package agentvault.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/// A folder of this user alone that is thrown away with everything in it, unless it is kept under another name.
public record Aside(Path folder) implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    public static Aside make() {
        try {
            return new Aside(Files.createTempDirectory("agent-vault", OWNER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One in the same folder as a file or folder that is to be made.
    static Aside beside(Path wanted) {
        try {
            var parent =
                    Optional.ofNullable(wanted.toAbsolutePath().getParent()).orElse(wanted);
            Files.createDirectories(parent);
            return new Aside(Files.createTempDirectory(parent, "." + wanted.getFileName() + ".", OWNER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Gives it its name; an empty folder of that name makes room.
    void keepAs(Path wanted) {
        try {
            Files.move(folder, wanted, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        delete(folder);
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) return;
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
