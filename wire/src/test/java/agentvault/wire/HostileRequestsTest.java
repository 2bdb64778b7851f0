package agentvault.wire;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.http.HeadLimits;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that two parsers might read differently, sent as bytes: each is refused by name, the connection closes, and
/// what follows on it is not looked at.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTest {

    private static final HeadLimits LIMITS = new HeadLimits(32, 8 * 1024, 32 * 1024, 100);
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Probe probe = Probe.of(Probe.small(LIMITS, 1024), Probe::echo);

    @BeforeAll
    void a_harmless_request_is_answered() throws IOException {
        assertThat(probe.says("POST /x?y HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("POST /x?y [abc]");
    }

    @AfterAll
    void close() {
        probe.close();
    }

    @ParameterizedTest
    @MethodSource("agentvault.wire.Attack#all")
    void is_refused_and_the_connection_closes(Attack attack) throws IOException {
        var answer = probe.says(attack.bytes() + SMUGGLED);

        assertThat(answer).startsWith("HTTP/1.1 " + attack.status() + " ").contains("Connection: close");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).isEqualTo(attack.code());
    }
}
