package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.CopiedProgram;
import agentvault.crypto.Secret;
import agentvault.sandbox.Relay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a program in a sandbox can do, beside a whole server, and what it cannot: every attack is a program that works
/// outside. Root and an ordinary user are both the operator.
@Tag("full")
class SandboxTest {

    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    /// Outside of a sandbox there is no way out to try, and a descriptor of the program's own for one left open.
    private static final String ALL_OF_IT = """
        test -d /run/agent-vault/outfit && exec sh -c 'python3 attacks.py; sh walk.sh'
        exec 7</dev/null; python3 attacks.py
        """;

    /// Seconds that nobody else sleeps for.
    private static final long SLEEP = 100_000 + ProcessHandle.current().pid();

    /// Descriptors that nobody meant to hand on, and names that are ours to tell.
    private static final String SURROUNDINGS = """
        mount --bind RESOLV /etc/resolv.conf
        exec 7</etc/passwd 8</dev/null
        exec "$@"
        """;

    @TempDir
    private static Path folder;

    private static CopiedProgram program;
    private static SiteIdentity site;
    private static PretendedNames names;
    private static ServerSocket namesByTcp;

    private record Ran(int code, String output) {

        /// What was said in one of several ways.
        Ran of(String how) {
            var parts = output.split("(?m)^" + Enclosing.WAY + how + "$", 2);
            assertThat(parts).as(output).hasSize(2);
            return new Ran(code, parts[1].split("(?m)^" + Enclosing.WAY, 2)[0]);
        }

        /// What follows a word and a colon or blank at the beginning of a line.
        Map<String, String> lines(String separator) {
            var lines = new TreeMap<String, String>();
            output.lines()
                    .map(line -> line.split(separator, 2))
                    .filter(parts -> parts.length == 2)
                    .forEach(parts -> lines.put(parts[0], parts[1]));
            return lines;
        }

        Map<String, String> attacks() {
            var attacks = lines(" ");
            attacks.values().removeIf(said -> !said.startsWith("worked ") && !said.startsWith("failed "));
            return attacks;
        }
    }

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() {
        for (var process : started) process.destroyForcibly();
    }

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        program = new CopiedProgram(folder.resolve("program"));
        site = SiteIdentity.make(Files.createDirectory(folder.resolve("site")), "localhost");
        Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.77\n");
        var place = InetAddress.ofLiteral("127.0.0.77");
        names = new PretendedNames(place);
        names.name("lure.example", InetAddress.ofLiteral("192.0.2.7"));
        namesByTcp = new ServerSocket();
        namesByTcp.bind(new InetSocketAddress(place, 53));
        Thread.ofVirtual().start(SandboxTest::answerByTcp);
    }

    private static void answerByTcp() {
        while (!namesByTcp.isClosed()) {
            try (var one = namesByTcp.accept()) {
                one.getOutputStream().write(1);
            } catch (IOException e) {
                // The next one, if it is still open.
            }
        }
    }

    @AfterAll
    static void end() throws IOException {
        names.close();
        namesByTcp.close();
    }

    private static Path home(int user) throws IOException {
        var home = Files.createTempDirectory(folder, "of");
        var work = Files.createDirectory(home.resolve("work"));
        for (var name : List.of("attacks.py", "walk.sh")) Lures.write(work, name);
        var key = Files.copy(site.store(), home.resolve(site.store().getFileName()));
        for (var path : List.of(home, work, key)) Files.setAttribute(path, "unix:uid", user);
        return home;
    }

    private static List<String> command(int user, Path home, String how, String... words) throws IOException {
        var command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-ec"));
        command.add(SURROUNDINGS.replace("RESOLV", folder.resolve("resolv.conf").toString()));
        command.add("sh");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        command.addAll(CopiedProgram.as(user, java, "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", program.classPath(), Enclosing.class.getName(), home.toString(), how));
        command.addAll(List.of(words));
        return command;
    }

    private static ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder;
    }

    private static Ran run(int user, String how, String... words) throws IOException, InterruptedException {
        return ran(builder(command(user, home(user), how, words)).start(), "");
    }

    private static Ran ran(Process process, String input) throws IOException, InterruptedException {
        try (var to = process.outputWriter(StandardCharsets.UTF_8)) {
            to.write(input);
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        return new Ran(process.exitValue(), output);
    }

    @ParameterizedTest
    @CsvSource({"0, 'socket'", "65534, 'socket,relay'"})
    void what_works_outside_does_not_work_in_a_sandbox_but_for_the_way_out(int user, String hows)
            throws IOException, InterruptedException {
        var whole = run(user, "outside," + hows, "sh", "-c", ALL_OF_IT);
        var outside = whole.of("outside");
        var attacks = outside.attacks();
        assertThat(attacks).as(outside.output()).hasSizeGreaterThan(30);
        assertThat(attacks.values()).as(outside.output()).allMatch(said -> said.startsWith("worked "));
        assertThat(attacks.containsKey("root-packet")).isEqualTo(user == ROOT);

        for (var how : hows.split(",", -1)) {
            var inside = whole.of(how);
            assertThat(inside.attacks().keySet()).as(inside.output()).isEqualTo(attacks.keySet());
            assertThat(inside.attacks().values()).as(inside.output()).allMatch(said -> said.startsWith("failed "));
            judgeTheWayOut(inside);
        }
    }

    private static void judgeTheWayOut(Ran ran) {
        var said = ran.lines(": ");
        assertThat(said)
                .as(ran.output())
                .containsEntry("tunnel", "injected")
                .containsEntry("with-another-token", "injected")
                .containsEntry("path", "injected")
                .containsEntry("unmatched", "403")
                .containsEntry("large", "50000000 ")
                .containsEntry("work", "made ")
                .containsEntry("home", "made-inside ")
                .containsEntry("elsewhere", "/run: agent-vault  /var: tmp 127.0.0.1 localhost ::1 localhost ");
        assertThat(said.get("discover")).contains("\"vault\":\"first\"");
        assertThat(said.get("proposal")).contains("\"approval_url\"");
        assertThat(said.get("proposals")).contains("invoices");
        assertThat(said.get("sessions")).contains("not_on_socket");
        assertThat(Integer.parseInt(said.getOrDefault("processes", "").strip())).isLessThan(12);
        assertThat(said.get("first")).as("what the first process was given").doesNotContain("SECRET", "TOKEN");
        assertThat(said.get("variables")).contains("HOME").doesNotContain("AGENT_VAULT_INSIDE");
        assertThat(said).containsEntry("left", "made").containsEntry("left-at-home", "nothing");
    }

    @Test
    void input_output_and_exit_code_are_the_programs() throws IOException, InterruptedException {
        var home = home(NOBODY);
        var bare = builder(command(NOBODY, home, "bare", "sh", "-c", "cat; echo to-error >&2; exit 7"));
        var ran = ran(bare.start(), "from outside\n");
        assertThat(ran).isEqualTo(new Ran(7, "from outside\nto-error\n"));

        assertThat(run(NOBODY, "bare", "sh", "-c", "kill -TERM $$").code()).isEqualTo(143);
        var missing = run(NOBODY, "bare", "no-such-program");
        assertThat(missing.code()).isEqualTo(127);
        assertThat(missing.output()).contains("no-such-program is not there in the sandbox");
    }

    @Test
    void a_terminal_is_the_programs_and_so_is_its_interrupt() throws IOException, InterruptedException {
        var asks = """
            import os, time
            assert os.isatty(0) and os.isatty(1) and os.ttyname(0)
            try:
                print("ready", flush=True)
                time.sleep(60)
            except KeyboardInterrupt:
                print("interrupted")
                raise SystemExit(5)
            """;
        var command = new ArrayList<>(
                List.of("python3", Lures.write(folder, "terminal.py").toString()));
        command.addAll(command(NOBODY, home(NOBODY), "bare", "python3", "-c", asks));
        var ran = ran(builder(command).start(), "");

        assertThat(ran.output()).contains("interrupted");
        assertThat(ran.code()).as(ran.output()).isEqualTo(5);
    }

    @Test
    void a_program_is_told_to_end_and_dies_with_whoever_runs_it() throws IOException, InterruptedException {
        var told = started("trap 'echo told; exit 9' TERM; echo ready; while :; do sleep 0.1; done");
        assertThat(told.toHandle().destroy()).isTrue();
        assertThat(told.inputReader(StandardCharsets.UTF_8).readAllAsString()).isEqualTo("told\n");

        var left = started("sleep " + SLEEP + " & echo ready; sleep " + SLEEP);
        waitForSleepers(2);
        left.destroyForcibly();
        waitForSleepers(0);
    }

    private Process started(String script) throws IOException {
        var process = builder(command(NOBODY, home(NOBODY), "bare", "sh", "-c", script))
                .start();
        started.add(process);
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
        return process;
    }

    private static void waitForSleepers(int wanted) {
        var since = Instant.now();
        while (sleepers() != wanted && since.plusSeconds(20).isAfter(Instant.now())) Thread.onSpinWait();
        assertThat(sleepers()).isEqualTo(wanted);
    }

    private static long sleepers() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().command().orElse("").endsWith("/sleep")
                        && each.info().commandLine().orElse("").endsWith(" " + SLEEP))
                .count();
    }

    @Test
    void where_the_kernel_makes_no_namespaces_its_setting_is_named() throws IOException, InterruptedException {
        var off = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "sh", "-ec"));
        off.addAll(List.of("echo 0 >/proc/sys/user/max_user_namespaces; exec \"$@\"", "sh"));
        var asked = command(ROOT, home(ROOT), "hindrance");
        off.addAll(asked.subList(asked.indexOf("setpriv"), asked.size()));
        off.removeIf(word -> word.equals("setpriv") || word.startsWith("--re") || word.equals("--clear-groups"));

        assertThat(run(NOBODY, "hindrance").output()).isEqualTo("none\n");
        assertThat(ran(builder(off).start(), "").output())
                .contains("forbid namespaces", "sysctl -w user.max_user_namespaces=15000");
    }

    @Test
    void a_relay_serves_its_own_user_alone_whatever_its_file_allows() throws Exception {
        var home = Files.createDirectory(folder.resolve("relayed"));
        try (var open = SiteBehindServer.open(home)) {
            var closed = Files.createDirectory(
                    home.resolve("relay"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var api = URI.create(open.running().address());
            Relay.Dialler dialler = () -> new Socket(InetAddress.ofLiteral("127.0.0.1"), api.getPort());
            var server = new Relay.Server(api.getAuthority(), "", "", dialler, dialler);
            var file = closed.resolve("socket");
            try (var _ = Relay.open(file, server, Secret.take("av_sess_unknown".toCharArray()))) {
                var asks = new String[] {"curl", "-sS", "--unix-socket", file.toString(), "http://localhost/health"};
                for (var path : List.of(home, closed, file))
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));

                assertThat(ran(builder(List.of(asks)).start(), "").code()).isZero();
                assertThat(ran(builder(CopiedProgram.as(NOBODY, asks)).start(), "")
                                .code())
                        .isNotZero();
            }
        }
    }
}
