package agentvault.dial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.canary.Canary;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Through another proxy.
class RouteTest {

    private static String opens(String head) {
        return head.startsWith("CONNECT ") ? "HTTP/1.1 200 Connection established\r\n\r\n" : "";
    }

    @Test
    void it_is_asked_for_the_address_that_was_judged() throws InterruptedException {
        try (var origin = Origin.at("127.0.0.1");
                var proxy = ConnectProxy.to(origin.port(), RouteTest::opens);
                var kit = kit("http://127.0.0.1:" + proxy.port(), false)) {
            kit.names.put("a.example", List.of("93.184.215.14"));
            var channel = kit.connected(Kit.key("a.example", 8080));
            channel.writeAndFlush(Unpooled.copiedBuffer("hello", US_ASCII)).syncUninterruptibly();
            channel.close().syncUninterruptibly();

            assertThat(Origin.all(origin.next())).isEqualTo("hello");
            assertThat(proxy.asked)
                    .containsExactly("CONNECT 93.184.215.14:8080 HTTP/1.1\r\nHost: 93.184.215.14:8080\r\n\r\n");
        }
    }

    @Test
    void it_is_asked_for_the_name_if_it_resolves_and_nobody_else_is() {
        try (var origin = Origin.at("127.0.0.1");
                var proxy = ConnectProxy.to(origin.port(), RouteTest::opens);
                var kit = kit("http://127.0.0.1:" + proxy.port(), true)) {
            kit.connected(Kit.key("a.example", 8080));

            assertThat(proxy.asked).singleElement().asString().startsWith("CONNECT a.example:8080 HTTP/1.1\r\n");
            assertThat(kit.lookUps).hasValue(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false",
        "127.0.0.1, true",
        "[fd00::1], true",
        "metadata.google.internal, true",
        "bad.example, false"
    })
    void it_is_not_asked_for_what_is_denied(String host, boolean resolves) {
        try (var proxy = ConnectProxy.to(1, RouteTest::opens);
                var kit = kit("http://127.0.0.1:" + proxy.port(), resolves)) {
            kit.names.put("bad.example", List.of("93.184.215.14", "10.0.0.1"));

            assertThat(kit.failed(Kit.key(host, 80))).isEqualTo(DialFailure.DESTINATION_DENIED);
            assertThat(proxy.asked).isEmpty();
        }
    }

    @Test
    void the_server_behind_it_proves_its_name(@TempDir Path folder) {
        var pki = new Pki("trusted");
        var wrong = pki.serving(new GeneralName(GeneralName.dNSName, "b.example"));
        try (var origin = Origin.over(pki.serving(new GeneralName(GeneralName.dNSName, "a.example")));
                var other = Origin.over(wrong);
                var proxy = ConnectProxy.to(origin.port(), RouteTest::opens);
                var astray = ConnectProxy.to(other.port(), RouteTest::opens);
                var kit = kit("http://127.0.0.1:" + proxy.port(), true, pki.rootFile(folder));
                var lost = kit("http://127.0.0.1:" + astray.port(), true, pki.rootFile(folder))) {
            var heard = shakingHands(origin);
            var unheard = shakingHands(other);
            kit.connected(Kit.secure("a.example", 443)).close().syncUninterruptibly();

            assertThat(Kit.await(heard)).isEqualTo("");
            assertThat(lost.failed(Kit.secure("a.example", 443))).isEqualTo(DialFailure.WRONG_NAME);
            assertThat(Kit.await(unheard)).isEmpty();
        }
    }

    @Test
    void it_may_be_spoken_to_over_tls_and_proves_its_name(@TempDir Path folder) {
        var pki = new Pki("trusted");
        var subject = new GeneralName(GeneralName.dNSName, "proxy.example");
        var sockets = pki.serving(subject).getServerSocketFactory();
        try (var origin = Origin.over(pki.serving(new GeneralName(GeneralName.dNSName, "a.example")));
                var proxy = new ConnectProxy(sockets, origin.port(), RouteTest::opens);
                var kit = kit("https://proxy.example:" + proxy.port(), true, pki.rootFile(folder));
                var wrong = kit("https://other.example:" + proxy.port(), true, pki.rootFile(folder))) {
            var heard = shakingHands(origin);
            kit.names.put("proxy.example", List.of("127.0.0.1"));
            wrong.names.put("other.example", List.of("127.0.0.1"));
            kit.connected(Kit.secure("a.example", 443)).close().syncUninterruptibly();

            assertThat(Kit.await(heard)).isEqualTo("");
            assertThat(wrong.failed(Kit.secure("a.example", 443))).isEqualTo(DialFailure.PROXY_REFUSED);
            assertThat(proxy.asked).hasSize(1);
        }
    }

    @Test
    void the_login_is_sent_and_never_printed() {
        var password = Canary.marked("proxy");
        try (var origin = Origin.at("127.0.0.1");
                var proxy = ConnectProxy.to(origin.port(), RouteTest::opens);
                var kit = kit("http://me%3A:" + password + "@127.0.0.1:" + proxy.port(), true)) {
            kit.connected(Kit.key("a.example", 80));
            var sent = Base64.getEncoder().encodeToString(("me::" + password).getBytes(US_ASCII));

            assertThat(proxy.asked)
                    .singleElement()
                    .asString()
                    .contains("\r\nProxy-Authorization: Basic " + sent + "\r\n\r\n");
            assertThat(Route.Through.parse("http://me:" + password + "@a", false)
                            .toString())
                    .doesNotContain(password);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno",
                "HTTP/1.1 502 Bad Gateway\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nearly",
                "HTTP/1.1 101 Switching\r\n\r\n",
                "HTTP/1.1 200 OK\n\n",
                "SSH-2.0-x\r\n",
                ""
            })
    void a_way_that_is_not_opened_is_told(String answer) {
        try (var origin = Origin.at("127.0.0.1");
                var proxy = ConnectProxy.to(origin.port(), _ -> answer);
                var kit = kit("http://127.0.0.1:" + proxy.port(), true)) {
            assertThat(kit.failed(Kit.key("a.example", 80))).isEqualTo(DialFailure.PROXY_REFUSED);
        }
    }

    @Test
    void it_is_asked_for_the_next_address_if_it_refuses_one_but_not_if_it_refuses_us() {
        Function<String, String> onlySecond = head ->
                head.contains("CONNECT 1.1.1.2") ? opens(head) : "HTTP/1.1 504 Timeout\r\nContent-Length: 0\r\n\r\n";
        try (var origin = Origin.at("127.0.0.1");
                var proxy = ConnectProxy.to(origin.port(), onlySecond);
                var stern = ConnectProxy.to(origin.port(), _ -> "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n");
                var kit = kit("http://127.0.0.1:" + proxy.port(), false);
                var unknown = kit("http://127.0.0.1:" + stern.port(), false)) {
            kit.names.put("a.example", List.of("1.1.1.1", "1.1.1.2", "1.1.1.3"));
            unknown.names.put("a.example", List.of("1.1.1.1", "1.1.1.2"));

            kit.connected(Kit.key("a.example", 80));
            assertThat(proxy.asked).hasSize(2);
            assertThat(unknown.failed(Kit.key("a.example", 80))).isEqualTo(DialFailure.PROXY_REFUSED);
            assertThat(stern.asked).hasSize(1);
        }
    }

    @Test
    void a_proxy_that_is_not_there_is_told_as_one_that_refuses() {
        var gone = Origin.at("127.0.0.1");
        gone.close();
        try (var kit = kit("http://127.0.0.1:" + gone.port(), true);
                var nameless = kit("http://none.example:3128", true)) {
            assertThat(kit.failed(Kit.key("a.example", 80))).isEqualTo(DialFailure.PROXY_REFUSED);
            assertThat(nameless.failed(Kit.key("a.example", 80))).isEqualTo(DialFailure.PROXY_REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://a:1080",
                "a:3128",
                "ftp://a",
                "http://",
                "http://a:0",
                "http://a/path",
                "http://a:b@",
                "unix:/x",
                "http://%zz@a:1",
                "HTTP",
                "http://127.1:3128"
            })
    void other_kinds_of_proxies_are_not_spoken_to(String url) {
        assertThat(Route.Through.parse(url, false)).isEmpty();
    }

    private static Kit kit(String url, boolean resolves, Path... roots) {
        var route = Route.Through.parse(url, resolves).orElseThrow();
        return new Kit(NetworkRules.PUBLIC, route, List.of(roots), PoolLimits.STANDARD);
    }

    /// What the next client said over TLS.
    private static CompletableFuture<String> shakingHands(Origin origin) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                var socket = (SSLSocket) origin.next();
                socket.startHandshake();
                return Origin.all(socket);
            } catch (IOException e) {
                return "";
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }
}
