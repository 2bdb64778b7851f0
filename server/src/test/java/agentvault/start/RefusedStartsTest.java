package agentvault.start;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts that cannot be, by the real program: each ends with its code and a sentence that says what to do.
@Tag("full")
class RefusedStartsTest {

    private static final String START = "server --port 0";

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
    void a_second_server_on_the_same_data_is_told_which_process_is_the_first() {
        assertThat(program.run(START + " -d").code()).isZero();

        assertThat(program.run(START + " -d").conversation())
                .contains("uses " + home.resolve("data") + " already", "agent-vault server stop");
        refused(START, 1, "Another agent-vault server (process ");
    }

    @Test
    void a_database_of_another_program_is_not_touched() throws IOException, SQLException {
        var database = data().resolve("agent-vault.db");
        try (var link = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = link.createStatement()) {
            statement.execute("CREATE TABLE vaults (id TEXT)");
        }
        byte[] before = Files.readAllBytes(database);

        refused(START, 1, "is a database of another program: application id 0x0, tables vaults");
        assertThat(Files.readAllBytes(database)).isEqualTo(before);

        Files.writeString(database, "no database at all, and longer than the head of one would have to be");
        refused(START, 1, "is no SQLite database. Agent Vault does not touch it");
    }

    @Test
    void a_vault_with_a_password_is_not_opened_without_it_or_by_another() {
        program.without("AGENT_VAULT_MASTER_KEY_FILE").with("AGENT_VAULT_MASTER_PASSWORD", "the right one");
        assertThat(program.run(START + " -d").code()).isZero();
        program.run("server stop");

        program.with("AGENT_VAULT_MASTER_PASSWORD", "not the right one");
        refused(START, 3, "This master password does not open the vault.");
        program.without("AGENT_VAULT_MASTER_PASSWORD");
        refused(START, 3, "Next: set AGENT_VAULT_MASTER_PASSWORD");
    }

    @Test
    void a_postgresql_that_does_not_answer_is_named_without_its_password() {
        program.with("AGENT_VAULT_DATABASE_URL", "postgres://ann:marked-password@127.0.0.1:1/vault");

        var said = refused(START, 5, "The database cannot be reached.");

        assertThat(said).contains("AGENT_VAULT_DATABASE_URL").doesNotContain("marked-password");
    }

    @Test
    void a_port_of_the_forward_proxy_that_was_asked_for_and_is_taken_is_named() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var said = refused(
                    START + " --mitm-port " + taken.getLocalPort(),
                    1,
                    "Another program listens on 127.0.0.1:" + taken.getLocalPort());

            assertThat(said).contains("agent-vault server --mitm-port ");
        }
    }

    private String refused(String line, int code, String sentence) {
        var ran = program.run(line);
        assertThat(ran.conversation()).contains(sentence);
        assertThat(ran.code()).isEqualTo(code);
        return ran.conversation();
    }

    private Path data() throws IOException {
        var owners = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return Files.createDirectory(home.resolve("data"), owners);
    }
}
