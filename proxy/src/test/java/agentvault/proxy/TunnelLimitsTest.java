package agentvault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What tunnels may take of the server, and what they leave alone.
class TunnelLimitsTest {

    /// Far more than are let through, however slow the machine.
    private static final int NAMES = 5_000;

    private final List<Wire> open = new ArrayList<>();
    private Proxying proxying;
    private Path folder;

    @BeforeEach
    void open(@TempDir Path temporary) {
        folder = temporary;
        proxying = new Proxying(folder);
        proxying.serveBearer();
    }

    @AfterEach
    void close() throws IOException {
        for (var wire : open) wire.close();
        assertThat(proxying.broken).isEmpty();
        proxying.close();
    }

    private Wire kept(Wire wire) {
        open.add(wire);
        return wire;
    }

    private String connect(Wire wire, String host, String... headers) throws IOException {
        var lines = new ArrayList<>(List.of("CONNECT " + host + ":443 HTTP/1.1", "Host: " + host + ":443"));
        lines.addAll(List.of(headers));
        return wire.send(lines.toArray(String[]::new)).response();
    }

    @Test
    void who_makes_us_sign_for_many_names_is_slowed_down_and_nobody_else_is() throws IOException {
        var answer = "HTTP/1.1 200 ";
        for (int n = 0; n < NAMES && answer.startsWith("HTTP/1.1 200 "); n++) {
            try (var wire = proxying.forward()) {
                answer = connect(wire, "host-" + n + ".example.com", proxying.auth());
            }
        }

        assertThat(answer).startsWith("HTTP/1.1 429 ").contains("Retry-After: 1", "\"code\":\"too_many_hosts\"");
        assertThat(proxying.log).singleElement().satisfies(line -> {
            assertThat(line.outcome().code()).isEqualTo("too_many_hosts");
            assertThat(line.request().method()).isEqualTo("CONNECT");
            assertThat(line.by().actor()).isEqualTo(proxying.agent);
            assertThat(line.by().vault()).isEqualTo(proxying.vault);
        });
        assertThat(connect(kept(proxying.forward()), "host-0.example.com", proxying.auth()))
                .as("a name that was signed for before")
                .startsWith("HTTP/1.1 200 ");
        try (var other = SessionSocket.open(proxying, folder.resolve("s.sock"))) {
            assertThat(connect(kept(other.connect()), "new.example.com"))
                    .as("another session")
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void a_tunnel_that_is_refused_is_logged_for_its_vault() throws IOException {
        assertThat(connect(kept(proxying.forward()), "10.0.0.1", proxying.auth()))
                .startsWith("HTTP/1.1 403 ")
                .contains("destination_denied");

        assertThat(proxying.log).singleElement().satisfies(line -> {
            assertThat(line.request().host()).isEqualTo("10.0.0.1");
            assertThat(line.outcome().status()).isEqualTo(403);
            assertThat(line.outcome().code()).isEqualTo("destination_denied");
            assertThat(line.by().vault()).isEqualTo(proxying.vault);
        });
    }

    @Test
    void an_idle_tunnel_holds_no_connection_to_its_host() throws IOException {
        var idle = kept(proxying.tunnel());
        assertThat(proxying.recorder.connections).hasValue(0);

        var request = new String[] {"GET / HTTP/1.1", "Host: " + proxying.to()};
        assertThat(idle.send(request).response()).isEqualTo(Recorder.OK);
        assertThat(kept(proxying.tunnel()).send(request).response()).isEqualTo(Recorder.OK);

        assertThat(proxying.recorder.connections)
                .as("the second took what the first gave back")
                .hasValue(1);
    }

    @Test
    void a_host_that_took_a_request_on_a_kept_connection_and_closed_it_is_not_asked_again() throws IOException {
        var taken = new CopyOnWriteArrayList<String>();
        proxying.recorder.converse((head, _, socket) -> {
            taken.add(head);
            if (taken.size() > 1) return false;
            socket.getOutputStream().write(Recorder.OK.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        });
        var tunnel = kept(proxying.tunnel());

        assertThat(tunnel.send("GET /1 HTTP/1.1", "Host: " + proxying.to()).response())
                .isEqualTo(Recorder.OK);
        assertThat(tunnel.send("GET /2 HTTP/1.1", "Host: " + proxying.to()).response())
                .startsWith("HTTP/1.1 502 ")
                .contains("\"code\":\"upstream_closed\"");

        assertThat(taken).hasSize(2);
        assertThat(proxying.recorder.connections).hasValue(1);
    }
}
