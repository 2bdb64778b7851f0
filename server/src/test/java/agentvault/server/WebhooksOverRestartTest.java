package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.id.Face;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.proposal.Request;
import agentvault.proposal.Slot;
import agentvault.store.SqliteStore;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.webhook.Happening;
import agentvault.webhook.Webhook;
import agentvault.workspace.Agents;
import agentvault.workspace.Caller;
import agentvault.workspace.Vaults;
import agentvault.workspace.Webhooks;
import agentvault.workspace.Workspace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that ends while events are on their way to a webhook, and one that begins where it ended.
class WebhooksOverRestartTest {

    private static final int MOST_SECONDS = 60;

    /// One event as it came.
    private record Told(String id, String body) {}

    @TempDir
    private Path folder;

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(503);
    private SecureSite site;

    @BeforeEach
    void open() throws Exception {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        site = new SecureSite(folder, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), "localhost");
        site.serve("/hook", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            told.add(new Told(exchange.getRequestHeaders().getFirst("webhook-id"), body));
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void what_was_refused_is_sent_again_by_the_server_that_follows() throws Exception {
        var refused = endsWithOneRefused();
        status.set(204);

        try (var next = started(Duration.ofMinutes(1))) {
            assertThat(told.poll(MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo(refused);
            var listed = await(next, webhook -> webhook.pending() == 0);
            assertThat(code(listed)).contains("http_204");
            assertThat(listed.givenUp()).isZero();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void what_nobody_had_begun_to_send_is_sent() throws Exception {
        try (var running = started(Duration.ZERO)) {
            begin(running);
        }
        status.set(204);
        try (var key = KillDriver.key(folder.resolve("key"));
                var data = KillDriver.data(folder.resolve("data"));
                var silent = Instances.ready(data, SqliteStore.open(folder.resolve("vault.db")), key)) {
            propose(silent.workspace());
            assertThat(told).isEmpty();
        }

        try (var next = started(Duration.ZERO)) {
            assertThat(told.poll(MOST_SECONDS, TimeUnit.SECONDS).body()).contains("\"proposal.created\"");
            assertThat(code(await(next, webhook -> webhook.pending() == 0))).contains("http_204");
        }
    }

    @Test
    void what_no_server_could_send_in_time_is_told_as_given_up_and_not_sent() throws Exception {
        endsWithOneRefused();

        try (var next = started(Duration.ofDays(4))) {
            var listed = await(next, webhook -> webhook.givenUp() == 1);
            assertThat(listed.pending()).isZero();
            assertThat(code(listed)).contains("http_503");
        }
        assertThat(told).isEmpty();
    }

    /// What the receiver refused of a server that has ended since.
    private Told endsWithOneRefused() throws InterruptedException {
        Told refused;
        try (var running = started(Duration.ZERO)) {
            begin(running);
            propose(running.instance().workspace());
            refused = told.poll(MOST_SECONDS, TimeUnit.SECONDS);
            assertThat(refused).isNotNull();
            var listed = await(running, webhook -> code(webhook).isPresent());
            assertThat(code(listed)).contains("http_503");
            assertThat(listed.pending()).isEqualTo(1);
        }
        told.clear();
        return refused;
    }

    /// @param later how far its clock is ahead
    private TestServer started(Duration later) {
        return new TestServer(
                folder.resolve("data"),
                folder.resolve("key"),
                SqliteStore.open(folder.resolve("vault.db")),
                TestServer.reaching(site.root()),
                InstantSource.offset(InstantSource.system(), later));
    }

    private void begin(TestServer running) {
        running.post("/v1/auth/register", SiteBehindServer.OWNER);
        var workspace = running.instance().workspace();
        var url = "https://localhost:" + site.port() + "/hook";
        var target = new Webhook.Target(url, List.of(Happening.Type.PROPOSAL_CREATED));
        done(new Webhooks(workspace).add(KilledOperation.owner(workspace), target))
                .close();
    }

    private static void propose(Workspace workspace) {
        var owner = KilledOperation.owner(workspace);
        var vault = done(workspace.vaults().create(owner, new Slug("payments"), Vaults.Naming.of("payments")))
                .id();
        var plan = new Agents.Plan(
                new Slug("billing-bot"),
                InstanceRole.NO_ACCESS,
                List.of(new Session.Share(vault, VaultRole.PROXY)),
                Until.forever());
        try (var agent = done(workspace.agents().create(owner, plan))) {
            var caller = new Caller(
                    agent.actor().id(), Via.AGENT_TOKEN, agent.token().id(), Face.LOCAL);
            var slot = new Slot.Set(
                    new CredentialKey("SITE_KEY"),
                    new Credential.Type.Static(),
                    Slot.Help.NONE,
                    new Slot.Supply.ByPerson());
            var request = new Request(List.of(), List.of(slot), "", "");
            done(workspace.proposals().create(caller, vault, request, Map.of())).close();
        }
    }

    private static Webhooks.Listed await(TestServer server, Predicate<Webhooks.Listed> holds) {
        var until = Instant.now().plusSeconds(MOST_SECONDS);
        var listed = listed(server);
        while (!holds.test(listed) && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
            listed = listed(server);
        }
        assertThat(listed).matches(holds);
        return listed;
    }

    private static Webhooks.Listed listed(TestServer server) {
        var workspace = server.instance().workspace();
        return done(new Webhooks(workspace).list(KilledOperation.owner(workspace)))
                .getFirst();
    }

    private static Optional<String> code(Webhooks.Listed listed) {
        return listed.last().map(delivery -> delivery.progress().code());
    }
}
