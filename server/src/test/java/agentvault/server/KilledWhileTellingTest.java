package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import agentvault.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real program, killed when a webhook's receiver has an event, and before it knows that it got there.
@Tag("full")
class KilledWhileTellingTest {

    private static final Duration MOST = Duration.ofSeconds(90);

    @TempDir
    private Path home;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Semaphore came = new Semaphore(0);
    private final CountDownLatch over = new CountDownLatch(1);
    private SecureSite site;
    private RealProgram program;
    private ProcessHandle server;

    @BeforeEach
    void open() throws Exception {
        site = new SecureSite(home, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), "localhost");
        site.serve("/hook", exchange -> {
            exchange.getRequestBody().readAllBytes();
            told.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            came.release();
            if (told.size() == 1) awaitEnd();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        program = new RealProgram(home)
                .with("AGENT_VAULT_PORT", Integer.toString(freePort()))
                .with("AGENT_VAULT_MITM_PORT", Integer.toString(freePort()))
                .with("AGENT_VAULT_ALLOW_PRIVATE_RANGES", "true")
                .with("AGENT_VAULT_UPSTREAM_CA_FILE", site.root().toString());
        start();
    }

    @AfterEach
    void close() {
        over.countDown();
        kill();
        site.close();
    }

    private void awaitEnd() throws IOException {
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void the_event_comes_once_more_under_the_same_id() throws Exception {
        done("auth register --email ann@example.com --password-stdin", "correct horse battery");
        done("vault create my-vault", "");
        var refused = program.run("webhook add https://169.254.169.254/latest");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.conversation()).contains("This server may not call the host of url", "Use a public host");
        done("webhook add https://localhost:" + site.port() + "/hook --event proposal.created", "");
        var token = done("agent create ci-bot --vault my-vault:proxy --token-only", "");
        program.with("AGENT_VAULT_TOKEN", token.strip()).with("AGENT_VAULT_VAULT", "my-vault");
        done("vault proposal create -f -", "{\"credentials\":[{\"action\":\"set\",\"key\":\"SITE_KEY\"}]}");
        program.without("AGENT_VAULT_TOKEN").without("AGENT_VAULT_VAULT");
        awaitNext();
        assertThat(told).hasSize(1);

        kill();
        start();

        awaitNext();
        assertThat(told).hasSize(2).containsOnly(told.element());
        var webhook = awaitDelivered();
        assertThat(webhook.text("given_up")).isEqualTo("0");
        assertThat(webhook.get("last_delivery").text("attempts")).isNotEqualTo("1");
        assertThat(webhook.get("last_delivery").text("code")).isEqualTo("http_204");
    }

    private void awaitNext() throws InterruptedException {
        assertThat(came.tryAcquire(MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private Json awaitDelivered() {
        var until = Instant.now().plus(MOST);
        var webhook = webhook();
        while (!webhook.text("pending").equals("0") && Instant.now().isBefore(until)) webhook = webhook();
        assertThat(webhook.text("pending")).isEqualTo("0");
        return webhook;
    }

    private Json webhook() {
        return Json.read(done("webhook list --json", ""))
                .orElseThrow()
                .items("webhooks")
                .getFirst();
    }

    private String done(String line, String input) {
        var ran = program.run(line, input);
        assertThat(ran.code()).as(line + "\n" + ran.conversation()).isZero();
        return ran.answer();
    }

    private void start() {
        var ran = program.without("AGENT_VAULT_ADDR").run("server -d --json");
        assertThat(ran.code()).as(ran.conversation()).isZero();
        var ready = Json.read(ran.answer()).orElseThrow();
        program.with("AGENT_VAULT_ADDR", ready.text("address"));
        server = ProcessHandle.of(Long.parseLong(ready.text("process"))).orElseThrow();
    }

    private void kill() {
        assertThat(server.destroyForcibly()).isTrue();
        server.onExit().join();
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }
}
