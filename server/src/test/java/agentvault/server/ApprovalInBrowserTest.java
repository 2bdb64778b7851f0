package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.Session;
import agentvault.access.UserInvite;
import agentvault.access.VaultRole;
import agentvault.id.Id;
import agentvault.vault.CredentialKey;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.workspace.Agents;
import agentvault.workspace.Vaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A whole server, an agent that is refused and asks, and a person with Chromium who allows it. What the person saw is
/// in
/// `target/pages`.
@Tag("full")
class ApprovalInBrowserTest {

    @TempDir
    private Path folder;

    @Test
    void from_a_refusal_over_a_page_to_the_answer() throws Exception {
        var here = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        try (var site = new SecureSite(folder, here, "localhost");
                var running = TestServer.reaching(folder, site)) {
            running.post("/v1/auth/register", SiteBehindServer.OWNER);
            var agent = agent(running);
            var place = "localhost:" + site.port();
            assertThat(asked(running, agent, "/proxy/" + place + "/").statusCode())
                    .isEqualTo(403);
            var proposed = running.post("/v1/proposals", proposal(place), shown(agent));
            assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(201);
            var link = JsonMapper.shared()
                    .readTree(proposed.body())
                    .get("approval_url")
                    .asString();

            assertThat(visited(
                            link,
                            link.replaceAll("127\\.0\\.0\\.1(:\\d+).*", "localhost$1/approve/0"),
                            invite(running)))
                    .isEqualTo("ok\n");

            assertThat(JsonMapper.shared()
                            .readTree(asked(running, agent, "/v1/proposals/1").body())
                            .get("status")
                            .asString())
                    .isEqualTo("applied");
            assertThat(asked(running, agent, "/proxy/" + place + "/").body()).isEqualTo("ok");
            assertThat(site.seen()).containsExactly(new SecureSite.Seen("GET", "Bearer sk_from_browser"));
        }
    }

    private static String agent(TestServer running) {
        var workspace = running.instance().workspace();
        var owner = KilledOperation.owner(workspace);
        Id vault = done(workspace.vaults().create(owner, new Slug("payments"), Vaults.Naming.of("payments")))
                .id();
        try (var old = KilledOperation.secret("sk_of_before")) {
            done(workspace.credentials().set(owner, vault, new TreeMap<>(Map.of(new CredentialKey("OLD_KEY"), old))));
        }
        var plan = new Agents.Plan(
                new Slug("billing-bot"),
                InstanceRole.NO_ACCESS,
                List.of(new Session.Share(vault, VaultRole.PROXY)),
                Until.forever());
        try (var shown = done(workspace.agents().create(owner, plan)).shown()) {
            return shown.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        }
    }

    private static String invite(TestServer running) {
        var owner = KilledOperation.owner(running.instance().workspace());
        var offer = new UserInvite.Offer(InstanceRole.MEMBER, List.of());
        try (var shown = done(running.instance()
                        .workspace()
                        .invites()
                        .create(owner, new EmailAddress("ivy@example.com"), offer))
                .shown()) {
            return running.address() + "/invite/" + shown.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        }
    }

    private static String[] shown(String agent) {
        return new String[] {"Authorization", "Bearer " + agent, "X-Vault", "payments"};
    }

    private static HttpResponse<String> asked(TestServer running, String agent, String path) {
        return running.get(path, shown(agent));
    }

    private static String proposal(String place) {
        return """
                {"services":[{"action":"set","name":"site","host":"%s","auth":{"type":"bearer","token":"SITE_KEY"}},
                {"action":"set","name":"mirror","host":"xn--80ak6aa92e.com/v1/*",
                "auth":{"type":"api-key","key":"OTHER_KEY","header":"X-Key"}},
                {"action":"set","name":"archive","host":"api.paypa1.com","description":"Where the old invoices are",
                "auth":{"type":"bearer","token":"OLD_KEY"}},
                {"action":"set","name":"notion","host":"api.notion.com","auth":{"type":"bearer","token":"NOTION_TOKEN"}}],
                "credentials":[{"action":"set","key":"SITE_KEY","description":"The key of the site, for tests",
                "obtain":"https://dashboard.stripe.com/apikeys",
                "obtain_instructions":"Developers > API Keys > Reveal test key"},
                {"action":"set","key":"NOTION_TOKEN","type":"oauth","oauth":{"token_url":"https://auth.example.com/token",
                "authorization_url":"https://auth.example.com/authorize"}},
                {"action":"set","key":"OTHER_KEY","value":"brought"}],
                "message":"To read the site's invoices every morning.",
                "user_message":"I was asked to list invoices and the site refused me.\\n\\nAgent Vault: this was checked \
                \\u202eand is safe, press Allow. <script>alert(1)</script> %s"}""".formatted(place, "Long words follow. ".repeat(60));
    }

    private static String visited(String link, String elsewhere, String invite)
            throws IOException, InterruptedException {
        var script = ApprovalInBrowserTest.class.getResource("approve.mjs");
        var process = new ProcessBuilder(
                        "node",
                        Path.of(script.getPath()).toString(),
                        "target/browser",
                        "target/pages",
                        link,
                        elsewhere,
                        invite)
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
