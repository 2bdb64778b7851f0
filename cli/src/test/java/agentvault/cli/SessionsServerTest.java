package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Flag;
import agentvault.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions for programs, against a server that says what a test told it to.
class SessionsServerTest {

    private static final String MADE = "{\"id\":\"s1\",\"token\":\"av_sess_2\"}";

    @TempDir
    private Path home;

    private FakeServer server;
    private Stage stage;

    @BeforeEach
    void start() {
        server = new FakeServer();
        stage = new Stage(home).loggedIn(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// Does one thing with the server.
    private Stage.Ran with(Work work) {
        var command = Command.of("try", "Try it", call -> {
                    call.terminal().say(work.with(SessionsServer.of(call)));
                    return Exit.DONE;
                })
                .example("agent-vault try", "Try it")
                .flags(SessionsServer.flags().toArray(Flag[]::new));
        return stage.run(List.of(command), "try");
    }

    @FunctionalInterface
    private interface Work {
        String with(SessionsServer server);
    }

    private static String lent(SessionsServer server) {
        var lent = server.lendWithSocket(Json.object().with("label", "run sh"));
        return lent.session() + lent.socket().orElse(" without");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not_this_machine",
                "sockets_unsupported",
                "socket_path_too_long",
                "too_many_sockets",
                "socket_failed"
            })
    void where_no_socket_is_possible_there_is_a_session_without_one(String code) {
        server.on("POST /v1/sessions", 403, "{\"error\":\"No.\",\"code\":\"" + code + "\"}");
        server.on("POST /v1/sessions", MADE);

        assertThat(with(SessionsServerTest::lent).conversation()).contains("s1 without");
        assertThat(server.asked()).hasSize(2);
        assertThat(server.asked().getFirst().json().truth("socket")).isTrue();
        assertThat(server.last().json().has("socket")).isFalse();
        assertThat(server.last().json().text("label")).isEqualTo("run sh");
    }

    @Test
    void what_else_is_refused_is_told_and_not_tried_in_another_way() {
        server.on("POST /v1/sessions", 403, "{\"error\":\"Your role is too low\",\"code\":\"forbidden\"}");
        server.on("POST /v1/sessions", MADE);

        var ran = with(SessionsServerTest::lent);

        assertThat(ran.code()).isEqualTo(Exit.FAILED);
        assertThat(ran.conversation()).contains("Your role is too low");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void a_session_is_gone_where_the_server_says_so_and_not_what_stands_before_it() {
        server.on("DELETE /v1/sessions/s1?vault=default", 404, "<html>no such page</html>");
        server.on(
                "DELETE /v1/sessions/s1?vault=default", 404, "{\"error\":\"No such session\",\"code\":\"not_found\"}");

        assertThat(with(it -> "was " + it.end("s1")).conversation()).contains("was true");
        assertThat(with(it -> "was " + it.end("s1")).conversation()).contains("was false");
    }

    @Test
    void a_hold_ends_for_good_where_the_server_says_so_alone() {
        server.on("GET /v1/sessions/s1/hold", 404, "<html>no such page</html>");
        server.on("GET /v1/sessions/s1/hold", 404, "{\"error\":\"No such session\",\"code\":\"not_found\"}");

        assertThat(with(it -> "held " + it.hold("s1", () -> {})).code()).isEqualTo(Exit.FAILED);
        assertThat(with(it -> "held " + it.hold("s1", () -> {})).conversation()).contains("held ENDED");
    }
}
