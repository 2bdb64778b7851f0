package agentvault.dial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is trusted to be the server that was dialled.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpstreamTlsTest {

    private static final GeneralName NAME = new GeneralName(GeneralName.dNSName, "a.example");
    private static final Duration LONG = Duration.ofDays(30);

    private final Pki pki = new Pki("trusted");
    private Path roots = Path.of("");

    @BeforeAll
    void writeRoots(@TempDir Path folder) {
        roots = pki.rootFile(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_server_that_proves_its_name_is_spoken_to(String version) throws IOException, InterruptedException {
        try (var origin = Origin.over(pki.serving(NAME));
                var kit = kit()) {
            ((SSLServerSocket) origin.server()).setEnabledProtocols(new String[] {version});
            var heard = shakingHands(origin);
            var channel = kit.connected(Kit.secure("a.example", origin.port()));
            channel.writeAndFlush(Unpooled.copiedBuffer("hello", US_ASCII)).syncUninterruptibly();
            channel.close().syncUninterruptibly();

            assertThat(Kit.await(heard)).isEqualTo("http/1.1 hello");
        }
    }

    @Test
    void an_address_is_proven_like_a_name() throws InterruptedException {
        try (var origin = Origin.over(pki.serving(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
                var kit = kit()) {
            var heard = shakingHands(origin);
            kit.connected(Kit.secure("127.0.0.1", origin.port())).close().syncUninterruptibly();

            assertThat(Kit.await(heard)).isEqualTo("http/1.1 ");
        }
    }

    @Test
    void another_name_is_not_trusted() throws InterruptedException {
        assertUntrusted(
                pki.serving(new GeneralName(GeneralName.dNSName, "b.example")), DialFailure.WRONG_NAME, "wrong_name");
        assertUntrusted(
                pki.serving(new GeneralName(GeneralName.dNSName, "*.a.example")), DialFailure.WRONG_NAME, "wrong_name");
        assertUntrusted(
                pki.serving(new GeneralName(GeneralName.iPAddress, "127.0.0.1")), DialFailure.WRONG_NAME, "wrong_name");
    }

    @Test
    void an_expired_certificate_is_not_trusted() throws InterruptedException {
        assertUntrusted(pki.serving(NAME, pki.now().minus(LONG)), DialFailure.EXPIRED, "expired");
    }

    @Test
    void a_certificate_of_the_future_is_not_trusted() throws InterruptedException {
        assertUntrusted(pki.serving(NAME, pki.now().plus(LONG)), DialFailure.NOT_YET_VALID, "not_yet_valid");
    }

    @Test
    void a_certificate_that_vouches_for_itself_is_not_trusted() throws InterruptedException {
        assertUntrusted(new Pki("a.example").servingRoot(), DialFailure.SELF_SIGNED, "self_signed");
    }

    @Test
    void a_certificate_of_an_unknown_issuer_is_not_trusted() throws InterruptedException {
        assertUntrusted(new Pki("unknown").serving(NAME), DialFailure.UNKNOWN_ISSUER, "unknown_issuer");
    }

    private void assertUntrusted(SSLContext server, DialFailure failure, String reason) throws InterruptedException {
        try (var origin = Origin.over(server);
                var kit = kit()) {
            var heard = shakingHands(origin);

            assertThat(kit.failed(Kit.secure("a.example", origin.port()))).isEqualTo(failure);
            assertThat(failure.code()).isEqualTo("tls_untrusted");
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(Kit.await(heard)).doesNotContain("hello");
        }
    }

    @Test
    void older_versions_are_not_spoken() throws InterruptedException {
        try (var origin = Origin.at("127.0.0.1");
                var kit = kit()) {
            var server = CompletableFuture.supplyAsync(() -> answered(origin, "\u0015\u0003\u0001\u0000\u0002\u0002F"));

            assertThat(kit.failed(Kit.secure("a.example", origin.port()))).isEqualTo(DialFailure.TLS_FAILED);
            assertThat(Kit.await(server)).doesNotContain("hello");
        }
    }

    @Test
    void plain_text_is_not_tls() throws InterruptedException {
        try (var origin = Origin.at("127.0.0.1");
                var kit = kit()) {
            var server = CompletableFuture.supplyAsync(() -> answered(origin, "HTTP/1.1 400 Bad Request\r\n\r\n"));

            assertThat(kit.failed(Kit.secure("a.example", origin.port()))).isEqualTo(DialFailure.TLS_FAILED);
            assertThat(Kit.await(server)).startsWith("\u0016");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void no_session_is_taken_up_again(String version) throws InterruptedException {
        try (var origin = Origin.over(pki.serving(NAME));
                var kit = kit()) {
            ((SSLServerSocket) origin.server()).setEnabledProtocols(new String[] {version});
            var first = created(origin, kit);
            var second = created(origin, kit);

            assertThat(second).isNotEqualTo(first);
        }
    }

    /// When the session began that a connection was spoken in: one that is taken up again keeps its time.
    private static long created(Origin origin, Kit kit) throws InterruptedException {
        var session = CompletableFuture.supplyAsync(() -> {
            try (var socket = (SSLSocket) origin.next()) {
                socket.startHandshake();
                socket.getOutputStream().write(' ');
                socket.getInputStream().read();
                return socket.getSession().getCreationTime();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        var channel = kit.connected(Kit.secure("a.example", origin.port()));
        channel.writeAndFlush(Unpooled.copiedBuffer(" ", US_ASCII)).syncUninterruptibly();
        long time = Kit.await(session);
        Kit.assertCloses(channel);
        return time;
    }

    @Test
    void files_without_certificates_are_named(@TempDir Path folder) throws IOException {
        var rubbish = Files.writeString(folder.resolve("rubbish.pem"), "rubbish");
        var settings = new DialSettings(new Route.Direct(), List.of(rubbish), PoolLimits.STANDARD);
        var missing = new DialSettings(new Route.Direct(), List.of(folder.resolve("missing.pem")), PoolLimits.STANDARD);

        assertThatThrownBy(() -> Upstreams.open(Guard.of(NetworkRules.PUBLIC), settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rubbish.pem");
        assertThatThrownBy(() -> Upstreams.open(Guard.of(NetworkRules.PUBLIC), missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing.pem");
    }

    private Kit kit() {
        var kit = new Kit(Kit.rules("127.0.0.1"), new Route.Direct(), List.of(roots), PoolLimits.STANDARD);
        kit.names.put("a.example", List.of("127.0.0.1"));
        return kit;
    }

    /// What the next client agreed to speak and said, or nothing if it did not stay.
    private static CompletableFuture<String> shakingHands(Origin origin) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                var socket = (SSLSocket) origin.next();
                var parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return socket.getApplicationProtocol() + " " + Origin.all(socket);
            } catch (IOException e) {
                return "";
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static String answered(Origin origin, String answer) {
        try (Socket socket = origin.next()) {
            byte[] start = socket.getInputStream().readNBytes(5);
            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
            return new String(start, ISO_8859_1);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
