package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.dial.AllowedNetwork;
import agentvault.dial.DialSettings;
import agentvault.dial.Names;
import agentvault.dial.NetworkRules;
import agentvault.dial.PoolLimits;
import agentvault.dial.Route;
import agentvault.id.Id;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.RateLimit;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.workspace.Services;
import agentvault.workspace.Vaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A whole server between curl and a server elsewhere, whose certificate an operator's file vouches for.
@Tag("full")
class CurlThroughServerTest {

    private static final String OWNER = "{\"email\":\"ann@example.com\",\"password\":\"correct horse battery\"}";

    @TempDir
    private Path folder;

    @Test
    void a_session_and_the_root_that_the_server_hands_out_are_all_that_curl_needs() throws Exception {
        try (var site = site();
                var running = running(site)) {
            int port = site.port();
            var proxy = "http://" + session(running, port) + ":first@127.0.0.1:"
                    + running.server().forwardAddress().orElseThrow().getPort();
            var root = Files.writeString(
                    folder.resolve("root.pem"), running.get("/v1/mitm/ca.pem").body());

            assertThat(run("curl", "-sS", "--max-time", "20", "-x", proxy, "--cacert", root.toString(), at(port)))
                    .isEqualTo("ok");
            assertThat(site.seen()).containsExactly(new SecureSite.Seen("GET", "Bearer brand-new"));
        }
    }

    @Test
    void the_socket_of_a_session_is_all_that_curl_needs_and_of_no_use_to_another_user() throws Exception {
        try (var site = site();
                var running = running(site)) {
            int port = site.port();
            session(running, port);
            var file = socket(running);

            assertThat(curl(file, "http://localhost/proxy/localhost:" + port + "/"))
                    .isEqualTo("ok");
            assertThat(curl(
                            file,
                            "http://localhost/",
                            "--request-target",
                            at(port),
                            "-H",
                            "Host: localhost:" + port,
                            "-H",
                            "Proxy-Authorization: Bearer of-somebody-else"))
                    .isEqualTo("ok");
            assertThat(asNobody(file)).as("the folder").isNotZero();
            for (var path : List.of(file, folder.resolve("data/sockets"), folder.resolve("data"), folder))
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertThat(asNobody(file)).as("who connects").isNotZero();
            var injected = new SecureSite.Seen("GET", "Bearer brand-new");
            assertThat(site.seen()).containsExactly(injected, injected);
        }
    }

    private SecureSite site() throws Exception {
        return new SecureSite(folder, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), "localhost");
    }

    private TestServer running(SecureSite site) {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var store = SqliteStore.open(folder.resolve("vault.db"));
        return new TestServer(folder.resolve("data"), folder.resolve("key"), store, outgoing(site));
    }

    private static Path socket(TestServer running) {
        var owner = JsonMapper.shared()
                .readTree(running.post("/v1/auth/login", OWNER).body())
                .get("token")
                .asString();
        var asked = "{\"vault\":\"first\",\"socket\":true}";
        var made = running.post("/v1/sessions", asked, "Authorization", "Bearer " + owner);
        return Path.of(
                JsonMapper.shared().readTree(made.body()).get("socket_path").asString());
    }

    private static String curl(Path socket, String url, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("curl", "-sS", "--fail", "--max-time", "20", "--unix-socket", socket.toString(), url));
        command.addAll(List.of(more));
        return run(command.toArray(String[]::new));
    }

    /// How a look at what the session may use ends for the user nobody.
    private static int asNobody(Path socket) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "curl",
                        "-sS",
                        "--max-time",
                        "20",
                        "--unix-socket",
                        socket.toString(),
                        "http://localhost/discover")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain("\"vault\"");
        return process.waitFor();
    }

    private static String at(int port) {
        return "https://localhost:" + port + "/";
    }

    private static Serving.Outgoing outgoing(SecureSite site) {
        var here = List.of(
                AllowedNetwork.parse("127.0.0.1").orElseThrow(),
                AllowedNetwork.parse("::1").orElseThrow());
        return new Serving.Outgoing(
                new NetworkRules(here, false),
                new DialSettings(new Route.Direct(), List.of(site.root()), PoolLimits.STANDARD),
                Names.SYSTEM,
                RateLimit.STANDARD);
    }

    /// Of a vault with a service for the upstream.
    private static String session(TestServer running, int port) {
        running.post("/v1/auth/register", OWNER);
        var workspace = running.instance().workspace();
        var owner = KilledOperation.owner(workspace);
        Id vault = done(workspace.vaults().create(owner, new Slug("first"), Vaults.Naming.of("first")))
                .id();
        KilledOperation.set(workspace, "NEW_KEY", "brand-new");
        var upstream = new Destination(HostPattern.of("localhost"), port, false, PathPattern.EVERYTHING, List.of());
        var rule = new Service.Rule(
                new Reach.Destinations(List.of(upstream)),
                new Attachment.Bearer(new CredentialKey("NEW_KEY")),
                List.of());
        done(workspace.services().upsert(owner, vault, List.of(new Services.Wanted(new Slug("api"), rule, true))));
        var shares = List.of(new Session.Share(vault, VaultRole.PROXY));
        try (var issued =
                done(workspace.sessions().create(owner, shares, Session.Egress.NONE, "curl", Until.forever()))) {
            return issued.shown().reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
