package agentvault.start;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import agentvault.json.Json;
import agentvault.store.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The documented life of credentials, command by command as the documents write it, by the real program.
@Tag("full")
class DocumentedCredentialsTest {

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path home;

    private RealProgram program;

    @BeforeEach
    void at_home() {
        program = new RealProgram(home);
    }

    @AfterEach
    void stop() {
        program.run("server stop");
    }

    @Test
    void credentials_are_stored_overwritten_kept_over_a_restart_and_deleted() throws IOException {
        life();

        try (var files = Files.walk(home.resolve("data"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("sk_test_abc123", "sk_test_new456");
            }
        }
    }

    @Test
    void the_same_on_postgresql() throws SQLException {
        try (var link = DriverManager.getConnection(PostgresServer.jdbcUrl("public"));
                var statement = link.createStatement()) {
            statement.execute("CREATE DATABASE documented");
        }
        program.with("AGENT_VAULT_DATABASE_URL", PostgresServer.url().replaceAll("/postgres$", "/documented"));
        life();
    }

    private void life() {
        var address = start(0);
        done("auth register --email ann@example.com --password-stdin", PASSWORD);
        done("vault create my-vault");

        assertThat(done("vault credential set STRIPE_KEY=sk_test_abc123 --vault my-vault"))
                .isEqualTo("✓ Stored STRIPE_KEY in my-vault.\n");
        done("vault credential set A=1 B=2");
        done("vault creds set STRIPE_KEY=sk_test_new456 --vault my-vault");
        assertThat(done("vault credential list")).contains("A", "B").doesNotContain("1\n");

        assertThat(program.run("server stop").code()).isZero();
        assertThat(start(address.getPort())).isEqualTo(address);

        assertThat(done("vault credential get STRIPE_KEY --vault my-vault")).contains("sk_test_new456");
        assertThat(done("vault credential list --reveal --vault my-vault")).contains("STRIPE_KEY", "sk_test_new456");
        assertThat(done("vault credential delete STRIPE_KEY --vault my-vault")).contains("STRIPE_KEY");
        assertThat(program.run("vault credential get STRIPE_KEY --vault my-vault")
                        .code())
                .isEqualTo(1);
        assertThat(Json.read(done("audit verify --json")).orElseThrow().truth("intact"))
                .isTrue();
    }

    /// Where it listens, which the next commands are told.
    private URI start(int port) {
        var ran = program.without("AGENT_VAULT_ADDR").run("server -d --json --port " + port);
        assertThat(ran.code()).as(ran.conversation()).isZero();
        var address = Json.read(ran.answer()).orElseThrow().text("address");
        program.with("AGENT_VAULT_ADDR", address);
        return URI.create(address);
    }

    private String done(String line) {
        return done(line, "");
    }

    private String done(String line, String input) {
        var ran = program.run(line, input);
        assertThat(ran.code()).as(line + "\n" + ran.conversation()).isZero();
        return ran.answer();
    }
}
