package agentvault.files;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import agentvault.crypto.Randomness;
import agentvault.id.Id;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The directory that holds everything the server keeps, and the lock that keeps a second server out of it.
public final class DataDirectory implements AutoCloseable {

    private static final String HOLDER = "holder";
    private static final Duration SAME_START = Duration.ofSeconds(2);

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// What came of opening a data directory.
    public sealed interface Opening {
        record Opened(DataDirectory directory) implements Opening {}

        /// @param sentence says what is wrong and what to do
        record Refused(String sentence) implements Opening {}
    }

    /// Makes the directory if it is not there, and takes it for this process.
    public static Opening open(Path root) {
        try {
            for (var directory : List.of(root, root.resolve("trail"))) {
                var refusal = prepare(directory);
                if (refusal.isPresent()) return new Opening.Refused(refusal.get());
            }
            return take(root);
        } catch (IOException e) {
            return new Opening.Refused("The data directory " + root + " cannot be used ("
                    + e.getClass().getSimpleName().replace("Exception", "") + "). Name another: --data-dir FOLDER");
        }
    }

    public Path root() {
        return root;
    }

    public Path trail() {
        return root.resolve("trail");
    }

    public Path database() {
        return root.resolve("agent-vault.db");
    }

    /// The identity of the server instance that lives here; made when it is first asked for.
    public Id instance(Randomness random) {
        var file = root.resolve("instance");
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                OwnerFiles.create(root, "instance", (random.id() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            return Id.of(UUID.fromString(Files.readString(file).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets another process have the directory.
    @Override
    public void close() {
        try {
            if (!lock.isOpen()) return;
            Files.deleteIfExists(root.resolve(HOLDER));
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Why the directory must not be used; empty if it may, then it exists.
    private static Optional<String> prepare(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory, OwnerFiles.DIRECTORY);
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(
                    "The data directory " + directory + " is a symbolic link or a file. Name the directory itself.");
        }
        var modes = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        if (modes.contains(GROUP_WRITE) || modes.contains(OTHERS_WRITE)) {
            return Optional.of(
                    "Others may write to the data directory " + directory + ". Take that away: chmod 700 " + directory);
        }
        return Optional.empty();
    }

    /// The process that serves from a data directory, if there is one.
    public static Optional<ProcessHandle> server(Path root) {
        try {
            var words = holder(root).strip().split(" ", 2);
            if (words.length < 2) return Optional.empty();
            var since = Instant.parse(words[1]);
            return ProcessHandle.of(Long.parseLong(words[0])).filter(process -> startedAt(process, since));
        } catch (IOException | NumberFormatException | DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// Two processes may differ by a moment in when they think that the machine was started.
    private static boolean startedAt(ProcessHandle process, Instant since) {
        var started = process.info().startInstant().orElse(Instant.EPOCH);
        return Duration.between(started, since).abs().compareTo(SAME_START) <= 0;
    }

    /// A process loses its locks on a file when it closes any channel of that file, so the process that holds the lock
    /// must not open it again: it recognises itself in the holder's file first.
    private static Opening take(Path root) throws IOException {
        var self = self();
        if (holder(root).equals(self)) return inUse(root, self);
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        var channel = FileChannel.open(root.resolve("lock"), options, OwnerFiles.FILE);
        if (channel.tryLock() == null) {
            channel.close();
            return inUse(root, holder(root));
        }
        OwnerFiles.create(root, HOLDER, self.getBytes(StandardCharsets.US_ASCII));
        return new Opening.Opened(new DataDirectory(root, channel));
    }

    private static Opening inUse(Path root, String holder) {
        return new Opening.Refused("Another agent-vault server (process " + holder.split(" ", 2)[0]
                + ") uses the data directory " + root + ". Stop it first, or name another directory.");
    }

    private static String holder(Path root) throws IOException {
        var file = root.resolve(HOLDER);
        return Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII) : "unknown";
    }

    /// This process, told from an earlier one of the same number by its start.
    private static String self() {
        var process = ProcessHandle.current();
        return process.pid() + " " + process.info().startInstant().orElse(Instant.EPOCH) + "\n";
    }
}
