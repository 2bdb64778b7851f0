package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server behind TLS with a certificate of its own making, for the name `localhost` alone.
class TrustTest {

    private static final char[] STORE = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static HttpsServer server;

    @TempDir
    private Path home;

    @BeforeAll
    static void a_server_with_a_certificate() throws IOException, InterruptedException, GeneralSecurityException {
        var file = generated();
        var keys = KeyStore.getInstance(file.toFile(), STORE);
        var pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.getCertificate("server").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        Files.writeString(folder.resolve("ca.pem"), pem);
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, STORE);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] body = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /// What the JDK's own tool makes.
    private static Path generated() throws IOException, InterruptedException {
        var file = folder.resolve("server.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=dns:localhost",
                        "-ext",
                        "bc=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(STORE),
                        "-keystore",
                        file.toString()))
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        return file;
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused_and_the_way_to_trust_it_is_named() {
        var ran = new Stage(home).run("status --address " + address("localhost"));

        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.conversation()).contains("Its certificate or its TLS is not accepted", "AGENT_VAULT_CA_FILE");
    }

    @Test
    void a_certificate_of_the_named_file_is_accepted() {
        assertThat(trusting().run("status --address " + address("localhost")).answer())
                .contains("health         ok");
    }

    @Test
    void a_certificate_for_another_name_is_refused() {
        assertThat(trusting().run("status --address " + address("127.0.0.1")).code())
                .isEqualTo(5);
    }

    @Test
    void a_file_without_certificates_is_named() throws IOException {
        Files.writeString(home.resolve("empty.pem"), "");
        var stage = new Stage(home)
                .variable("AGENT_VAULT_CA_FILE", home.resolve("empty.pem").toString());

        assertThat(stage.run("status --address " + address("localhost")).conversation())
                .contains("cannot be read");
    }

    private Stage trusting() {
        return new Stage(home)
                .variable("AGENT_VAULT_CA_FILE", folder.resolve("ca.pem").toString());
    }

    private static String address(String host) {
        return "https://" + host + ":" + server.getAddress().getPort();
    }
}
