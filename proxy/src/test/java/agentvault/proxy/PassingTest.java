package agentvault.proxy;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.address.PathPattern;
import agentvault.vault.Attachment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void a_greeting_that_names_another_host_goes_no_further() throws Exception {
        try (var wire = connect()) {
            assertThat(wire.response()).startsWith("HTTP/1.1 200 ");

            assertThatThrownBy(() -> wire.encrypt(proxying.elsewhere.trusting(), Proxying.HOST, "other.example.com"))
                    .hasMessageContaining("unrecognized_name");
        }
        assertThat(proxying.lastEnded(Duration.ofSeconds(10))).contains("misdirected_request");
        assertThat(proxying.log.getLast().outcome().sent()).isZero();
        assertThat(proxying.recorder.requests).isEmpty();
    }

    @Test
    void a_greeting_without_a_name_passes() throws Exception {
        try (var wire = connect()) {
            assertThat(wire.response()).startsWith("HTTP/1.1 200 ");
            wire.encrypt(proxying.elsewhere.trusting(), Proxying.HOST);

            assertThat(wire.send("GET / HTTP/1.1", "Host: " + proxying.to()).response())
                    .isEqualTo(Recorder.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-x\r\n", "\0", "\u0017\u0003\u0003"})
    void what_does_not_begin_as_tls_does_passes(String bytes) throws Exception {
        try (var wire = connect()) {
            assertThat(wire.response()).startsWith("HTTP/1.1 200 ");
            wire.sendBytes(bytes + "x".repeat(20));
        }
        assertThat(proxying.lastEnded(Duration.ofSeconds(10))).contains("");
        assertThat(proxying.log.getLast().outcome().sent()).isEqualTo(bytes.length() + 20);
    }

    @Test
    void a_greeting_that_comes_in_pieces_is_judged_when_it_is_whole() throws Exception {
        var hello = hello("other.example.com");
        try (var wire = connect()) {
            assertThat(wire.response()).startsWith("HTTP/1.1 200 ");
            for (char c : hello.toCharArray()) wire.sendBytes(String.valueOf(c));

            assertThat(wire.rest()).isEqualTo("\u0015\u0003\u0003\0\u0002\u0002p");
        }
        assertThat(proxying.lastEnded(Duration.ofSeconds(10))).contains("misdirected_request");
    }

    /// One that is too large, an empty record before it, another message, another protocol.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\0\u0004\u0001\0P\0",
                "\u0016\u0003\u0001\0\0",
                "\u0016\u0003\u0001\0\u0004\u0002\0\0\0",
                "\u0016SSH\r\n"
            })
    void what_begins_as_tls_does_and_is_no_greeting_goes_no_further(String bytes) throws Exception {
        try (var wire = connect()) {
            assertThat(wire.response()).startsWith("HTTP/1.1 200 ");
            wire.sendBytes(bytes + hello(Proxying.HOST));

            assertThat(wire.rest()).isEmpty();
        }
        assertThat(proxying.lastEnded(Duration.ofSeconds(10))).contains("");
        assertThat(proxying.log.getLast().outcome().sent()).isZero();
    }

    /// The least that a client says to begin with, for a host.
    private static String hello(String host) {
        var name = "\0" + size(host.length()) + host;
        var extension = "\0\0" + size(name.length() + 2) + size(name.length()) + name;
        var body = "\u0003\u0003" + "r".repeat(32) + "\0" + "\0\u0002\u0013\u0001" + "\u0001\0"
                + size(extension.length()) + extension;
        var message = "\u0001\0" + size(body.length()) + body;
        return "\u0016\u0003\u0001" + size(message.length()) + message;
    }

    private static String size(int length) {
        return "" + (char) (length >> 8) + (char) (length & 0xff);
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
