package agentvault.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process that was started, with all its children, as it is seen from outside.
record Started(String name, Process process) implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    /// What `/proc` counts CPU in: hundredths of a second, on every Linux.
    private static final long TICK_MICROS = 10_000;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    /// The CPU it has taken so far, in microseconds.
    long cpuMicros() {
        return all().mapToLong(Started::ticks).sum() * TICK_MICROS;
    }

    private static long ticks(ProcessHandle of) {
        var stat = read(of, "stat");
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    }

    /// The memory it has, in KiB.
    long residentKilobytes() {
        return all().mapToLong(of -> read(of, "status")
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum())
                .sum();
    }

    boolean alive() {
        return process.isAlive();
    }

    private Stream<ProcessHandle> all() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    private static String read(ProcessHandle of, String what) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(of.pid()), what));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
