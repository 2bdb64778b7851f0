package agentvault.run;

import agentvault.command.Environment;
import agentvault.command.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// A folder of one run, of its user alone, for the files that variables of the program name. It goes with the run;
/// what runs left behind that were killed is removed by the next one.
///
/// Whoever runs holds a lock on a file beside the folder, which the system lets go of however the process ends.
final class RunFolder implements AutoCloseable {

    private static final String LOCK = ".lock";
    private static final String OUTFIT = "outfit";
    private static final Set<StandardOpenOption> MAKE = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    private final Path path;
    private final Path lockFile;
    private final FileChannel lock;

    private RunFolder(Path path, Path lockFile, FileChannel lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /// In the folder that the system clears at the end of a login, else in the user's home.
    static RunFolder make(Environment environment) {
        var runs = environment
                .variable("XDG_RUNTIME_DIR")
                .map(Path::of)
                .filter(RunFolder::own)
                .map(folder -> folder.resolve("agent-vault"))
                .orElseGet(() -> environment.home().resolve(".local/state/agent-vault"))
                .resolve("runs");
        try {
            return madeIn(Files.createDirectories(runs, ownersOnly()));
        } catch (IOException e) {
            throw Failure.of("No folder for this run can be made in " + runs + ".")
                    .because("It is for the certificate that the program is to trust.");
        }
    }

    /// What was handed down from another user's login is not ours to write to.
    private static boolean own(Path folder) {
        try {
            var users = folder.getFileSystem().getUserPrincipalLookupService();
            var user = users.lookupPrincipalByName(System.getProperty("user.name"));
            return folder.isAbsolute()
                    && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(folder).equals(user);
        } catch (IOException e) {
            return false;
        }
    }

    /// One at a time: nobody tidies what another is just making.
    private static RunFolder madeIn(Path runs) throws IOException {
        try (var all = FileChannel.open(runs.resolve(LOCK), MAKE);
                var _ = all.lock()) {
            tidy(runs);
            var folder = Files.createTempDirectory(runs, "");
            var lockFile = runs.resolve(folder.getFileName() + LOCK);
            var lock = FileChannel.open(lockFile, MAKE);
            lock.lock();
            Files.createDirectory(folder.resolve(OUTFIT), ownersOnly());
            return new RunFolder(folder, lockFile, lock);
        }
    }

    private static void tidy(Path runs) throws IOException {
        try (var left = Files.list(runs)) {
            for (var file : left.toList()) {
                var name = file.getFileName().toString();
                if (name.endsWith(LOCK) && !name.equals(LOCK)) tidyOne(file);
            }
        }
    }

    private static void tidyOne(Path lockFile) throws IOException {
        try (var lock = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) return;
            var name = lockFile.getFileName().toString();
            delete(lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length())));
            Files.delete(lockFile);
        } catch (OverlappingFileLockException _) {
            // It is of this very process.
        }
    }

    private static FileAttribute<?> ownersOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) return;
        List<Path> all;
        try (var found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : all) Files.delete(file);
    }

    /// The folder, which this command alone uses.
    Path path() {
        return path;
    }

    /// What the program sees of it.
    Path outfit() {
        return path.resolve(OUTFIT);
    }

    @Override
    public void close() {
        try (lock) {
            delete(path);
            Files.deleteIfExists(lockFile);
        } catch (IOException _) {
            // The next run removes it.
        }
    }
}
