package agentvault.proxy;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.PathPattern;
import agentvault.vault.Attachment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tunnels that stay closed, for programs that trust the host's own certificate alone.
class PassingTest {

    private static final int LARGE = 4 * 1024 * 1024;

    private Proxying proxying;

    @BeforeEach
    void open(@TempDir Path folder) {
        proxying = new Proxying(folder);
        proxying.serve("pinned", new Attachment.Tunnel());
    }

    @AfterEach
    void close() {
        assertThat(proxying.broken).isEmpty();
        proxying.close();
    }

    private Wire connect() throws IOException {
        return proxying.forward()
                .send("CONNECT " + proxying.to() + " HTTP/1.1", "Host: " + proxying.to(), proxying.auth());
    }

    private Wire passed() throws IOException {
        var wire = connect();
        assertThat(wire.response()).isEqualTo("HTTP/1.1 200 Connection Established\r\n\r\n");
        return wire.encrypt(proxying.elsewhere.trusting(), Proxying.HOST, Proxying.HOST);
    }

    @Test
    void the_client_speaks_to_the_host_itself_and_nothing_is_added() throws Exception {
        try (var wire = passed()) {
            assertThat(wire.send("GET /v1/a HTTP/1.1", "Host: " + proxying.to(), "Authorization: Bearer own")
                            .response())
                    .isEqualTo(Recorder.OK);
        }
        assertThat(proxying.recorder.requests)
                .containsExactly(
                        "GET /v1/a HTTP/1.1\r\nHost: " + proxying.to() + "\r\nAuthorization: Bearer own\r\n\r\n");
        assertThat(proxying.lastEnded(Duration.ofSeconds(10))).contains("");
        var line = proxying.log.getLast();
        assertThat(line.request().method()).isEqualTo("CONNECT");
        assertThat(line.request().host()).isEqualTo(Proxying.HOST);
        assertThat(line.by().service()).isEqualTo("pinned");
        assertThat(line.keys()).isEmpty();
        assertThat(line.outcome().status()).isEqualTo(200);
        assertThat(line.outcome().sent()).isGreaterThan(100);
        assertThat(line.outcome().received()).isGreaterThan(100);
        assertThat(line.times().whole()).isPositive();
    }

    @Test
    void much_goes_both_ways() throws IOException {
        var body = "x".repeat(LARGE);
        proxying.recorder.answer(_ -> "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n" + body);
        try (var wire = passed()) {
            wire.send("POST / HTTP/1.1", "Host: " + proxying.to(), "Content-Length: " + LARGE)
                    .sendBytes(body);
            assertThat(wire.response()).hasSizeGreaterThan(LARGE).endsWith("xxx");
        }
        assertThat(proxying.recorder.requests.getFirst()).hasSizeGreaterThan(LARGE);
    }

    @Test
    void what_is_revoked_is_cut() throws Exception {
        try (var wire = passed()) {
            wire.send("GET / HTTP/1.1", "Host: " + proxying.to());
            assertThat(wire.response()).isEqualTo(Recorder.OK);
            done(proxying.office.workspace.grants().take(proxying.office.owner, proxying.vault, proxying.agent));
            long before = System.nanoTime();

            assertThat(wire.ended()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_500));
        }
        assertThat(proxying.lastEnded(Duration.ofSeconds(10))).contains("revoked");
    }

    @Test
    void a_service_that_is_opened_from_now_on_ends_what_was_closed() throws Exception {
        try (var wire = passed()) {
            proxying.serve("pinned", new Attachment.Passthrough());
            assertThat(wire.ended()).isTrue();
        }
        assertThat(proxying.lastEnded(Duration.ofSeconds(10))).contains("revoked");
    }

    @Test
    void other_ways_to_the_host_are_refused() throws IOException {
        try (var api = proxying.api();
                var forward = proxying.forward()) {
            assertThat(api.send(
                                    "GET /proxy/" + proxying.to() + "/ HTTP/1.1",
                                    "Host: 127.0.0.1",
                                    "X-Vault: shop",
                                    "Authorization: Bearer " + proxying.token)
                            .response())
                    .startsWith("HTTP/1.1 403 ")
                    .contains("tunnel_only");
            assertThat(forward.send(
                                    "GET https://" + proxying.to() + "/ HTTP/1.1",
                                    "Host: " + proxying.to(),
                                    proxying.auth())
                            .response())
                    .startsWith("HTTP/1.1 403 ")
                    .contains("tunnel_only");
        }
        assertThat(proxying.recorder.connections).hasValue(0);
    }

    @Test
    void an_address_that_may_not_be_dialled_is_refused_whatever_its_name() throws IOException {
        proxying.elsewhere.name("inside.example.com", "10.0.0.1");
        proxying.serve("inside", "inside.example.com", PathPattern.EVERYTHING, new Attachment.Tunnel(), true);
        var authority = "inside.example.com:" + proxying.recorder.port();
        try (var wire =
                proxying.forward().send("CONNECT " + authority + " HTTP/1.1", "Host: " + authority, proxying.auth())) {
            assertThat(wire.response()).startsWith("HTTP/1.1 403 ").contains("destination_denied");
        }
    }

    @Test
    void a_disabled_one_is_opened_and_says_so_within() throws IOException {
        proxying.serve("pinned", Proxying.HOST, PathPattern.EVERYTHING, new Attachment.Tunnel(), false);
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send("GET / HTTP/1.1", "Host: " + proxying.to()).response())
                    .startsWith("HTTP/1.1 403 ")
                    .contains("service_disabled");
        }
    }
}
