package agentvault.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorCommandTest {

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void found() {
        home = new Home(folder).foundedWithKeyFile();
    }

    @Test
    void a_vault_that_is_well_has_no_failed_line() {
        var ran = home.run("doctor --json");

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.json().truth("healthy")).isTrue();
        assertThat(ran.json().items("checks"))
                .extracting(check -> check.text("check"))
                .containsExactly(
                        "java",
                        "tools",
                        "limits",
                        "clock",
                        "disk",
                        "directory",
                        "files",
                        "key file",
                        "server",
                        "database",
                        "key",
                        "contents",
                        "trail");
        assertThat(home.run("doctor").answer()).contains("CHECK", "The key file opens the vault");
    }

    @Test
    void what_others_may_read_fails_with_the_command_that_ends_it() throws IOException {
        mode(home.data(), "rwxr-xr-x");
        mode(home.database(), "rw-r--r--");
        mode(home.key(), "r--r--r--");

        var ran = home.run("doctor --json");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.json().items("checks"))
                .filteredOn(check -> check.text("state").equals("fail"))
                .extracting(check -> check.text("fix"))
                .contains("chmod 700 " + home.data(), "chmod -R go= " + home.data(), "chmod 400 " + home.key());
    }

    @Test
    void another_key_does_not_open_the_vault() throws IOException {
        Files.write(folder.resolve("other"), new byte[32]);
        mode(folder.resolve("other"), "r--------");

        failed("doctor --json --master-key-file other", "key", "Use the one that the vault was made with");
    }

    @Test
    void a_changed_row_fails() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.database());
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE vault SET display_name = 'other'"))
                    .isPositive();
        }

        failed("contents", "agent-vault backup restore FILE --into NEW-DIR");
    }

    @Test
    void a_changed_byte_of_the_trail_fails() throws IOException {
        TrailCommandsTest.flip(home.data().resolve("trail/0000000001.segment"), 700);

        failed("trail", "agent-vault backup restore FILE --into NEW-DIR");
    }

    @Test
    void a_database_that_is_none_fails() throws IOException {
        Files.writeString(home.database(), "no database".repeat(1_000));

        failed("database", "agent-vault backup restore FILE --into NEW-DIR");
    }

    @Test
    void a_database_that_does_not_answer_fails() {
        var ran = home.stage()
                .variable("AGENT_VAULT_DATABASE_URL", "postgres://someone@127.0.0.1:9/none")
                .run("doctor");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.answer()).contains("The database cannot be reached.", "whether PostgreSQL runs there");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 503})
    void a_server_that_runs_is_asked_how_it_is(int status) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        var address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (var _ = Home.taken(home.data())) {
            Files.writeString(home.data().resolve("server.address"), address);
            mode(home.data().resolve("server.address"), "rw-------");
            var ran = home.run("doctor");

            assertThat(ran.code()).as(ran.all()).isEqualTo(status == 200 ? 0 : 1);
            assertThat(ran.answer()).contains(status == 200 ? "It answers at " + address : "It answers 503");
            assertThat(ran.answer()).contains("agent-vault server stop, then agent-vault doctor");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_process_that_holds_the_directory_and_does_not_answer_fails() {
        try (var _ = Home.taken(home.data())) {
            failed("server", "agent-vault server stop");
        }
    }

    @Test
    void a_clock_that_was_set_back_is_said() {
        var never = home.stage().at(Instant.EPOCH).run("doctor --json");
        var back = home.stage().at(Instant.parse("2026-02-01T00:00:00Z")).run("doctor");

        assertThat(never.code()).isEqualTo(1);
        assertThat(back.code()).as(back.all()).isZero();
        assertThat(back.answer()).contains("the trail's last entry is of", "timedatectl set-ntp true");
    }

    @Test
    void without_the_password_the_rest_is_looked_at() {
        var locked = new Home(folder.resolve("locked")).foundedWithPassword();

        var without = locked.run("doctor");
        var with = locked.stage().input(Home.PASSWORD).run("doctor --password-stdin");

        assertThat(without.code()).as(without.all()).isZero();
        assertThat(without.answer()).contains("No master password was given", "The file is whole");
        assertThat(with.answer()).contains("The master password opens the vault");
    }

    @Test
    void where_no_vault_is_it_says_so() {
        var ran = home.run("doctor --data-dir nowhere");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.conversation()).contains("There is no vault in", "Next: agent-vault server");
    }

    private void failed(String check, String fix) {
        failed("doctor --json", check, fix);
    }

    private void failed(String line, String check, String fix) {
        var ran = home.run(line);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.json().truth("healthy")).isFalse();
        var failed = ran.json().items("checks").stream()
                .filter(each -> each.text("state").equals("fail"))
                .toList();
        assertThat(failed).allMatch(each -> !each.text("fix").isEmpty());
        assertThat(failed)
                .filteredOn(each -> each.text("check").equals(check))
                .singleElement()
                .satisfies(each -> assertThat(each.text("fix")).contains(fix));
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
