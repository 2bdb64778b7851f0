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

    /// Signed by itself, for tests of how a certificate is shown.
    private static final String PEM = """
            -----BEGIN CERTIFICATE-----
            MIIBkzCCATmgAwIBAgIUDKP4wtHVFjOpDE7Cndl4iSlhcBswCgYIKoZIzj0EAwIw
            HjEcMBoGA1UEAwwTQWdlbnQgVmF1bHQgZXhhbXBsZTAgFw0yNjExMjExMjAwMzda
            GA8yMTI2MTAyODEyMDAzN1owHjEcMBoGA1UEAwwTQWdlbnQgVmF1bHQgZXhhbXBs
            ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLHok0lY5O1F5DdW1crLBJW8hBhS
            WYONpy6k/IlAkx0v3/kj1yPxKwnHw6PHBaPYkN8r8iDcXCVQhO+u8TNQz6ajUzBR
            MB0GA1UdDgQWBBQOuLzXcZ6Akdbp1lF2PjdDjxQ92DAfBgNVHSMEGDAWgBQOuLzX
            cZ6Akdbp1lF2PjdDjxQ92DAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gA
            MEUCIFClkDASTPZXBG+C26EAQQWAuVqFEckTnPYH/2I3dWozAiEA9PcKb/ZgRGcF
            VfzVRmGhWX60kVQrifMRrNpr2vNohcw=
            -----END CERTIFICATE-----
            """;

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
        server.on(ASKED, PEM);

        assertThat(stage.run("ca info").answer())
                .contains(
                        "CN=Agent Vault example",
                        "2126-10-28",
                        "F8:E5:26:D0:28:EE:19:17:76:BF:9E:1B:29:3B:2E:57:C9:83:99:C2:7F:86:37:ED:5C:92:BF:0E:FA:A6:1E:D3");
    }

    @Test
    void a_server_without_a_proxy_has_none() {
        server.on(ASKED, 404, "{\"error\":\"MITM proxy is not enabled on this server\"}");

        var ran = stage.run("ca fetch");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.conversation()).contains("not enabled");
    }
}
