package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.workspace.ApiKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server-side route of the guide, as it stands there, with the published client and a whole server.
@Tag("full")
class TokenRouteTest {

    private static final Path GUIDE = Path.of(System.getProperty("user.dir")).resolveSibling("docs/guides/api-keys.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```ts\\n(.*?)^```$");
    private static final Path MODULES = Path.of("target/clients/node_modules").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void a_page_gets_a_token_and_what_it_is_good_for_ends_with_the_key() throws Exception {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var store = SqliteStore.open(folder.resolve("vault.db"));
        try (var running = new TestServer(folder.resolve("data"), folder.resolve("key"), store)) {
            running.post("/v1/auth/register", SiteBehindServer.OWNER);
            var workspace = running.instance().workspace();
            var owner = KilledOperation.owner(workspace);
            var keys = workspace.actors().apiKeys();
            try (var issued = done(keys.create(owner, ApiKeys.Plan.named("backend")))) {
                var key = issued.shown().reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));

                var said = asked(running.address(), key);
                assertThat(said).startsWith("200 an_t_");
                var me = me(running, said.substring("200 ".length()));
                assertThat(me).contains("\"exchanged\":{\"agents\":[\"my-agent\"]}");

                done(keys.deactivate(owner, issued.actor()));
                assertThat(me(running, said.substring("200 ".length()))).contains("invalid_session");
                assertThat(asked(running.address(), key)).startsWith("failed: Invalid or expired session");
            }
        }
    }

    private static String me(TestServer running, String token) {
        return running.get("/v1/auth/me", "Authorization", "Bearer " + token).body();
    }

    private String asked(String address, String key) throws IOException, InterruptedException {
        var blocks = BLOCK.matcher(Files.readString(GUIDE));
        assertThat(blocks.find()).isTrue();
        var route = Files.writeString(folder.resolve("route.mjs"), blocks.group(1));
        var modules = folder.resolve("node_modules");
        if (Files.notExists(modules)) Files.createSymbolicLink(modules, MODULES);
        var script = TokenRouteTest.class.getResource("exchange.mjs");
        var builder = new ProcessBuilder("node", Path.of(script.getPath()).toString(), route.toString());
        builder.environment().put("API_KEY_21ST", key);
        builder.environment().put("AGENT_VAULT_ADDRESS", address);
        var process = builder.redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said.strip();
    }
}
