package agentvault.run;

import agentvault.child.Outfit;
import agentvault.cli.SessionsServer;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.sandbox.Sandbox;
import agentvault.terminal.Table;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `doctor --run`: has each client that is installed here ask through the proxy from inside a run, and believes what
/// the server saw of it.
///
/// Each asks for a host of its own that nobody has. What came out of a tunnel for that host shows all three: the
/// client knows the proxy, trusts our certificate, and was let in. Who did not come asks again without TLS, which
/// shows whether it is the certificate.
final class RunDoctor {

    private static final Flag RUN = Flag.on("run", "Try the clients that are installed here from inside a run");
    private static final Duration EACH = Duration.ofMillis(5_500);
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Duration LATE = Duration.ofMillis(700);
    private static final long LOOK_MILLIS = 50;
    private static final Pattern PORT = Pattern.compile(":\\d+$");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+[\\w.]*");
    private static final String YES = "yes";
    private static final String NO = "no";

    private final SessionsServer server;
    private final Path folder;
    private final Variables variables;
    private final Map<String, Process> running = new ConcurrentHashMap<>();

    private RunDoctor(SessionsServer server, Path folder, Variables variables) {
        this.server = server;
        this.folder = folder;
        this.variables = variables;
    }

    static Command command() {
        return Command.of("doctor", "Try the clients that are installed here from inside a run", RunDoctor::examine)
                .example("agent-vault doctor --run", "See which clients get through the proxy, and what to do")
                .flags(Stream.concat(Stream.of(RUN), SessionsServer.flags().stream())
                        .toArray(Flag[]::new))
                .onlyWith(RUN);
    }

    /// What was found of a client.
    ///
    /// @param version as it says itself
    /// @param late whether it was still at it when the time was over
    private record Found(Probe probe, String version, boolean proxy, boolean certificate, boolean late) {

        boolean well() {
            return certificate;
        }

        String said(boolean asked) {
            return asked ? YES : NO;
        }

        String fix() {
            if (well()) return "";
            return late ? "It took too long: try again when the machine has less to do" : probe.fix();
        }

        Json document() {
            return Json.object()
                    .with("client", probe.name())
                    .with("version", version)
                    .with("proxy", proxy)
                    .with("certificate", certificate)
                    .with("identity", proxy)
                    .with("fix", fix());
        }
    }

    private static int examine(Call call) {
        var server = SessionsServer.of(call);
        if (server.agents().isPresent()) {
            throw Failure.misuse("AGENT_VAULT_TOKEN is set, and doctor --run reads what a person may read.")
                    .next("env -u AGENT_VAULT_TOKEN agent-vault doctor --run");
        }
        var root = server.root();
        var asked = Json.object().with("label", "doctor --run").with("unmatched_host_policy", "deny");
        try (var folder = RunFolder.make(call.environment());
                var lease = Lease.of(server, asked.with("ttl_seconds", 300));
                var place = InTheOpen.of(
                        List.of("true"),
                        server,
                        root.port(),
                        lease,
                        folder.outfit(),
                        call.environment().home())) {
            var theirs = call.environment().variables();
            var outfit = Outfit.prepare(folder.outfit(), place.seen(), place.way(), root.pem(), theirs);
            var variables = Variables.of(outfit, Set.of(), new TreeMap<>(), Map.of());
            return tell(call, new RunDoctor(server, folder.path(), variables).found());
        }
    }

    private static int tell(Call call, List<Found> all) {
        var hindrance = Sandbox.hindrance();
        var table = Table.of("CLIENT", "VERSION", "PROXY", "CERTIFICATE", "IDENTITY", "FIX");
        all.forEach(found -> table.row(
                found.probe().name(),
                found.version(),
                found.said(found.proxy()),
                found.said(found.certificate()),
                found.said(found.proxy()),
                found.fix()));
        table.row(
                "--sandbox",
                "",
                "",
                "",
                hindrance.isEmpty() ? "works" : "does not work",
                hindrance.map(why -> why.sentence()).orElse(""));
        boolean well = all.stream().allMatch(Found::well);
        var document = Json.object()
                .with("healthy", well)
                .with(
                        "clients",
                        new Json.Items(all.stream().map(Found::document).toList()))
                .with("sandbox", hindrance.isEmpty())
                .with("sandbox_fix", hindrance.map(why -> why.sentence()).orElse(""));
        call.reply().rows(table, document, "");
        return well ? Exit.DONE : Exit.FAILED;
    }

    private List<Found> found() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = Probe.ALL.stream()
                    .map(probe -> new Asked(probe, threads.submit(() -> version(probe))))
                    .toList();
            var here = asked.stream()
                    .filter(each -> !each.said().isEmpty())
                    .map(Asked::probe)
                    .toList();
            var secure = came(here, "https", EACH);
            var others = here.stream()
                    .filter(probe -> !secure.hosts().contains(probe.host()))
                    .toList();
            var plain = others.isEmpty() ? new Came(Set.of(), Set.of()) : came(others, "http", AGAIN);
            return asked.stream()
                    .filter(each -> !each.said().isEmpty())
                    .map(each -> found(each, secure, plain))
                    .toList();
        }
    }

    private static Found found(Asked asked, Came secure, Came plain) {
        var host = asked.probe().host();
        boolean certificate = secure.hosts().contains(host);
        boolean proxy = certificate || plain.hosts().contains(host);
        return new Found(
                asked.probe(), asked.said(), proxy, certificate, secure.late().contains(host));
    }

    /// For which hosts the server saw a request, and for which one was still on its way when the time was over.
    private record Came(Set<String> hosts, Set<String> late) {}

    /// A client that is asked for its version.
    private record Asked(Probe probe, Future<String> version) {
        /// Empty where there is no such client, or none that can be started.
        String said() {
            try {
                return version.get();
            } catch (ExecutionException _) {
                return "";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /// Empty where there is no such client.
    private String version(Probe probe) throws IOException, InterruptedException {
        var process = start(probe, probe.version(), "");
        boolean ended = process.waitFor(EACH.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) process.destroyForcibly();
        if (!ended || process.exitValue() != 0) return "";
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var number = VERSION.matcher(said);
        return number.find() ? number.group() : "?";
    }

    /// What came of the hosts that these clients ask for.
    private Came came(List<Probe> probes, String scheme, Duration most) {
        var after = server.passedAfter("").text("latest_id");
        var hosts = probes.stream().map(Probe::host).toList();
        for (var probe : probes) running.put(probe.host(), start(probe, probe.ask(), scheme + "://" + probe.host()));
        long end = System.nanoTime() + most.toNanos();
        var came = seen(after, hosts);
        while (came.size() < hosts.size()
                && System.nanoTime() < end
                && running.values().stream().anyMatch(Process::isAlive)) {
            pause(LOOK_MILLIS);
            came = seen(after, hosts);
        }
        if (came.size() < hosts.size()) {
            pause(LATE.toMillis());
            came = seen(after, hosts);
        }
        var late = new HashSet<String>();
        running.forEach((host, process) -> {
            if (process.isAlive()) late.add(host);
        });
        late.removeAll(came);
        running.values().forEach(RunDoctor::end);
        running.clear();
        return new Came(came, late);
    }

    private Set<String> seen(String after, List<String> hosts) {
        var seen = ConcurrentHashMap.<String>newKeySet();
        server.passedAfter(after).items("logs").stream()
                .map(passage -> passage.text("host"))
                .map(host -> PORT.matcher(host).replaceFirst(""))
                .filter(hosts::contains)
                .forEach(seen::add);
        return seen;
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

    private Process start(Probe probe, String line, String url) {
        try {
            var inside = Files.createDirectories(folder.resolve("probe-" + probe.name()));
            var builder = new ProcessBuilder("sh", "-c", line).directory(inside.toFile());
            variables.apply(builder.environment());
            builder.environment().put("URL", url);
            builder.redirectInput(new File("/dev/null")).redirectError(ProcessBuilder.Redirect.DISCARD);
            if (!url.isEmpty()) builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
