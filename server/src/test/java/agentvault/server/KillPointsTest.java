package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.vault.Attachment;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.workspace.Agents;
import agentvault.workspace.Caller;
import agentvault.workspace.Check;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Opens what a process leaves that ends, from outside, at a system call that writes, syncs, truncates, renames or
/// unlinks something in the data directory. It is stopped there, and a copy of what there is opened; and it is killed,
/// with strace. The nightly run does both at each call, a shorter one at some, evenly spread, and at others in the
/// next.
@Tag("full")
class KillPointsTest {

    private static final String CALLS =
            "write,pwrite64,writev,pwritev,fsync,fdatasync,msync,ftruncate,rename,renameat,renameat2,unlink,unlinkat";
    private static final int STEP = Integer.getInteger("kill.step");
    private static final int LOOK_STEP = Integer.getInteger("kill.look.step");
    private static final int KILLED = 128 + 9;
    private static final int CREDENTIALS = 1000;
    private static final int VAULTS = 50;
    private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\(.*");

    private static final FileAttribute<?> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    @TempDir
    static Path shared;

    /// What everything but the founding begins with.
    @TempDir
    static Path filled;

    @TempDir
    Path directory;

    /// The classes of a process that is killed a hundred times are read from an archive, which takes no folders.
    @BeforeAll
    static void archiveClasses() throws Exception {
        var key = shared.resolve("key");
        closing(KeyFile.create(key, new SystemRandomness()));
        var data = Files.createDirectory(shared.resolve("data"), OWNERS);
        var said = new ProcessBuilder(driver("-XX:AOTCacheOutput=" + archive(), data, key, KilledOperation.FOUND))
                .redirectErrorStream(true)
                .start();
        var output = new String(said.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.waitFor()).as(output).isZero();
        assertThat(archive()).as(output).exists();
    }

    @BeforeAll
    static void fill() throws IOException {
        var key = filled.resolve("key");
        closing(KeyFile.create(key, new SystemRandomness()));
        fill(Files.createDirectory(filled.resolve("data"), OWNERS), key);
    }

    private static Path archive() {
        return shared.resolve("classes.aot");
    }

    @ParameterizedTest
    @EnumSource
    void an_end_at_any_write_leaves_the_state_before_or_after_and_loses_nothing_acknowledged(KilledOperation operation)
            throws Exception {
        var scene = scene(operation);

        var failures = new ArrayList<>(stoppedAtSome(scene));
        failures.addAll(killedAtSome(scene));

        System.out.printf(
                "%s: killed at every %d. of %d points, %d acknowledged before the kill%n",
                operation, STEP, scene.points().size(), acknowledged);
        assertThat(failures).isEmpty();
    }

    private List<String> stoppedAtSome(Scene scene) throws Exception {
        var data = copy(scene.before(), "stopped");
        var failures = new ArrayList<String>();
        int stops = 0;
        try (var workers = Executors.newFixedThreadPool(2);
                var run = Stepping.start(
                        CALLS,
                        paths(data),
                        driver("-XX:AOTCache=" + archive(), data, scene.key(), scene.operation()),
                        directory.resolve("output"))) {
            var looks = new ArrayList<Future<List<String>>>();
            for (int first = first(LOOK_STEP); run.stops(); run.goOn()) {
                if (stops++ % LOOK_STEP != first) continue;
                var left = copy(data, "left-" + stops);
                var where = "after write " + stops;
                boolean said = run.said(KillDriver.ACKNOWLEDGED);
                looks.add(workers.submit(() -> judged(where, left, said, scene)));
            }
            for (var look : looks) failures.addAll(look.get());
            assertThat(run.exit()).isZero();
        }
        System.out.printf("%s: looked at after every %d. of %d writes%n", scene.operation(), LOOK_STEP, stops);
        assertThat(stops).isGreaterThan(3);
        return failures;
    }

    /// A data directory, what an operation does to it, and where it could end.
    private record Scene(
            KilledOperation operation,
            Path key,
            Path before,
            List<Point> points,
            List<String> stateBefore,
            List<String> stateAfter) {}

    private Scene scene(KilledOperation operation) throws Exception {
        boolean founds = operation == KilledOperation.FOUND;
        var key = founds ? shared.resolve("key") : filled.resolve("key");
        var before = founds ? Files.createDirectory(directory.resolve("before"), OWNERS) : filled.resolve("data");
        var after = copy(before, "after");
        var points = points(after, key, operation);
        assertThat(points).hasSizeGreaterThan(3);
        var stateBefore = founds ? List.of("no owner") : state(before, key);
        return new Scene(operation, key, before, points, stateBefore, state(after, key));
    }

    private int acknowledged;

    /// A call to be killed at: the n-th of its kind of the thread that makes the change.
    private record Point(String call, int occurrence) {}

    private List<String> killedAtSome(Scene scene) throws Exception {
        var failures = new ArrayList<String>();
        try (var workers = Executors.newFixedThreadPool(2)) {
            var running = new ArrayList<Future<List<String>>>();
            for (int i = first(STEP); i < scene.points().size(); i += STEP) {
                var point = scene.points().get(i);
                var victim = "killed-" + i;
                running.add(workers.submit(() -> killed(point, copy(scene.before(), victim), scene)));
            }
            for (var run : running) failures.addAll(run.get());
        }
        return failures;
    }

    private static int first(int step) {
        return new SplittableRandom().nextInt(step);
    }

    private List<String> killed(Point point, Path data, Scene scene) throws Exception {
        var inject = "inject=" + point.call() + ":signal=KILL:when=" + point.occurrence();
        var options = List.of("-e", "trace=" + point.call(), "-e", inject, "-P", "PATHS");
        var run = run(options, data, scene.key(), scene.operation());
        boolean said = run.output().contains(KillDriver.ACKNOWLEDGED);
        if (said) acknowledged();
        var failures = new ArrayList<>(judged(point.toString(), data, said, scene));
        if (run.exit() != KILLED) failures.add(point + ": ended with " + run.exit() + ": " + run.output());
        return failures;
    }

    /// Opens what was left, and throws it away.
    ///
    /// @param said whether the change had been acknowledged
    private static List<String> judged(String where, Path data, boolean said, Scene scene) throws IOException {
        var failures = new ArrayList<String>();
        try {
            var state = state(data, scene.key(), scene.operation());
            boolean old = state.equals(scene.stateBefore());
            boolean done = state.equals(scene.stateAfter());
            if (!old && !done) failures.add(where + ": a torn state: " + state);
            if (said && !done) failures.add(where + ": lost what it had acknowledged");
        } catch (RuntimeException | AssertionError broken) {
            failures.add(where + ": " + broken);
        } finally {
            delete(data);
        }
        return failures;
    }

    private synchronized void acknowledged() {
        acknowledged++;
    }

    /// Runs the change unharmed and lists the calls of the thread that made it.
    private List<Point> points(Path data, Path key, KilledOperation operation) throws Exception {
        var trace = directory.resolve("trace");
        var run = run(List.of("-e", "trace=" + CALLS, "-P", "PATHS", "-o", trace.toString()), data, key, operation);
        assertThat(run.output()).contains(KillDriver.ACKNOWLEDGED);
        var perThread = new TreeMap<String, List<Point>>();
        for (var line : Files.readAllLines(trace)) {
            var call = CALL.matcher(line);
            if (!call.matches()) continue;
            var points = perThread.computeIfAbsent(call.group(1), _ -> new ArrayList<>());
            String name = call.group(2);
            int nth = (int) points.stream()
                            .filter(point -> point.call().equals(name))
                            .count()
                    + 1;
            points.add(new Point(name, nth));
        }
        return perThread.values().stream()
                .max(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    private record Run(int exit, String output) {}

    private static Run run(List<String> options, Path data, Path key, KilledOperation operation) throws Exception {
        var command = new ArrayList<>(List.of("strace", "-f", "-qq"));
        for (var option : options) {
            if (!option.equals("PATHS")) {
                command.add(option);
                continue;
            }
            command.removeLast();
            for (var path : paths(data)) command.addAll(List.of("-P", path));
        }
        if (!options.contains("-o")) command.addAll(List.of("-o", "/dev/null"));
        command.addAll(driver("-XX:AOTCache=" + archive(), data, key, operation));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static List<String> driver(String archive, Path data, Path key, KilledOperation operation)
            throws IOException {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                archive,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                PackedClasses.path(shared),
                KillDriver.class.getName(),
                data.toString(),
                key.toString(),
                operation.name());
    }

    /// Every path that the server writes below its data directory, there already or not.
    private static List<String> paths(Path data) {
        return Stream.of(
                        "",
                        "lock",
                        "instance",
                        "instance.unfinished",
                        "agent-vault.db",
                        "agent-vault.db-wal",
                        "agent-vault.db-shm",
                        "agent-vault.db-journal",
                        "trail",
                        "trail/0000000001.segment",
                        "trail/0000000001.segment.unfinished",
                        "trail/reckoning",
                        "trail/reckoning.unfinished")
                .map(name -> data.resolve(name).toString())
                .toList();
    }

    private static List<String> state(Path data, Path key) {
        return state(data, key, KilledOperation.SET_CREDENTIAL);
    }

    /// Opens what is left, as the next start would: nothing may be found wrong, and a rotation goes on.
    private static List<String> state(Path data, Path key, KilledOperation operation) {
        try (var file = KillDriver.key(key);
                var held = KillDriver.data(data);
                var instance = KillDriver.open(held, file)) {
            assertThat(instance.report().findings()).isEmpty();
            assertThat(new Check(instance.workspace()).all()).isEmpty();
            var roots = instance.workspace().rootKeys();
            if (operation == KilledOperation.ROTATE_ROOT
                    && roots.status().versions().size() > 1) {
                assertThat(roots.rotate(file, _ -> {}).versions()).containsExactly(2);
            }
            return State.of(instance.workspace());
        }
    }

    private static void fill(Path data, Path key) {
        try (var file = KillDriver.key(key);
                var held = KillDriver.data(data);
                var instance = KillDriver.open(held, file)) {
            var workspace = instance.workspace();
            KilledOperation.FOUND.run(workspace, file);
            var owner = KilledOperation.owner(workspace);
            for (int v = 0; v < VAULTS; v++) {
                var slug = v == 0 ? "first" : "vault-" + v;
                var vault = done(workspace.vaults().create(owner, new Slug(slug), Vaults.Naming.of(slug)));
                store(workspace, owner, vault.id(), v);
            }
            KilledOperation.set(workspace, "STRIPE_KEY", "original");
            propose(workspace, owner);
        }
    }

    private static void store(Workspace workspace, Caller owner, Id vault, int number) {
        var values = new TreeMap<CredentialKey, Secret>();
        for (int c = 0; c < CREDENTIALS / VAULTS; c++) {
            values.put(new CredentialKey("KEY_" + c), KilledOperation.secret("value-" + number + "-" + c));
        }
        done(workspace.credentials().set(owner, vault, values));
        values.values().forEach(Secret::close);
    }

    private static void propose(Workspace workspace, Caller owner) {
        var reach = new Reach.Destinations(List.of(Destination.of(HostPattern.of("api.github.com"))));
        var rule = new Service.Rule(reach, new Attachment.Bearer(new CredentialKey("GITHUB_TOKEN")), List.of());
        var slot = new Slot.Set(
                new CredentialKey("GITHUB_TOKEN"),
                new Credential.Type.Static(),
                Slot.Help.NONE,
                new Slot.Supply.ByPerson());
        var change = new ServiceChange.Set(new Slug("github"), rule, true);
        var request = new Request(List.of(change), List.of(slot), "", "");
        var vault = KilledOperation.vault(workspace, "first");
        var shares = List.of(new Session.Share(vault, VaultRole.PROXY));
        var plan = new Agents.Plan(new Slug("ci-bot"), InstanceRole.NO_ACCESS, shares, Until.forever());
        try (var issued = done(workspace.agents().create(owner, plan))) {
            var agent = new Caller(
                    issued.actor().id(), Via.AGENT_TOKEN, issued.token().id(), Face.AGENT_VAULT);
            done(workspace.proposals().create(agent, vault, request, Map.of())).close();
        }
    }

    private static void closing(KeyFile.Reading reading) {
        ((KeyFile.Reading.Ready) reading).file().close();
    }

    private Path copy(Path from, String name) throws IOException {
        var to = directory.resolve(name);
        try (var all = Files.walk(from)) {
            for (var path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    private static void delete(Path data) throws IOException {
        try (var all = Files.walk(data)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
