package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.wire.Attack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every request that two parsers might read differently, at a whole server: it is refused once, what follows it on the
/// connection is not looked at, and the server is well.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientsTest {

    private static final String SMUGGLED = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    private static final String STATUS_LINE = "HTTP/1.1 ";
    private static final int PATIENCE = 20_000;

    @TempDir
    private static Path folder;

    private TestServer server;

    @BeforeAll
    void start() {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        server = new TestServer(
                folder.resolve("data"), folder.resolve("key"), SqliteStore.open(folder.resolve("vault.db")));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("agentvault.wire.Attack#withoutLimits")
    void is_refused_once_and_the_server_is_well(Attack attack) throws IOException {
        var answer = answer(attack.bytes().replace("Host: a\r\n", "Host: 127.0.0.1\r\n") + SMUGGLED);

        assertThat(answer).startsWith(STATUS_LINE);
        assertThat(answer.charAt(STATUS_LINE.length())).as(answer).isIn('4', '5');
        assertThat(answer.indexOf(STATUS_LINE, 1)).as(answer).isNegative();
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }

    private String answer(String bytes) throws IOException {
        try (var socket = server.connect()) {
            socket.setSoTimeout(PATIENCE);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
