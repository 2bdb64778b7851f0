package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthCommandsTest {

    private static final String SESSION = "{\"token\":\"av_sess_2\",\"expires_at\":\"2027-11-21T12:00:00Z\"}";

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path home;

    private Stage stage;

    @BeforeEach
    void a_new_machine() {
        stage = new Stage(home);
        server.on("POST /v1/auth/login", SESSION);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void logging_in_keeps_the_session_for_its_owner_alone() throws IOException {
        var ran = stage.input("hunter22\n")
                .run("auth login --address " + server.address()
                        + " --email ann@example.com --password-stdin --device-label laptop");

        assertThat(ran.answer()).isEqualTo("✓ Logged in to " + server.address() + " as ann@example.com.\n");
        assertThat(server.last().body())
                .isEqualTo("{\"email\":\"ann@example.com\",\"password\":\"hunter22\",\"device_label\":\"laptop\"}");
        var folder = home.resolve(".config/agent-vault");
        assertThat(folder.resolve("session.json")).content().contains("av_sess_2", server.address());
        assertThat(mode(folder.resolve("session.json"))).isEqualTo("rw-------");
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(ran.answer() + ran.conversation()).doesNotContain("av_sess_2", "hunter22");
    }

    @Test
    void a_wrong_password_ends_with_its_own_code_and_keeps_nothing() {
        server.close();
        try (var strict = new FakeServer()) {
            strict.on("POST /v1/auth/login", 401, "{\"error\":\"Invalid email or password\"}");

            var ran = stage.input("wrong\n")
                    .run("auth login --address " + strict.address() + " --email a@b.c --password-stdin");

            assertThat(ran).isEqualTo(new Stage.Ran(3, "", """
                    Error: Invalid email or password
                    Next: agent-vault auth login
                    """));
            assertThat(stage.files().login()).isEmpty();
        }
    }

    @Test
    void the_first_account_is_logged_in_at_once() {
        server.on(
                "POST /v1/auth/register",
                201,
                "{\"email\":\"ann@example.com\",\"role\":\"owner\",\"authenticated\":true,\"token\":\"av_sess_3\"}");

        var ran = stage.person("ann@example.com", "hunter22", "hunter22")
                .run("auth register --address " + server.address());

        assertThat(ran.answer())
                .isEqualTo("✓ Made the account ann@example.com and logged in to " + server.address() + ".\n");
        assertThat(session()).isEqualTo("av_sess_3");
    }

    @Test
    void the_first_account_of_another_machine_takes_the_setup_code() {
        server.on(
                "POST /v1/auth/register",
                403,
                "{\"error\":\"setup_code_required\",\"code\":\"setup_code_required\",\"message\":\"It takes a code.\"}");
        server.on("POST /v1/auth/register", "{\"token\":\"av_sess_x\"}");

        var ran = stage.person("hunter22", "hunter22", "ABCD-EFGH")
                .run("auth register --email a@b.c --address " + server.address());

        assertThat(ran.code()).isZero();
        assertThat(server.last().body()).contains("\"setup_code\":\"ABCD-EFGH\"");
        assertThat(ran.conversation()).contains("setup code").doesNotContain("ABCD");
    }

    @Test
    void a_later_account_waits_for_the_code_of_its_email() {
        server.on(
                "POST /v1/auth/register",
                201,
                "{\"requires_verification\":true,\"message\":\"Look into your email.\"}");
        server.on("POST /v1/auth/verify", SESSION);

        var person = stage.person("hunter22", "hunter22", "123456")
                .run("auth register --email bob@example.com --address " + server.address());

        assertThat(person.conversation()).contains("Look into your email.", "The 6 digits of the code:");
        assertThat(server.last().body()).isEqualTo("{\"email\":\"bob@example.com\",\"code\":\"123456\"}");
        assertThat(stage.files().login()).isPresent();
    }

    @Test
    void two_different_new_passwords_are_not_sent() {
        var ran = stage.person("hunter22", "hunter23").run("auth register --email a@b.c --address " + server.address());

        assertThat(ran.code()).isEqualTo(3);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void without_a_login_a_script_is_told_the_next_command() {
        assertThat(stage.run("vault list"))
                .isEqualTo(new Stage.Ran(
                        3,
                        "",
                        "Error: You are not logged in.\nThere is no login in " + home
                                + "/.config/agent-vault.\nNext: agent-vault auth login\n"));
    }

    @Test
    void without_a_login_a_person_is_led_to_one_and_the_command_goes_on() {
        server.on("GET /v1/status", "{\"initialized\":true,\"needs_first_user\":false}");
        server.on("GET /v1/vaults", "{\"vaults\":[]}");

        var ran = stage.person(server.address(), "ann@example.com", "hunter22").run("vault list");

        assertThat(ran.conversation()).contains("Server [http://127.0.0.1:14321]:", "Email:", "There are no vaults.");
        assertThat(server.last().authorization()).isEqualTo("Bearer av_sess_2");
    }

    @Test
    void an_expired_login_is_renewed_once_by_the_password() {
        stage.loggedIn(server);
        server.on("GET /v1/vaults", 401, "{\"error\":\"Session expired\"}");
        server.on("GET /v1/vaults", "{\"vaults\":[{\"name\":\"payments\",\"role\":\"admin\"}]}");

        var ran = stage.person("hunter22").run("vault list --quiet");

        assertThat(ran.answer()).isEqualTo("payments\n");
        assertThat(ran.conversation()).contains("has expired", "Password of ann@example.com:");
        assertThat(server.asked())
                .extracting(FakeServer.Asked::line)
                .containsExactly("GET /v1/vaults", "POST /v1/auth/login", "GET /v1/vaults");
        assertThat(server.last().authorization()).isEqualTo("Bearer av_sess_2");
    }

    @Test
    void a_script_with_an_expired_login_is_not_asked() {
        stage.loggedIn(server);
        server.on("GET /v1/vaults", 401, "{\"error\":\"Session expired\"}");

        assertThat(stage.run("vault list"))
                .isEqualTo(new Stage.Ran(3, "", "Error: Session expired\nNext: agent-vault auth login\n"));
    }

    @Test
    void logging_out_forgets_the_session_even_if_the_server_is_gone() {
        stage.loggedIn(server);
        server.close();

        var ran = stage.run("auth logout");

        assertThat(ran.code()).isZero();
        assertThat(ran.conversation()).contains("could not be told");
        assertThat(stage.files().login()).isEmpty();
    }

    @Test
    void sessions_are_listed_with_the_latest_first_and_ended_by_id() {
        stage.loggedIn(server);
        server.on(
                "GET /v1/auth/sessions",
                "{\"sessions\":[{\"id\":\"s1\",\"device_label\":\"old\",\"last_used_at\":\"2026-11-18T12:00:00Z\"},"
                        + "{\"id\":\"s2\",\"device_label\":\"new\",\"last_used_at\":\"2026-11-21T11:59:00Z\",\"current\":true}]}");
        server.on("DELETE /v1/auth/sessions/s1", "{\"status\":\"revoked\",\"current\":false}");

        assertThat(stage.run("auth sessions list").answer()).isEqualTo("""
                ID  DEVICE  ADDRESS  LAST USED     EXPIRES
                s2  new              1 minute ago           this one
                s1  old              3 days ago
                """);
        assertThat(stage.run("auth sessions revoke s1").answer()).isEqualTo("✓ Ended the session s1.\n");
        assertThat(stage.files().login()).isPresent();
    }

    @Test
    void changing_the_password_keeps_the_new_session() {
        stage.loggedIn(server);
        server.on("POST /v1/auth/change-password", SESSION);

        assertThat(stage.input("old\nnew\n")
                        .run("account change-password --password-stdin")
                        .code())
                .isZero();
        assertThat(server.last().body()).isEqualTo("{\"current_password\":\"old\",\"new_password\":\"new\"}");
        assertThat(session()).isEqualTo("av_sess_2");
    }

    @Test
    void an_account_is_deleted_only_when_its_email_was_typed() {
        stage.loggedIn(server);
        server.on("GET /v1/auth/me", "{\"type\":\"user\",\"email\":\"ann@example.com\",\"role\":\"member\"}");
        server.on("DELETE /v1/auth/account", "{\"status\":\"deleted\",\"email\":\"ann@example.com\"}");

        assertThat(stage.run("account delete").code()).isEqualTo(2);
        assertThat(stage.person("yes").run("account delete").code()).isEqualTo(1);
        assertThat(server.asked()).noneMatch(asked -> asked.line().startsWith("DELETE"));

        assertThat(stage.person("ann@example.com").run("account delete").answer())
                .isEqualTo("✓ Deleted the account ann@example.com.\n");
        assertThat(stage.files().login()).isEmpty();
    }

    private String session() {
        return stage.files().login().orElseThrow().session().reveal(text -> text);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
