package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The sockets of sessions on a whole server: who gets one, what it answers, and when it is gone.
class SessionSocketsTest {

    private static final String ANN = "{\"email\":\"ann@example.com\",\"password\":\"correct horse battery\"}";
    private static final String PROPOSAL = "{\"services\":[{\"action\":\"set\",\"host\":\"api.stripe.com\","
            + "\"description\":\"Payments\",\"auth\":{\"type\":\"bearer\",\"token\":\"STRIPE_KEY\"}}],\"credentials\":"
            + "[{\"action\":\"set\",\"key\":\"STRIPE_KEY\",\"description\":\"Stripe\"}],\"message\":\"invoices\","
            + "\"user_message\":\"Invoices.\"}";
    private static final String ASKED = "{\"vault\":\"shop\",\"socket\":true}";

    @TempDir
    private Path folder;

    private Path sockets;
    private TestServer server;
    private String bearer = "";

    @BeforeEach
    void start() throws IOException {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        sockets = Files.createDirectories(folder.resolve("data/sockets"));
        Files.setPosixFilePermissions(folder.resolve("data"), PosixFilePermissions.fromString("rwx------"));
        Files.createFile(sockets.resolve("left-by-one-that-was-killed.sock"));
        server = open(folder.resolve("data"));
    }

    private TestServer open(Path data) {
        var opened = new TestServer(data, folder.resolve("key"), SqliteStore.open(data.resolveSibling("vault.db")));
        bearer = "Bearer "
                + json(opened.post("/v1/auth/register", ANN).body())
                        .get("token")
                        .asString();
        assertThat(opened.post("/v1/vaults", "{\"name\":\"shop\"}", "Authorization", bearer)
                        .statusCode())
                .isEqualTo(201);
        return opened;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode session() {
        var made = server.post("/v1/sessions", ASKED, "Authorization", bearer);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        return json(made.body());
    }

    @Test
    void it_answers_what_agents_ask_without_a_token_and_nothing_else() throws IOException {
        var session = session();
        var file = Path.of(session.get("socket_path").asString());

        assertThat(file.getParent()).isEqualTo(sockets);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(sockets)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(ask(file, "GET /discover HTTP/1.1"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"vault\":\"shop\"");
        assertThat(ask(file, "GET /health HTTP/1.1")).startsWith("HTTP/1.1 200 ");
        assertThat(ask(file, "GET /v1/mitm/ca.pem HTTP/1.1")).contains("-----BEGIN CERTIFICATE-----");
        assertThat(ask(file, "GET /proxy/api.example.com/ HTTP/1.1"))
                .startsWith("HTTP/1.1 403 ")
                .contains("proposal_hint");
        assertThat(ask(file, "GET http://api.example.com/ HTTP/1.1")).startsWith("HTTP/1.1 403 ");
        for (var line : new String[] {"GET /v1/vaults", "POST /v1/sessions", "GET /v1/admin/settings", "GET /metrics"})
            assertThat(ask(file, line + " HTTP/1.1", "Authorization: " + bearer))
                    .as(line)
                    .startsWith("HTTP/1.1 403 ")
                    .contains("not_on_socket");
        assertThat(ask(file, "GET /nowhere HTTP/1.1")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void the_list_of_sessions_tells_which_of_them_have_one() {
        var with = session().get("id").asString();
        var without = json(server.post("/v1/sessions", "{\"vault\":\"shop\"}", "Authorization", bearer)
                        .body())
                .get("id")
                .asString();

        var listed = json(
                server.get("/v1/sessions?vault=shop", "Authorization", bearer).body());
        assertThat(listed.get("sessions"))
                .extracting(one ->
                        one.get("id").asString() + " " + one.get("socket").asBoolean())
                .containsExactlyInAnyOrder(with + " true", without + " false");
    }

    @Test
    void the_addresses_that_it_tells_are_the_servers_whatever_name_it_is_asked_by() {
        var file = Path.of(session().get("socket_path").asString());

        assertThat(ask(file, "GET /discover HTTP/1.1")).contains("\"proxy_url\":\"" + server.address() + "/proxy\"");
        var made = asked(file, "POST /v1/proposals HTTP/1.1", PROPOSAL, "Content-Type: application/json");
        assertThat(made)
                .startsWith("HTTP/1.1 201 ")
                .contains("\"approval_url\":\"" + server.address() + "/approve/")
                .contains("\"poll_url\":\"" + server.address() + "/v1/proposals/")
                .doesNotContain("localhost");
    }

    @Test
    void it_is_gone_soon_after_its_session_is_and_so_is_who_was_connected() throws IOException {
        var session = session();
        var file = Path.of(session.get("socket_path").asString());
        try (var idle = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            var revoked = server.delete(
                    "/v1/sessions/" + session.get("id").asString() + "?vault=shop", "Authorization", bearer);
            assertThat(revoked.statusCode()).isEqualTo(200);
            var since = Instant.now();

            assertThat(idle.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            while (Files.exists(file) && since.plusSeconds(20).isAfter(Instant.now())) Thread.onSpinWait();
            assertThat(file).doesNotExist();
            assertThat(Duration.between(since, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void files_of_a_server_that_was_killed_are_removed_and_those_of_one_that_stops() {
        assertThat(sockets).isEmptyDirectory();
        var file = Path.of(session().get("socket_path").asString());
        assertThat(file).exists();

        server.server().close();

        assertThat(file).doesNotExist();
    }

    @Test
    void who_asks_from_elsewhere_gets_none() throws IOException {
        try (var elsewhere = server.connect()) {
            var head = "POST /v1/sessions HTTP/1.1\r\nHost: " + TestServer.NAME + "\r\nAuthorization: " + bearer
                    + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " + ASKED.length()
                    + "\r\n\r\n";
            elsewhere.getOutputStream().write((head + ASKED).getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(elsewhere.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("not_this_machine");
        }
        assertThat(sockets).isEmptyDirectory();
    }

    @Test
    void a_path_that_the_system_does_not_take_is_told_before_a_session_is_made() throws IOException {
        var far = Files.createDirectories(folder.resolve("f".repeat(90)));
        try (var deep = open(far.resolve("data"))) {
            var made = deep.post("/v1/sessions", ASKED, "Authorization", bearer);

            assertThat(made.statusCode()).isEqualTo(422);
            assertThat(made.body()).contains("socket_path_too_long", "--data-dir");
            assertThat(deep.get("/v1/sessions?vault=shop", "Authorization", bearer)
                            .body())
                    .isEqualTo("{\"sessions\":[]}");
        }
    }

    private static String ask(Path file, String line, String... headers) {
        return asked(file, line, "", headers);
    }

    private static String asked(Path file, String line, String body, String... headers) {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            var host = line.contains("http://") ? "api.example.com" : "localhost";
            var more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            if (!body.isEmpty()) more += "Content-Length: " + body.length() + "\r\n";
            var head = line + "\r\nHost: " + host + "\r\nConnection: close\r\n" + more + "\r\n";
            channel.write(ByteBuffer.wrap((head + body).getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
