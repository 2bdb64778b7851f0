package agentvault.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and directories that are their owner's alone, and are on the disk when a method returns.
final class OwnerFiles {

    static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    static final String UNFINISHED = ".unfinished";

    private OwnerFiles() {}

    /// Makes a file with this content: under its name there is the whole of it or nothing.
    static void create(Path directory, String name, byte[] content) throws IOException {
        var unfinished = directory.resolve(name + UNFINISHED);
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, FILE);
        try (var disk = DiskSegment.open(unfinished)) {
            disk.write(content, 0, content.length);
            disk.force();
        }
        Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(directory);
    }

    /// An interrupted thread cannot use a channel; the interrupt waits until the directory is on the disk.
    static void syncDirectory(Path directory) throws IOException {
        boolean interrupted = false;
        while (true) {
            interrupted |= Thread.interrupted();
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
                break;
            } catch (ClosedByInterruptException _) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
