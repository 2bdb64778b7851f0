package agentvault.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files that a sandbox brings along.
final class OwnFiles {

    static final String HOSTS = "sandbox.hosts";
    static final String NAMES = "sandbox.nsswitch";
    static final String FILTER = "sandbox.filter";

    private OwnFiles() {}

    /// Names of this network alone, and nobody to ask for others.
    static void write(Path folder, SystemCalls calls) {
        try {
            Files.writeString(folder.resolve(HOSTS), "127.0.0.1 localhost\n::1 localhost\n");
            Files.writeString(folder.resolve(NAMES), "passwd: files\ngroup: files\nhosts: files\n");
            Files.write(folder.resolve(FILTER), calls.filter().array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
