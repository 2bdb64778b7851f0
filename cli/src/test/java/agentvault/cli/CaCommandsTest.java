package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaCommandsTest {

    private static final String ASKED = "GET /v1/mitm/ca.pem";

    private static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

    @TempDir
    private Path home;

    private final FakeServer server = new FakeServer();
    private Stage stage;

    @BeforeEach
    void name_the_server() {
        stage = new Stage(home).variable("AGENT_VAULT_ADDR", server.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_certificate_is_printed_as_it_is_or_kept_in_a_file() throws IOException {
        server.on(ASKED, PEM).on(ASKED, PEM);

        assertThat(stage.run("ca fetch").answer()).isEqualTo(PEM);
        assertThat(stage.run("ca fetch ca.pem").code()).isZero();
        assertThat(Files.readString(home.resolve("ca.pem"))).isEqualTo(PEM);
    }

    @Test
    void its_name_its_end_and_its_digest_are_shown() {
        server.on(
                "GET /v1/mitm/ca",
                "{\"name\":\"CN=Root\",\"not_after\":\"2036-11-18T00:00:00Z\",\"sha256\":\"B2:60\",\"port\":14322}");

        assertThat(stage.run("ca info").answer()).isEqualTo("""
                name     CN=Root
                until    2036-11-18T00:00:00Z
                SHA-256  B2:60
                port     14322
                """);
    }

    @Test
    void a_server_without_a_proxy_has_none() {
        server.on(ASKED, 404, "{\"error\":\"MITM proxy is not enabled on this server\"}");

        var ran = stage.run("ca fetch");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.conversation()).contains("not enabled");
    }
}
