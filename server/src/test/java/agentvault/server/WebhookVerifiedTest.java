package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.id.Id;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.webhook.Happening;
import agentvault.webhook.Webhook;
import agentvault.workspace.Agents;
import agentvault.workspace.Vaults;
import agentvault.workspace.Webhooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A whole server, an agent that asks for something, and a receiver that checks what it is told with the library of
/// Standard Webhooks. The first attempt is refused.
@Tag("full")
class WebhookVerifiedTest {

    private static final List<String> SIGNED = List.of("webhook-id", "webhook-timestamp", "webhook-signature");

    @TempDir
    private Path folder;

    @Test
    void a_delivery_that_was_refused_at_first_is_verified_by_the_library() throws Exception {
        var here = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        var received = new LinkedBlockingQueue<Path>();
        var refusals = new AtomicInteger(1);
        try (var site = new SecureSite(folder, here, "localhost")) {
            site.serve("/hook", exchange -> {
                var head = JsonMapper.shared().createObjectNode();
                SIGNED.forEach(
                        name -> head.put(name, exchange.getRequestHeaders().getFirst(name)));
                var told = Files.createTempFile(folder, "told", ".json");
                head.put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                Files.writeString(told, head.toString());
                exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 204, -1);
                exchange.close();
                received.add(told);
            });
            try (var running = TestServer.reaching(folder, site)) {
                running.post("/v1/auth/register", SiteBehindServer.OWNER);
                Files.writeString(key(), added(running, "https://localhost:" + site.port() + "/hook"));
                propose(running);
                var first = received.poll(30, TimeUnit.SECONDS);
                var second = received.poll(60, TimeUnit.SECONDS);
                assertThat(first).isNotNull();
                assertThat(second).isNotNull();

                assertThat(checked(second)).isEqualTo("proposal.created payments 1\n");
                assertThat(checked(first)).isEqualTo("proposal.created payments 1\n");
            }
        }
    }

    private Path key() {
        return folder.resolve("key.txt");
    }

    private static String added(TestServer running, String url) {
        var workspace = running.instance().workspace();
        var target = new Webhook.Target(url, List.of(Happening.Type.PROPOSAL_CREATED));
        try (var added = done(new Webhooks(workspace).add(KilledOperation.owner(workspace), target))) {
            return added.shown().reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        }
    }

    private static void propose(TestServer running) {
        var workspace = running.instance().workspace();
        var owner = KilledOperation.owner(workspace);
        Id vault = done(workspace.vaults().create(owner, new Slug("payments"), Vaults.Naming.of("payments")))
                .id();
        var plan = new Agents.Plan(
                new Slug("billing-bot"),
                InstanceRole.NO_ACCESS,
                List.of(new Session.Share(vault, VaultRole.PROXY)),
                Until.forever());
        try (var shown = done(workspace.agents().create(owner, plan)).shown()) {
            var token = shown.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
            var proposed = running.post(
                    "/v1/proposals",
                    "{\"credentials\":[{\"action\":\"set\",\"key\":\"SITE_KEY\"}],\"message\":\"for invoices\"}",
                    "Authorization",
                    "Bearer " + token,
                    "X-Vault",
                    "payments");
            assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(201);
        }
    }

    private String checked(Path told) throws IOException, InterruptedException {
        var script = WebhookVerifiedTest.class.getResource("verify.mjs");
        var process = new ProcessBuilder(
                        "node",
                        Path.of(script.getPath()).toString(),
                        "target/browser",
                        key().toString(),
                        told.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
