package agentvault.run;

import agentvault.cli.SessionsServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Clients that ask through the proxy from inside a run, and what the server saw of them. As many are at work at once
/// as this machine has cores, and all end at one moment: what is not known then stays so.
///
/// Each asks for a host of its own that nobody has. What came out of a tunnel for that host shows all three: the
/// client knows the proxy, trusts our certificate, and was let in. Who did not come asks again without TLS, which
/// shows whether it is the certificate.
final class Trials {

    private static final long STEP_MILLIS = 25;

    /// Looking takes the machine's time, of which the clients need all that there is.
    private static final long LOOK_MILLIS = 200;

    /// A client that is at it for longer waits rather than works, and lets the next one begin.
    private static final Duration TURN = Duration.ofSeconds(2);

    /// The server writes down what passed a moment after it did.
    private static final Duration LATE = Duration.ofSeconds(1);

    private static final Pattern PORT = Pattern.compile(":\\d+$");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+[\\w.]*");
    private static final String SAID = "said";

    private final SessionsServer server;
    private final Path folder;
    private final Variables variables;
    private final long end;
    private final Semaphore turns =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /// @param folder of this run
    /// @param end when all is over, as [System#nanoTime] tells the time
    Trials(SessionsServer server, Path folder, Variables variables, long end) {
        this.server = server;
        this.folder = folder;
        this.variables = variables;
        this.end = end;
    }

    /// What was found of those that are installed here.
    List<Found> of(List<Probe> probes) {
        var after = server.passedAfter("").text("latest_id");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tried = probes.stream()
                    .map(probe -> threads.submit(() -> tried(probe)))
                    .toList();
            while (!tried.stream().allMatch(Future::isDone)) {
                after = look(after);
                pause(LOOK_MILLIS);
            }
            return tried.stream().map(Trials::told).flatMap(Optional::stream).toList();
        }
    }

    /// Gives back the number of the last passage that was looked at.
    private String look(String after) {
        var passed = server.passedAfter(after);
        passed.items("logs").stream()
                .map(passage -> PORT.matcher(passage.text("host")).replaceFirst(""))
                .forEach(seen::add);
        return passed.text("latest_id");
    }

    private static Optional<Found> told(Future<Optional<Found>> tried) {
        try {
            return tried.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("a client could not be tried", e);
        }
    }

    /// Empty where there is no such client.
    private Optional<Found> tried(Probe probe) throws IOException, InterruptedException {
        var certificate = asked(probe, "https");
        var version = version(probe, "https");
        if (certificate == Verdict.NO && version.isEmpty()) return Optional.empty();
        var proxy = certificate == Verdict.NO ? asked(probe, "http") : certificate;
        return Optional.of(new Found(probe, version, proxy, certificate));
    }

    private String version(Probe probe, String scheme) throws IOException {
        var file = inside(probe, scheme).resolve(SAID);
        if (Files.notExists(file)) return "";
        var number = VERSION.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        return number.find() ? number.group() : "";
    }

    /// Has it ask, and waits for the server to hear of it.
    private Verdict asked(Probe probe, String scheme) throws IOException, InterruptedException {
        var host = probe.host(scheme);
        if (!turns.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) return Verdict.NOT_KNOWN;
        boolean working = true;
        var process = start(probe, scheme);
        try {
            long waits = System.nanoTime() + TURN.toNanos();
            while (process.isAlive() && !seen.contains(host) && !over(end)) {
                process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS);
                if (working && over(waits)) {
                    turns.release();
                    working = false;
                }
            }
        } finally {
            if (working) turns.release();
        }
        boolean ended = !process.isAlive();
        if (!ended) end(process);
        if (ended && !version(probe, scheme).isEmpty()) waitFor(host);
        if (seen.contains(host)) return Verdict.YES;
        return ended ? Verdict.NO : Verdict.NOT_KNOWN;
    }

    private void waitFor(String host) {
        long late = System.nanoTime() + LATE.toNanos();
        while (!seen.contains(host) && !over(late)) pause(STEP_MILLIS);
    }

    private static boolean over(long time) {
        return System.nanoTime() - time >= 0;
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }

    private Path inside(Probe probe, String scheme) {
        return folder.resolve("probe-" + probe.name() + "-" + scheme);
    }

    private Process start(Probe probe, String scheme) {
        try {
            var inside = Files.createDirectory(inside(probe, scheme));
            var builder = new ProcessBuilder("sh", "-c", probe.line()).directory(inside.toFile());
            variables.apply(builder.environment());
            builder.environment().put("URL", scheme + "://" + probe.host(scheme));
            builder.redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(inside.resolve(SAID).toFile());
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
