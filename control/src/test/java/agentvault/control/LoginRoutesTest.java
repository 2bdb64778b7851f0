package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Throttle;
import agentvault.control.ApiServer.Ask;
import agentvault.workspace.Office;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginRoutesTest {

    @TempDir
    private Path root;

    private ApiServer server;
    private String owner = "";

    @BeforeEach
    void start() {
        var rate = new Throttle.Rate(10, Duration.ofMinutes(5));
        server = ApiServer.start(root, ApiServer.Options.USUAL.with(rate));
        owner = server.owner();
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private ApiServer.Told login(String password) {
        return server.post("/v1/auth/login", "", "{'email':'ana@example.com','password':'%s'}".formatted(password));
    }

    @Test
    void a_user_logs_in_and_out() {
        var told = login(Office.PASSWORD).is(200);
        var token = told.at("/token");
        assertThat(told.at("/expires_at")).isEqualTo("2027-05-18T08:00:00Z");
        assertThat(told.header("X-RateLimit-Limit")).contains("10");
        assertThat(told.header("X-RateLimit-Remaining")).contains("9");
        var me = server.get("/v1/auth/me", token).is(200);
        assertThat(me.at("/type")).isEqualTo("user");
        assertThat(me.json().get("is_owner").asBoolean()).isTrue();

        var out = server.post("/v1/auth/logout", token, "").is(200);

        assertThat(out.at("/status")).isEqualTo("ok");
        assertThat(out.header("Set-Cookie").orElse(""))
                .startsWith("av_session=;")
                .contains("Max-Age=0");
        server.get("/v1/auth/me", token).refused(401, "invalid_session");
        server.post("/v1/auth/logout", token, "").is(200);
        server.send(Ask.of("POST", "/v1/auth/logout")).is(200);
    }

    @Test
    void what_is_shown_is_unknown_expired_or_nothing_and_each_has_its_sentence() {
        assertThat(server.get("/v1/vaults", "")
                        .refused(401, "authorization_required")
                        .at("/error"))
                .isEqualTo("Authorization required");
        assertThat(server.get("/v1/vaults", "av_sess_" + "0".repeat(64))
                        .refused(401, "invalid_session")
                        .at("/error"))
                .isEqualTo("Invalid or expired session");
        server.send(Ask.of("GET", "/v1/vaults").header("Authorization", "bearer " + owner))
                .refused(401, "authorization_required");
        server.send(Ask.of("GET", "/v1/vaults").header("Authorization", "Basic abc"))
                .refused(401, "authorization_required");
        server.send(Ask.of("GET", "/v1/vaults").as(owner).as(owner)).refused(401, "invalid_session");
        server.get("/v1/vaults", "x".repeat(2000)).refused(401, "invalid_session");

        server.pass(Duration.ofDays(31));

        var told = server.get("/v1/vaults", owner).refused(401, "session_expired");
        assertThat(told.at("/error")).isEqualTo("Session expired");
        assertThat(told.header("WWW-Authenticate").orElse("")).startsWith("Bearer");
    }

    @Test
    void a_server_that_cannot_confirm_what_it_knows_lets_nobody_in() {
        server.passUnconfirmed(Duration.ofSeconds(6));

        server.get("/v1/vaults", owner).refused(503, "authority_stale");
        server.pass(Duration.ZERO);
        server.get("/v1/vaults", owner).is(200);
    }

    @Test
    void after_ten_tries_the_eleventh_waits() {
        for (int i = 0; i < 10; i++) login("wrong " + i).refused(401, "wrong_login");

        var told = login(Office.PASSWORD).refused(429, "too_many_requests");

        assertThat(told.at("/error")).isEqualTo("too_many_requests");
        assertThat(told.header("Retry-After")).contains("300");
        assertThat(told.header("X-RateLimit-Remaining")).contains("0");
        server.pass(Duration.ofMinutes(6));
        login(Office.PASSWORD).is(200);
    }

    @Test
    void owners_choose_how_many_tries_there_are() {
        server.put("/v1/admin/settings", owner, "{'rate_limit':{'overrides':{'AUTH':{'max':5,'window':60}}}}")
                .is(200);
        for (int i = 0; i < 5; i++) login("wrong " + i).refused(401, "wrong_login");

        assertThat(login(Office.PASSWORD).refused(429, "too_many_requests").header("Retry-After"))
                .contains("60");
    }

    @Test
    void another_password_ends_every_other_login() {
        var other = login(Office.PASSWORD).is(200).at("/token");
        var change = "{'current_password':'%s','new_password':'%s'}";
        assertThat(server.post("/v1/auth/change-password", other, change.formatted("not this", "longenough"))
                        .refused(400, "wrong_password")
                        .at("/error"))
                .isEqualTo("The current password is another one");
        server.post("/v1/auth/change-password", other, change.formatted(Office.PASSWORD, "short"))
                .refused(400, "invalid_request");

        var told = server.post("/v1/auth/change-password", other, change.formatted(Office.PASSWORD, "longenough"))
                .is(200);

        server.get("/v1/auth/me", told.at("/token")).is(200);
        server.get("/v1/auth/me", other).refused(401, "invalid_session");
        server.get("/v1/auth/me", owner).refused(401, "invalid_session");
    }

    @Test
    void one_s_own_logins_are_listed_and_ended() {
        var phone = server.post(
                        "/v1/auth/login",
                        "",
                        "{'email':'ana@example.com','password':'%s','device_label':'phone'}".formatted(Office.PASSWORD))
                .is(200)
                .at("/token");
        var sessions = server.get("/v1/auth/sessions", owner).is(200).json().get("sessions");
        assertThat(sessions).hasSize(2);
        var id = "";
        for (var session : sessions) {
            boolean isPhone = session.path("device_label").asString("").equals("phone");
            assertThat(session.get("current").asBoolean()).isEqualTo(!isPhone);
            if (isPhone) id = session.get("id").asString();
        }

        var told = server.delete("/v1/auth/sessions/" + id, owner).is(200);

        assertThat(told.json().get("current").asBoolean()).isFalse();
        server.get("/v1/auth/me", phone).refused(401, "invalid_session");
        server.delete("/v1/auth/sessions/" + id, owner).refused(404, "not_found");
        server.delete("/v1/auth/sessions/none", owner).refused(404, "not_found");
    }

    @Test
    void a_member_deletes_their_account_and_an_owner_does_not() {
        server.delete("/v1/auth/account", owner).refused(409, "conflict");
        var link = server.post("/v1/users/invites", owner, "{'email':'bob@example.com'}")
                .is(201)
                .at("/invite_link");
        var token = link.substring(link.lastIndexOf('/') + 1);
        var bob = server.post("/v1/users/invites/" + token + "/accept", "", "{'password':'longenough'}")
                .is(200)
                .at("/token");

        assertThat(server.delete("/v1/auth/account", bob).is(200).at("/status")).isEqualTo("deleted");

        server.get("/v1/auth/me", bob).refused(401, "invalid_session");
    }
}
