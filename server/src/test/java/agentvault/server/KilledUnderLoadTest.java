package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import agentvault.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real program under load, killed again and again at random moments: it always starts again, its trail is whole,
/// and
/// a server outside of it has never seen a secret whose use is not in the trail. Each request has a method of its own,
/// by
/// which the two are compared.
@Tag("full")
class KilledUnderLoadTest {

    private static final int KILLS = Integer.getInteger("kill.step") == 1 ? 200 : 8;
    private static final int MOST_BEFORE_A_KILL = 300;
    private static final int CLIENTS = 6;
    private static final String SECRET = "sk_live_killed";
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    private Path home;

    private final AtomicInteger methods = new AtomicInteger();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private SecureSite site;
    private RealProgram program;
    private ProcessHandle server;
    private int forward;
    private String token;

    @BeforeEach
    void open() throws Exception {
        site = new SecureSite(home, new InetSocketAddress(HERE, 0), "localhost");
        forward = freePort();
        program = new RealProgram(home)
                .with("AGENT_VAULT_PORT", Integer.toString(freePort()))
                .with("AGENT_VAULT_MITM_PORT", Integer.toString(forward))
                .with("AGENT_VAULT_ALLOW_PRIVATE_RANGES", "true")
                .with("AGENT_VAULT_UPSTREAM_CA_FILE", site.root().toString());
        start();
        settle();
    }

    @AfterEach
    void close() {
        kill();
        site.close();
    }

    @Test
    void no_secret_moves_without_its_entry_however_often_the_server_is_killed() throws Exception {
        var random = new SplittableRandom();
        for (int killed = 0; killed < KILLS; killed++) {
            killAfter(1 + random.nextInt(MOST_BEFORE_A_KILL));
            program.with("AGENT_VAULT_AUDIT_DURABILITY", killed % 2 == 0 ? "fsync" : "write");
            start();
        }

        assertThat(Json.read(done("audit verify --json")).orElseThrow().truth("intact"))
                .isTrue();
        var recorded = used();
        var seen = site.seen().stream()
                .filter(one -> one.authorization().equals("Bearer " + SECRET))
                .map(SecureSite.Seen::method)
                .toList();
        System.out.printf(
                "%d kills, %d requests, %d with the secret arrived, %d uses recorded%n",
                KILLS, methods.get(), seen.size(), recorded.size());
        assertThat(seen).hasSizeGreaterThanOrEqualTo(KILLS).doesNotHaveDuplicates();
        assertThat(recorded).containsAll(seen);
    }

    /// Where it listens, and which process it is.
    private void start() {
        var ran = program.without("AGENT_VAULT_ADDR").run("server -d --json");
        assertThat(ran.code()).as(ran.conversation()).isZero();
        var ready = Json.read(ran.answer()).orElseThrow();
        program.with("AGENT_VAULT_ADDR", ready.text("address"));
        server = ProcessHandle.of(Long.parseLong(ready.text("process"))).orElseThrow();
    }

    private void settle() {
        done("auth register --email ann@example.com --password-stdin", "correct horse battery");
        done("vault credential set KEY=-", SECRET);
        done("vault service add --name site --host localhost:" + site.port() + " --auth-type bearer --token-key KEY");
        token = done("vault token");
    }

    /// Asks with all clients at once, and kills the server when so many requests have got through.
    private void killAfter(int arrived) throws InterruptedException {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) clients.execute(this::askWithoutEnd);
            assertThat(site.await(arrived))
                    .as("requests get through: %s", refused)
                    .isTrue();
            kill();
        }
    }

    private void kill() {
        assertThat(server.destroyForcibly()).isTrue();
        server.onExit().join();
    }

    private void askWithoutEnd() {
        try (var socket = new Socket(HERE, forward)) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var to = "localhost:" + site.port();
            while (true) {
                var request = "M" + methods.incrementAndGet() + " https://" + to + "/ HTTP/1.1\r\nHost: " + to
                        + "\r\nProxy-Authorization: Bearer " + token + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                var head = new StringBuilder();
                for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine())
                    head.append(line).append('\n');
                if (in.read() != 'o' || in.read() != 'k') {
                    refused.add(head.toString());
                    return;
                }
            }
        } catch (IOException e) {
            // It was killed.
        }
    }

    private Set<String> used() {
        return done("audit export")
                .lines()
                .map(line -> Json.read(line).orElseThrow())
                .filter(entry -> entry.text("kind").equals("use"))
                .map(entry -> entry.text("method"))
                .collect(Collectors.toSet());
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, HERE)) {
            return free.getLocalPort();
        }
    }

    private String done(String line) {
        return done(line, "");
    }

    private String done(String line, String input) {
        var ran = program.run(line, input);
        assertThat(ran.code()).as(line + "\n" + ran.conversation()).isZero();
        return ran.answer();
    }
}
