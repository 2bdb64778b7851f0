package agentvault.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import agentvault.crypto.Secret;
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
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes on from a relay to the server, and what does not.
class RelayTest {

    private static final String TOKEN = "av_sess_the-session";
    private static final String DONE = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    private Path folder;

    private PretendedServer api;
    private PretendedServer proxy;
    private Relay relay;

    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        start(DONE, "");
    }

    private void start(String proxySays) throws IOException {
        start(proxySays, "");
    }

    private void start(String proxySays, String vault) throws IOException {
        api = new PretendedServer(DONE);
        proxy = new PretendedServer(proxySays);
        var server = new Relay.Server("vault.example.com", "/base", vault, api.dialler(), proxy.dialler());
        relay = Relay.open(file(), server, Secret.take(TOKEN.toCharArray()));
    }

    private Path file() {
        return folder.resolve("socket");
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        api.close();
        proxy.close();
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private String ask(String request) {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(file()))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            channel.shutdownOutput();
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_api_is_asked_with_the_sessions_token_and_with_nothing_that_was_shown() throws Exception {
        var answer = ask(head(
                "GET /discover?page=2 HTTP/1.1",
                "Host: 127.0.0.1:14321",
                "Authorization: Bearer other",
                "author_ization: Bearer other",
                "Proxy-Authorization: Basic other",
                "Cookie: av_session=other",
                "Connection: keep-alive",
                "X-Vault: shop"));

        assertThat(answer).endsWith("\r\n\r\nok");
        assertThat(api.heard())
                .isEqualTo(head(
                        "GET /base/discover?page=2 HTTP/1.1",
                        "Host: vault.example.com",
                        "X-Vault: shop",
                        "Connection: close",
                        "Authorization: Bearer " + TOKEN));
        assertThat(proxy.idle()).isTrue();
    }

    @Test
    void a_whole_url_goes_to_the_proxy_and_keeps_what_is_meant_for_its_host() throws Exception {
        ask(head(
                "GET http://api.example.com/a HTTP/1.1",
                "Host: api.example.com",
                "Authorization: Bearer mine",
                "Cookie: mine=1",
                "Proxy-Authorization: Bearer other"));

        assertThat(proxy.heard())
                .isEqualTo(head(
                        "GET http://api.example.com/a HTTP/1.1",
                        "Host: api.example.com",
                        "Authorization: Bearer mine",
                        "Cookie: mine=1",
                        "Connection: close",
                        "Proxy-Authorization: Bearer " + TOKEN));
        assertThat(api.idle()).isTrue();
    }

    @Test
    void with_an_agents_token_its_vault_is_named() throws Exception {
        close();
        start(DONE, "shop");

        ask(head("GET /discover HTTP/1.1", "Host: 127.0.0.1:14321"));
        ask(head("GET http://api.example.com/a HTTP/1.1", "Host: api.example.com"));

        assertThat(api.heard()).contains("\r\nX-Vault: shop\r\n", "Authorization: Bearer " + TOKEN);
        var pair = Base64.getEncoder().encodeToString((TOKEN + ":shop").getBytes(StandardCharsets.US_ASCII));
        assertThat(proxy.heard()).contains("Proxy-Authorization: Basic " + pair).doesNotContain("X-Vault");
    }

    @Test
    void a_body_goes_on_and_what_follows_it_does_not() throws Exception {
        var next = "GET /discover HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer other\r\n\r\n";
        ask("POST /v1/proposals HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + next);
        ask(
                "POST /proxy/a.example.com/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                        + next);
        ask("GET /discover HTTP/1.1\r\nHost: a\r\n\r\n" + next);

        assertThat(api.heard()).endsWith("\r\n\r\nhello").startsWith("POST /base/v1/proposals ");
        assertThat(api.heard()).endsWith("\r\n\r\n" + head("5", "hello", "0")).startsWith("POST /base/proxy/");
        assertThat(api.heard()).endsWith(TOKEN + "\r\n\r\n").startsWith("GET ");
    }

    @Test
    void in_a_tunnel_that_was_agreed_to_bytes_go_both_ways() throws Exception {
        close();
        start("HTTP/1.1 200 Connection established\r\n\r\nfrom there");

        assertThat(ask("CONNECT a.example.com:443 HTTP/1.1\r\nHost: a.example.com:443\r\n\r\nfrom here"))
                .isEqualTo("HTTP/1.1 200 Connection established\r\n\r\nfrom there");
        assertThat(proxy.heard())
                .startsWith("CONNECT a.example.com:443 HTTP/1.1\r\n")
                .endsWith("Proxy-Authorization: Bearer " + TOKEN + "\r\n\r\nfrom here");
    }

    @Test
    void after_a_tunnel_that_was_refused_nothing_goes_on() throws Exception {
        close();
        start("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");

        assertThat(ask("CONNECT a.example.com:443 HTTP/1.1\r\nHost: a\r\n\r\nGET http://a/ HTTP/1.1\r\n\r\n"))
                .isEqualTo("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        assertThat(proxy.heard()).endsWith(TOKEN + "\r\n\r\n");
    }

    @Test
    void a_websocket_is_a_tunnel_once_protocols_are_switched_and_other_upgrades_are_dropped() throws Exception {
        close();
        start("HTTP/1.1 101 Switching Protocols\r\n\r\nframe");
        var websocket = head(
                        "GET http://a.example.com/ HTTP/1.1",
                        "Host: a.example.com",
                        "Connection: Upgrade",
                        "Upgrade: websocket")
                + "frame";

        assertThat(ask(websocket)).endsWith("\r\n\r\nframe");
        assertThat(proxy.heard())
                .contains("\r\nUpgrade: websocket\r\nConnection: close, Upgrade\r\n")
                .endsWith("\r\n\r\nframe");
        ask(websocket.replace("websocket", "h2c"));
        assertThat(proxy.heard()).doesNotContain("Upgrade").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/auth/login",
                "GET /v1/vaults",
                "GET /v1/sessions",
                "GET /",
                "GET /approve/abc",
                "GET /v1/proposals/../sessions",
                "GET /v1/proposals/1/decisions",
                "GET /v1/proposals/%2e%2e",
                "GET //discover",
                "OPTIONS *"
            })
    void what_agents_do_not_ask_for_is_refused_and_nothing_dialled(String line) {
        assertThat(ask(line + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("not_on_socket");
        assertThat(api.idle() && proxy.idle()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /discover HTTP/1.1\nHost: a\n\n",
                "GET /discover HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /discover HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /discover HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
                "POST /v1/proposals HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0",
                "POST /v1/proposals HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n0",
                "GET http://a.example.com/ HTTP/1.1\r\nHost: b.example.com\r\n\r\n",
                "GET /discover HTTP/2.0\r\nHost: a\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\r\n\r\n"
            })
    void an_unclear_head_is_refused_and_nothing_dialled(String request) {
        assertThat(ask(request)).matches("(?s)HTTP/1.1 (400|417|505) .*");
        assertThat(api.idle() && proxy.idle()).isTrue();
    }

    @Test
    void a_server_that_is_not_there_is_said_to_be() throws IOException {
        api.close();

        assertThat(ask("GET /discover HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 502 ")
                .contains("server_unreachable");
    }

    @Test
    void its_file_is_the_users_alone_and_goes_with_it() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");

        relay.close();

        assertThat(file()).doesNotExist();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatIllegalArgumentException().isThrownBy(() -> start(DONE));
    }
}
