package agentvault.start;

import agentvault.command.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// What a running server leaves in its data directory for those who look after it, readable by its owner alone: its
/// process, its address, and what it says while nobody looks.
record RunFiles(Path data) {

    private static final String OWNER_ONLY = "rw-------";

    Path log() {
        return data.resolve("server.log");
    }

    void write(long process, String address) {
        try {
            put("server.pid", Long.toString(process));
            put("server.address", address);
        } catch (IOException e) {
            throw Failure.of("The data directory " + data + " cannot be written (" + reason(e) + ").");
        }
    }

    Optional<String> address() {
        try {
            return Optional.of(Files.readString(data.resolve("server.address")).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(data.resolve("server.pid"));
            Files.deleteIfExists(data.resolve("server.address"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes the log if it is missing, and says how long it is.
    long prepareLog() {
        try {
            if (!Files.exists(log())) Files.createFile(log(), attribute());
            return Files.size(log());
        } catch (IOException e) {
            throw Failure.of("The log " + log() + " cannot be written (" + reason(e) + ").");
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : e.getClass().getSimpleName();
    }

    private void put(String name, String content) throws IOException {
        var draft = Files.createTempFile(data, name + ".", ".new", attribute());
        Files.writeString(draft, content + "\n");
        Files.move(draft, data.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?> attribute() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY));
    }
}
