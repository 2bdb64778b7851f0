package agentvault.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// The machine that figures are of.
final class Machine {

    private Machine() {}

    /// In one sentence, with how busy it has been.
    static String told() {
        return LocalDate.now(ZoneOffset.UTC) + ", " + first("/proc/cpuinfo", "model name") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, "
                + first("/proc/meminfo", "MemTotal") + ", Linux " + line("/proc/sys/kernel/osrelease") + ", Java "
                + Runtime.version() + ". Load of the machine before (1, 5, 15 minutes): "
                + line("/proc/loadavg").replaceAll(" \\d+/.*", "") + ".";
    }

    private static String first(String file, String key) {
        return lines(file)
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String line(String file) {
        return lines(file).strip();
    }

    private static String lines(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
