package agentvault.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Listening with a certificate.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

    private static final String PASSWORD = "changeit";
    private static final String LAST = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private Path folder = Path.of("");

    private Protection.Tls files = new Protection.Tls(Path.of("chain"), Path.of("key"));
    private SSLContext client;

    TlsTest() throws GeneralSecurityException {
        client = SSLContext.getDefault();
    }

    @BeforeAll
    void makeCertificate(@TempDir Path temporary) throws IOException, InterruptedException, GeneralSecurityException {
        folder = temporary;
        var store = folder.resolve("store.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "localhost",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        files = new Protection.Tls(
                pem("CERTIFICATE", keys.getCertificate("localhost").getEncoded()),
                pem(
                        "PRIVATE KEY",
                        keys.getKey("localhost", PASSWORD.toCharArray()).getEncoded()));
        client = Trusting.in(keys.getCertificate("localhost"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void requests_are_answered_over_tls(String version) throws IOException {
        Handler handler = request -> Answer.text(
                200,
                request.secure() + " " + request.authority() + " "
                        + new String(request.body().readAll(9), StandardCharsets.UTF_8));
        try (var probe = Probe.encrypted(Limits.STANDARD, files, handler);
                var raw = new Raw(connect(probe, version))) {
            raw.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc")
                    .readTo("true localhost:443 abc");
            assertThat(raw.send(LAST).readToEnd()).contains("Connection: close").endsWith("true localhost:443 ");
        }
    }

    @Test
    void large_answers_and_streams_arrive_whole_over_tls() throws IOException {
        var large = "0123456789abcdef".repeat(1 << 17);
        Handler handler = request -> request.path().equals("/")
                ? Answer.text(200, large)
                : Answer.streamed(200, "text/plain", out -> out.write(large.getBytes(StandardCharsets.US_ASCII)));
        try (var probe = Probe.encrypted(Limits.STANDARD, files, handler);
                var first = new Raw(connect(probe, "TLSv1.3"));
                var second = new Raw(connect(probe, "TLSv1.3"))) {
            assertThat(first.send(LAST).readToEnd()).endsWith("\r\n\r\n" + large);
            assertThat(second.send(LAST.replace("/ HTTP/1.1", "/stream HTTP/1.0"))
                            .readToEnd())
                    .endsWith("\r\n\r\n" + large);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, 20000", "TLSv1.2, 20000", "TLSv1.3, 1000000", "TLSv1.2, 1000000"})
    void who_still_sends_a_head_that_is_too_large_is_told_so(String version, int size) throws IOException {
        try (var probe = Probe.encrypted(Limits.STANDARD, files, Probe::echo);
                var target = new Raw(connect(probe, version));
                var field = new Raw(connect(probe, version))) {
            var large = "x".repeat(size);
            assertThat(target.send("GET /" + large + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .readToEnd())
                    .startsWith("HTTP/1.1 414 ");
            assertThat(field.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + large + large + "\r\n\r\n")
                            .readToEnd())
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    @ParameterizedTest
    @CsvSource({"0301, TLS 1.0", "0302, TLS 1.1", "0300, SSL 3"})
    void older_versions_are_refused(String version, String name) throws IOException {
        try (var probe = Probe.encrypted(Limits.STANDARD, files, Probe::echo)) {
            assertThat(greeted(probe, version, "c013c014002f0035")).as(name).isEqualTo("protocol_version");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "c023c024c013c014, CBC",
        "009c009d002f0035, without forward secrecy",
        "c011c0070005, RC4",
        "c012000a, 3DES",
        "c006c0100002, without encryption"
    })
    void weak_ciphers_are_refused(String suites, String name) throws IOException {
        try (var probe = Probe.encrypted(Limits.STANDARD, files, Probe::echo)) {
            assertThat(greeted(probe, "0303", suites)).as(name).isEqualTo("handshake_failure");
        }
    }

    @Test
    void plain_text_on_a_tls_port_is_not_answered() throws IOException, InterruptedException {
        try (var probe = Probe.encrypted(Limits.STANDARD, files, Probe::echo)) {
            assertThat(probe.says(LAST)).doesNotContain("HTTP/1.1");
            assertThat(Probe.Heard.next(probe.heard.turnedAway)).isEqualTo(Events.TurnedAway.HANDSHAKE_FAILED);
            assertThat(probe.heard.broken).isEmpty();
        }
    }

    @Test
    void a_handshake_that_stalls_is_cut_off() throws IOException, InterruptedException {
        var times = Limits.STANDARD.times();
        var limits = Limits.STANDARD.withTimes(new Limits.Times(
                Duration.ofMillis(200), times.head(), times.body(), times.write(), times.idle(), times.linger()));
        try (var probe = Probe.encrypted(limits, files, Probe::echo)) {
            probe.says("\u0016\u0003\u0001");
            assertThat(Probe.Heard.next(probe.heard.turnedAway)).isEqualTo(Events.TurnedAway.HANDSHAKE_FAILED);
        }
    }

    @Test
    void files_that_are_no_certificate_and_key_are_named() throws IOException {
        var rubbish = Files.writeString(folder.resolve("rubbish.pem"), "rubbish");

        assertThatThrownBy(
                        () -> Probe.encrypted(Limits.STANDARD, new Protection.Tls(rubbish, files.key()), Probe::echo))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rubbish.pem");
    }

    /// The alert that a greeting with one version and some cipher suites is answered with.
    private static String greeted(Probe probe, String version, String suites) throws IOException {
        var hello = version + "00".repeat(32) + "00" + "%04x".formatted(suites.length() / 2) + suites + "0100" + "000e"
                + "000a00040002001d" + "000b00020100";
        int length = hello.length() / 2;
        var record = "160301%04x01%06x".formatted(length + 4, length) + hello;
        try (var socket = new Socket(probe.listener().address().getAddress(), probe.port())) {
            socket.getOutputStream().write(HexFormat.of().parseHex(record));
            return alert(socket.getInputStream());
        }
    }

    private static String alert(InputStream in) throws IOException {
        byte[] answer = in.readNBytes(7);
        assertThat(answer).hasSize(7).startsWith(0x15);
        return switch (answer[6]) {
            case 40 -> "handshake_failure";
            case 70 -> "protocol_version";
            default -> "alert " + answer[6];
        };
    }

    private SSLSocket connect(Probe probe, String version) throws IOException {
        var socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", probe.port());
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    private Path pem(String kind, byte[] der) throws IOException {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        var text = "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
        return Files.writeString(folder.resolve(kind + ".pem"), text);
    }
}
