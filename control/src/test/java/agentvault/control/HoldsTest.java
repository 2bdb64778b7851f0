package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions that live as long as somebody reads an answer.
class HoldsTest {

    @TempDir
    private Path root;

    private ApiServer server;
    private Cast cast;
    private String owner = "";
    private String id = "";
    private String token = "";

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        owner = cast.ownerToken;
        var made = server.post("/v1/sessions", owner, "{'vault':'default','label':'run'}")
                .is(200);
        id = made.at("/id");
        token = made.at("/token");
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    /// Somebody who holds it, up to the line that says so.
    private Socket held() throws IOException {
        var socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(20_000);
        var head = "GET /v1/sessions/" + id + "/hold HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + owner
                + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        assertThat(until(socket.getInputStream(), "held\n")).startsWith("HTTP/1.1 200 ");
        return socket;
    }

    private static String until(InputStream in, String end) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = in.read();
            assertThat(next).as("after %s", read).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }

    private int asked() {
        return server.get("/discover", token).status();
    }

    private void awaitEnd() {
        var most = Instant.now().plus(Duration.ofSeconds(20));
        while (asked() == 200 && Instant.now().isBefore(most)) Thread.onSpinWait();
        server.get("/discover", token).refused(401, "invalid_session");
    }

    @Test
    void a_session_that_nobody_holds_any_more_ends() throws IOException {
        try (var _ = held()) {
            assertThat(asked()).isEqualTo(200);
        }
        awaitEnd();
        assertThat(server.get("/v1/audit", owner).is(200).body()).contains("END_OWN_SESSIONS", "let go " + id);
    }

    @Test
    void it_lives_until_the_last_of_several_lets_go() throws IOException {
        try (var _ = held()) {
            held().close();
            try (var _ = held()) {
                assertThat(asked()).isEqualTo(200);
            }
            try (var other = held()) {
                assertThat(other.getInputStream().read())
                        .as("the answer goes on")
                        .isNotNegative();
            }
            assertThat(asked()).isEqualTo(200);
        }
        awaitEnd();
    }

    @Test
    void a_session_that_was_never_held_ends_by_its_time_alone() {
        server.send(ApiServer.Ask.of("HEAD", "/v1/sessions/" + id + "/hold").as(owner))
                .is(200);
        assertThat(asked()).isEqualTo(200);
    }

    @Test
    void the_answer_ends_with_the_session() throws IOException {
        try (var holding = held()) {
            server.delete("/v1/sessions/" + id + "?vault=default", owner).is(200);

            assertThat(new String(holding.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("0\r\n\r\n");
        }
        server.get("/v1/sessions/" + id + "/hold", owner).refused(404, "not_found");
    }

    @Test
    void a_server_that_stops_lets_go_and_ends_nothing() throws IOException {
        try (var holding = held()) {
            server.api.endWaiting();

            assertThat(new String(holding.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("0\r\n\r\n");
        }
        assertThat(asked()).isEqualTo(200);
    }

    @Test
    void only_who_made_it_holds_it_and_no_session_holds_itself() {
        var vera = cast.userIn("vera@example.com", cast.vault("default"), VaultRole.ADMIN);

        server.get("/v1/sessions/" + id + "/hold", vera).refused(404, "not_found");
        server.get("/v1/sessions/" + id + "/hold", token).refused(403, "forbidden");
    }
}
