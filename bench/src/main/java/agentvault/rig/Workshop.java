package agentvault.rig;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// A folder that is thrown away, and the processes that were started in it, which end with it.
///
/// @param peers where the configurations of other programs lie
record Workshop(Path root, Path peers, Path folder, Deque<Started> started) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private static final String PREFIX = "agent-vault-bench";

    /// @param root the folder of the source tree
    static Workshop open(Path root) {
        return in(Path.of(System.getProperty("java.io.tmpdir")), root);
    }

    /// One whose files are in memory, where it costs little to make many.
    static Workshop inMemory(Path root) {
        return in(Path.of("/dev/shm"), root);
    }

    private static Workshop in(Path above, Path root) {
        try {
            var folder = Files.createTempDirectory(above, PREFIX);
            return new Workshop(root, root.resolve("bench/peers"), folder, new ArrayDeque<>());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InetSocketAddress here(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// A configuration with what stands between `@` filled in, as a file of this folder.
    Path configured(String template, String name, Map<String, String> values) {
        try {
            var text = Files.readString(peers.resolve(template));
            for (var value : values.entrySet()) text = text.replace("@" + value.getKey() + "@", value.getValue());
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file of zeros in this folder.
    void file(String name, long bytes) {
        var path = folder.resolve(name);
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(bytes);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A folder in this one for a program that gives up being root, which may now also read what lies beside it.
    Path openToAll(String name) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            try (var beside = Files.list(folder)) {
                for (var key :
                        beside.filter(file -> file.toString().endsWith(".pem")).toList())
                    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
            }
            var made = Files.createDirectory(folder.resolve(name));
            return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts a program, which writes to a log in this folder, and waits until it listens.
    Started start(String name, int port, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment().putAll(environment);
        try {
            var now = new Started(name, builder.start());
            started.push(now);
            awaitPort(now, port);
            return now;
        } catch (IOException e) {
            throw new UncheckedIOException(command.getFirst() + " does not start", e);
        }
    }

    /// Runs a program to its end, which has to be a good one.
    void run(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log("run").toFile())
                    .start();
            if (process.waitFor() != 0)
                throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(log("run")));
        } catch (IOException e) {
            throw new UncheckedIOException(command.getFirst() + " does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private void awaitPort(Started by, int port) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!listens(port)) {
            if (!by.alive() || System.nanoTime() - end > 0)
                throw new IllegalStateException(by.name() + " does not listen: " + Files.readString(log(by.name())));
            pause();
        }
    }

    static void pause() {
        pause(PAUSE);
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(here(port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        started.forEach(Started::close);
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
