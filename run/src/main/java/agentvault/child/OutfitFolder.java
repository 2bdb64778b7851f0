package agentvault.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder with the files that variables name.
///
/// @param folder where they are written
/// @param seen where the program sees it
record OutfitFolder(Path folder, Path seen) {

    /// Returns what a variable says.
    String put(String name, byte[] content) {
        var file = folder.resolve(name);
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.createFile(file, owner);
            Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return place(name);
    }

    String put(String name, String content) {
        return put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /// One that comes with us, under its own name.
    String putOurs(String name) {
        try (var in = OutfitFolder.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException(name + " is not on the class path");
            return put(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns what a variable says.
    String makeFolder(String name) {
        try {
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectory(folder.resolve(name), owner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return place(name);
    }

    private String place(String name) {
        return seen.resolve(name).toString();
    }
}
