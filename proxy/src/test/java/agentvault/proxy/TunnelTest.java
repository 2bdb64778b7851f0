package agentvault.proxy;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.trail.Entry;
import agentvault.vault.UnmatchedHosts;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests through tunnels of the forward proxy.
class TunnelTest {

    private static final String GET = "GET /v1/a?b=c HTTP/1.1";

    private Proxying proxying;

    @BeforeEach
    void open(@TempDir Path folder) {
        proxying = new Proxying(folder);
    }

    @AfterEach
    void close() {
        assertThat(proxying.broken).isEmpty();
        proxying.close();
    }

    private String host() {
        return "Host: " + proxying.to();
    }

    @Test
    void a_secret_is_added_that_the_agent_never_had() throws IOException {
        proxying.serveBearer();
        try (var tunnel = proxying.tunnel()) {
            var response =
                    tunnel.send(GET, host(), "Authorization: Bearer mine").response();

            assertThat(response).isEqualTo(Recorder.OK);
            assertThat(proxying.recorder.requests)
                    .containsExactly("GET /v1/a?b=c HTTP/1.1\r\nHost: " + proxying.to()
                            + "\r\nAuthorization: Bearer sk_live_s3cret\r\n\r\n");
        }
    }

    @Test
    void each_request_of_a_tunnel_is_recorded_before_it_goes_out_and_connections_are_used_again() throws IOException {
        proxying.serveBearer();
        try (var tunnel = proxying.tunnel()) {
            for (int i = 0; i < 3; i++)
                assertThat(tunnel.send(GET, host()).response()).isEqualTo(Recorder.OK);
        }
        assertThat(proxying.office.trail.entries().stream().filter(Entry.Use.class::isInstance))
                .hasSize(3);
        assertThat(proxying.recorder.connections).hasValue(1);
    }

    @Test
    void what_cannot_be_recorded_is_not_sent() throws IOException {
        proxying.serveBearer();
        try (var tunnel = proxying.tunnel()) {
            proxying.office.trail.makeUnavailable();

            assertThat(tunnel.send(GET, host()).response())
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\"code\":\"audit_unavailable\"");
        }
        assertThat(proxying.recorder.requests).isEmpty();
    }

    @Test
    void a_host_that_policy_denies_gets_its_403_without_a_look_up_or_a_connection() throws IOException {
        try (var tunnel = proxying.tunnel("unknown.example.com:443")) {
            assertThat(tunnel.send(GET, "Host: unknown.example.com").response())
                    .startsWith("HTTP/1.1 403 ")
                    .contains("X-Agent-Vault-Proxy-Error: true")
                    .contains("\"error\":\"forbidden\"")
                    .contains("No broker service matching host \\\"unknown.example.com\\\" in vault \\\"shop\\\"")
                    .contains("\"proposal_hint\":{\"host\":\"unknown.example.com\",\"endpoint\":\"POST /v1/proposals\"")
                    .contains("\"request_id\":\"req_");
        }
        assertThat(proxying.elsewhere.lookUps).hasValue(0);
    }

    @Test
    void a_host_that_no_service_names_passes_without_a_credential_where_the_vault_says_so() throws IOException {
        proxying.unmatched(UnmatchedHosts.PASSTHROUGH);
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send(GET, host(), "Authorization: Bearer own").response())
                    .isEqualTo(Recorder.OK);
        }
        assertThat(proxying.recorder.requests.getFirst()).contains("Authorization: Bearer own");
        assertThat(proxying.office.trail.entries()).noneMatch(Entry.Use.class::isInstance);
    }

    @Test
    void another_name_in_the_handshake_than_in_connect_is_refused() throws IOException {
        proxying.serveBearer();
        try (var wire = proxying.forward().send("CONNECT " + proxying.to() + " HTTP/1.1", host(), proxying.auth())) {
            wire.response();
            assertThatThrownBy(() -> wire.encrypt(proxying.trust(), Proxying.HOST, "evil.example.com"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unrecognized_name");
        }
    }

    @Test
    void a_handshake_without_a_name_means_the_host_of_the_tunnel() throws IOException {
        proxying.serveBearer();
        try (var wire = proxying.forward().send("CONNECT " + proxying.to() + " HTTP/1.1", host(), proxying.auth())) {
            wire.response();
            wire.encrypt(proxying.trust(), Proxying.HOST);
            assertThat(wire.send(GET, host()).response()).isEqualTo(Recorder.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1", "GET https://evil.example.com/ HTTP/1.1"})
    void a_request_for_another_host_in_a_tunnel_is_misdirected(String line) throws IOException {
        proxying.serveBearer();
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send(line, "Host: evil.example.com").response()).startsWith("HTTP/1.1 421 ");
        }
        assertThat(proxying.recorder.requests).isEmpty();
    }

    @Test
    void what_is_no_tls_in_a_tunnel_is_closed() throws IOException {
        try (var wire = proxying.forward().send("CONNECT " + proxying.to() + " HTTP/1.1", host(), proxying.auth())) {
            wire.response();
            assertThat(wire.sendBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n").ended())
                    .isTrue();
        }
        assertThat(proxying.recorder.connections).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example.com:%d", "API.example.com", "127.0.0.1:14322", "127.0.0.1", "127.0.0.1:%d"})
    void connect_names_in_host_what_it_connects_to_or_the_proxy(String named) throws IOException {
        proxying.serveBearer();
        var host = "Host: " + named.formatted(proxying.recorder.port());
        try (var wire = proxying.forward()) {
            wire.send("CONNECT " + proxying.to() + " HTTP/1.1", host, proxying.auth());
            assertThat(wire.response()).startsWith("HTTP/1.1 200 ");
            wire.encrypt(proxying.trust(), Proxying.HOST, Proxying.HOST);

            assertThat(wire.send(GET, host()).response()).isEqualTo(Recorder.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example.com", "api.example.com:1", "127.0.0.2", "localhost", "api.example.com.evil"})
    void connect_that_names_a_third_in_host_is_refused(String named) throws IOException {
        proxying.serveBearer();
        try (var wire = proxying.forward()) {
            wire.send("CONNECT " + proxying.to() + " HTTP/1.1", "Host: " + named, proxying.auth());

            assertThat(wire.rest()).startsWith("HTTP/1.1 400 ").endsWith("host_mismatch");
        }
        assertThat(proxying.recorder.connections).hasValue(0);
    }

    @Test
    void a_whole_url_has_the_same_host_in_host_even_if_that_names_the_proxy() throws IOException {
        proxying.serveBearer();
        try (var wire = proxying.forward()) {
            wire.send("GET https://" + proxying.to() + "/ HTTP/1.1", "Host: 127.0.0.1", proxying.auth());

            assertThat(wire.rest()).startsWith("HTTP/1.1 400 ").endsWith("host_mismatch");
        }
    }

    @Test
    void a_client_that_still_sends_a_head_that_is_too_large_is_told_so() throws IOException {
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send("GET /" + "x".repeat(1 << 20) + " HTTP/1.1", host())
                            .rest())
                    .startsWith("HTTP/1.1 414 ")
                    .endsWith("target_too_long");
        }
    }

    @Test
    void connect_in_a_tunnel_is_refused() throws IOException {
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send("CONNECT " + proxying.to() + " HTTP/1.1", host())
                            .response())
                    .startsWith("HTTP/1.1 405 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:443", "169.254.169.254:443", "[::1]:443", "[64:ff9b::7f00:1]:443"})
    void an_address_that_may_not_be_dialled_is_refused_before_the_tunnel_opens(String authority) throws IOException {
        try (var wire =
                proxying.forward().send("CONNECT " + authority + " HTTP/1.1", "Host: " + authority, proxying.auth())) {
            assertThat(wire.response()).startsWith("HTTP/1.1 403 ").contains("\"code\":\"destination_denied\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.1:443", "2130706433:443", "0x7f.1:443", "a@b:443", "host:0", "host:65536", "host"})
    void an_authority_that_is_none_is_refused_before_the_tunnel_opens(String authority) throws IOException {
        try (var wire =
                proxying.forward().send("CONNECT " + authority + " HTTP/1.1", "Host: " + authority, proxying.auth())) {
            assertThat(wire.response()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void who_shows_nothing_is_asked_and_may_try_again_on_the_same_connection() throws IOException {
        proxying.serveBearer();
        var connect = "CONNECT " + proxying.to() + " HTTP/1.1";
        try (var wire = proxying.forward()) {
            assertThat(wire.send(connect, host()).response())
                    .startsWith("HTTP/1.1 407 ")
                    .contains("Proxy-Authenticate: Basic realm=\"agent-vault\"");
            assertThat(wire.send(connect, host(), Wire.basic("av_agt_" + "0".repeat(64), ""))
                            .response())
                    .startsWith("HTTP/1.1 407 ");
            assertThat(wire.send(connect, host(), proxying.auth()).response()).startsWith("HTTP/1.1 200 ");
            wire.encrypt(proxying.trust(), Proxying.HOST, Proxying.HOST);
            assertThat(wire.send(GET, host()).response()).isEqualTo(Recorder.OK);
        }
    }

    @Test
    void a_token_is_taken_in_each_of_its_three_forms() throws IOException {
        var forms = new String[] {
            "Proxy-Authorization: Bearer " + proxying.token,
            "proxy-authorization: bearer " + proxying.token,
            Wire.basic(proxying.token, ""),
            Wire.basic(proxying.token, "shop")
        };
        for (var form : forms) {
            try (var wire = proxying.forward().send("CONNECT " + proxying.to() + " HTTP/1.1", host(), form)) {
                assertThat(wire.response()).as(form).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void two_credentials_and_vaults_that_are_not_ones_own_are_refused() throws IOException {
        proxying.office.vault("other");
        var connect = "CONNECT " + proxying.to() + " HTTP/1.1";
        try (var wire = proxying.forward()) {
            assertThat(wire.send(connect, host(), proxying.auth(), proxying.auth())
                            .response())
                    .startsWith("HTTP/1.1 400 ");
            assertThat(wire.send(connect, host(), Wire.basic(proxying.token, "other"))
                            .response())
                    .startsWith("HTTP/1.1 403 ");
            assertThat(wire.send(connect, host(), Wire.basic(proxying.token, "nowhere"))
                            .response())
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void a_revoked_token_is_refused_at_the_next_request_of_an_open_tunnel() throws IOException {
        proxying.serveBearer();
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send(GET, host()).response()).isEqualTo(Recorder.OK);
            done(proxying.office.workspace.grants().take(proxying.office.owner, proxying.vault, proxying.agent));

            assertThat(tunnel.send(GET, host()).response()).startsWith("HTTP/1.1 403 ");
        }
        assertThat(proxying.recorder.requests).hasSize(1);
    }

    @Test
    void the_log_has_no_query_and_tells_the_rule_and_the_bytes() throws IOException {
        proxying.serveBearer();
        try (var tunnel = proxying.tunnel()) {
            tunnel.send("POST /v1/a?b=c HTTP/1.1", host(), "Content-Length: 3")
                    .sendBytes("abc")
                    .response();
        }
        assertThat(proxying.log).singleElement().satisfies(line -> {
            assertThat(line.request().path()).isEqualTo("/v1/a");
            assertThat(line.by().service()).isEqualTo("api");
            assertThat(line.outcome().status()).isEqualTo(200);
            assertThat(line.outcome().sent()).isEqualTo(3);
            assertThat(line.outcome().received()).isEqualTo(2);
            assertThat(line.by().actor()).isEqualTo(proxying.agent);
            assertThat(line.toString()).doesNotContain("b=c").doesNotContain(Proxying.SECRET);
        });
    }
}
