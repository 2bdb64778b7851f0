package agentvault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The socket of a session: everything that the other two entrances take, without a token.
class SocketTest {

    private Proxying proxying;
    private SessionSocket socket;

    @BeforeEach
    void open(@TempDir Path folder) {
        proxying = new Proxying(folder);
        proxying.serveBearer();
        socket = SessionSocket.open(proxying, folder.resolve("s.sock"));
    }

    @AfterEach
    void close() {
        assertThat(proxying.broken).isEmpty();
        socket.close();
        proxying.close();
    }

    @Test
    void paths_whole_urls_and_the_api_are_answered_on_one_connection() throws IOException {
        try (var wire = socket.connect()) {
            assertThat(wire.send("GET /proxy/" + proxying.to() + "/v1/a HTTP/1.1", "Host: localhost")
                            .response())
                    .endsWith("ok");
            assertThat(wire.send("GET https://" + proxying.to() + "/v1/b HTTP/1.1", "Host: " + proxying.to())
                            .response())
                    .endsWith("ok");
            assertThat(wire.send("GET /discover HTTP/1.1", "Host: anything.example.com")
                            .response())
                    .endsWith("the api");
        }
        assertThat(proxying.recorder.requests)
                .hasSize(2)
                .allMatch(request -> request.contains("Authorization: Bearer " + Proxying.SECRET));
    }

    @Test
    void a_tunnel_is_opened_without_a_token() throws IOException {
        try (var wire = socket.connect()) {
            assertThat(wire.send("CONNECT " + proxying.to() + " HTTP/1.1", "Host: " + proxying.to())
                            .response())
                    .startsWith("HTTP/1.1 200 ");
            wire.encrypt(proxying.trust(), Proxying.HOST, Proxying.HOST);
            assertThat(wire.send("GET /v1/c HTTP/1.1", "Host: " + proxying.to()).response())
                    .isEqualTo(Recorder.OK);
        }
        assertThat(proxying.recorder.requests.getFirst()).contains("Authorization: Bearer " + Proxying.SECRET);
    }

    @Test
    void a_tunnel_is_opened_by_who_calls_the_socket_localhost_and_not_by_who_names_a_third() throws IOException {
        try (var wire = socket.connect()) {
            wire.send("CONNECT " + proxying.to() + " HTTP/1.1", "Host: localhost");
            assertThat(wire.response()).startsWith("HTTP/1.1 200 ");
        }
        try (var wire = socket.connect()) {
            wire.send("CONNECT " + proxying.to() + " HTTP/1.1", "Host: other.example.com");
            assertThat(wire.rest()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void what_a_client_shows_is_neither_believed_nor_passed_on() throws IOException {
        try (var wire = socket.connect()) {
            assertThat(wire.send(
                                    "GET https://" + proxying.to() + "/ HTTP/1.1",
                                    "Host: " + proxying.to(),
                                    Wire.basic(proxying.token, "another-vault"),
                                    "X-Vault: another-vault")
                            .response())
                    .endsWith("ok");
            assertThat(wire.send(
                                    "GET /proxy/" + proxying.to() + "/ HTTP/1.1",
                                    "Host: localhost",
                                    "Authorization: Bearer av_agt_none",
                                    "Proxy-Authorization: Bearer av_agt_none")
                            .response())
                    .endsWith("ok");
        }
        assertThat(proxying.recorder.requests)
                .hasSize(2)
                .noneMatch(request -> request.contains("Proxy-Authorization")
                        || request.contains("X-Vault")
                        || request.contains("av_agt_"));
    }

    @Test
    void a_better_token_on_the_socket_of_an_ended_session_opens_nothing() throws IOException {
        try (var wire = socket.connect()) {
            socket.end();
            assertThat(wire.send(
                                    "GET https://" + proxying.to() + "/ HTTP/1.1",
                                    "Host: " + proxying.to(),
                                    proxying.auth())
                            .response())
                    .startsWith("HTTP/1.1 407 ");
            assertThat(wire.send(
                                    "GET /proxy/" + proxying.to() + "/ HTTP/1.1",
                                    "Host: localhost",
                                    "Authorization: Bearer " + proxying.token,
                                    "X-Vault: shop")
                            .response())
                    .startsWith("HTTP/1.1 401 ");
        }
        assertThat(proxying.recorder.requests).isEmpty();
    }

    @Test
    void the_file_is_its_owners_alone_and_goes_with_its_listener() throws IOException {
        assertThat(Files.getPosixFilePermissions(socket.file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        socket.listener().close();

        assertThat(socket.file()).doesNotExist();
    }
}
