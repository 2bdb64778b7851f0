package agentvault.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The version that was built.
final class Version {

    static final String NUMBER = read();

    private Version() {}

    private static String read() {
        try (var file = Version.class.getResourceAsStream("version.txt")) {
            if (file == null) return "unknown";
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
