package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.EmailAddress;
import agentvault.control.ApiServer.Ask;
import agentvault.crypto.Secret;
import agentvault.workspace.Office;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationRoutesTest {

    private static final String OTHER_PASSWORD = "another horse battery";

    @TempDir
    private Path root;

    private final Letters letters = new Letters();
    private ApiServer server;

    /// Keeps the codes of the letters that were written.
    private static final class Letters implements Courier {

        private final LinkedBlockingQueue<String> codes = new LinkedBlockingQueue<>();

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public boolean brings(EmailAddress to, Letter letter) {
            switch (letter) {
                case Letter.Confirmation(var code) -> codes.add(Office.text(code));
                case Letter.Reset(var code) -> codes.add(Office.text(code));
                case Letter.Invitation(var address, Secret token) -> codes.add(address + Office.text(token));
                case Letter.Test() -> codes.add("test");
            }
            return true;
        }

        String next() throws InterruptedException {
            var code = codes.poll(20, TimeUnit.SECONDS);
            assertThat(code).isNotNull();
            return code;
        }
    }

    @BeforeEach
    void start() {
        server = ApiServer.start(root, ApiServer.Options.USUAL.with(letters));
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    @Test
    void the_first_user_owns_the_instance_and_is_in() {
        var told = server.post(
                        "/v1/auth/register",
                        "",
                        "{'email':'ana@example.com','password':'longenough','device_label':'laptop'}")
                .is(201);

        assertThat(told.at("/role")).isEqualTo("owner");
        assertThat(told.at("/message")).isEqualTo("Owner account created.");
        assertThat(told.json().get("requires_verification").asBoolean()).isFalse();
        assertThat(told.at("/token")).startsWith("av_sess_");
        assertThat(told.header("Set-Cookie").orElse(""))
                .startsWith("av_session=av_sess_")
                .contains("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Max-Age=31536000")
                .doesNotContain("Secure");
        assertThat(server.get("/v1/auth/me", told.at("/token")).is(200).at("/email"))
                .isEqualTo("ana@example.com");
    }

    @Test
    void from_another_machine_the_first_user_shows_the_setup_code() {
        var ask = Ask.of("POST", "/v1/auth/register").header("Host", "vault.example.com");
        var body = "{'email':'ana@example.com','password':'longenough'%s}";

        server.send(ask.json(body.formatted(""))).refused(403, "setup_code_required");
        server.send(ask.json(body.formatted(",'setup_code':'guess'"))).refused(403, "setup_code_required");
        server.send(ask.json(body.formatted(",'setup_code':'" + ApiServer.SETUP_CODE + "'")))
                .is(201);
    }

    @Test
    void what_is_no_address_or_no_password_is_named() {
        var told = server.post("/v1/auth/register", "", "{'email':'ana','password':'longenough'}")
                .refused(400, "invalid_request");
        assertThat(told.at("/field")).isEqualTo("email");
        server.post("/v1/auth/register", "", "{'email':'ana@example.com','password':'short'}")
                .refused(400, "invalid_request");
        server.post("/v1/auth/register", "", "{'email':'ana@example.com'}").refused(400, "invalid_request");
        server.post(
                        "/v1/auth/register",
                        "",
                        "{'email':'ana@example.com','email':'b@example.com','password':'longenough'}")
                .refused(400, "invalid_request");
    }

    @Test
    void others_need_an_invite_until_their_domain_is_let_in_and_then_a_code() throws InterruptedException {
        var owner = server.owner();
        var register = "{'email':'bob@example.com','password':'longenough'}";
        server.post("/v1/auth/register", "", register).refused(403, "invite_only");
        server.put("/v1/admin/settings", owner, "{'invite_only':false,'allowed_email_domains':['Example.com']}")
                .is(200);

        var told = server.post("/v1/auth/register", "", register).is(201);

        assertThat(told.json().get("requires_verification").asBoolean()).isTrue();
        var code = letters.next();
        server.post("/v1/auth/login", "", "{'email':'bob@example.com','password':'longenough'}")
                .refused(401, "wrong_login");
        server.post("/v1/auth/verify", "", "{'email':'bob@example.com','code':'wrong!'}")
                .refused(400, "wrong_code");
        var verified = server.post("/v1/auth/verify", "", "{'email':'bob@example.com','code':'%s'}".formatted(code))
                .is(200);
        assertThat(verified.at("/message")).isEqualTo("Account verified.");
        assertThat(server.get("/v1/auth/me", verified.at("/token")).at("/role")).isEqualTo("member");
        server.post("/v1/auth/verify", "", "{'email':'bob@example.com','code':'%s'}".formatted(code))
                .refused(400, "wrong_code");
    }

    @Test
    void whether_an_address_is_a_user_s_cannot_be_told_from_any_answer() throws InterruptedException {
        var owner = server.owner();
        server.put("/v1/admin/settings", owner, "{'invite_only':false,'allowed_email_domains':['example.com']}")
                .is(200);
        for (var path :
                new String[] {"/v1/auth/register", "/v1/auth/forgot-password", "/v1/auth/resend-verification"}) {
            var known = server.post(path, "", "{'email':'ana@example.com','password':'longenough'}");
            var unknown = server.post(path, "", "{'email':'xyz@example.com','password':'longenough'}");

            assertThat(known.essence().replace("ana@", "xyz@")).as(path).isEqualTo(unknown.essence());
        }
        var wrong = server.post("/v1/auth/login", "", "{'email':'ana@example.com','password':'not this'}");
        var nobody = server.post("/v1/auth/login", "", "{'email':'nob@example.com','password':'not this'}");
        assertThat(wrong.essence()).isEqualTo(nobody.essence());
        assertThat(wrong.at("/error")).isEqualTo("Invalid email or password");
        assertThat(letters.next()).hasSize(6);
    }

    @Test
    void a_code_chooses_another_password_and_ends_every_other_login() throws InterruptedException {
        var before = server.owner();
        server.post("/v1/auth/forgot-password", "", "{'email':'ana@example.com'}")
                .is(200);
        var reset = "{'email':'ana@example.com','code':'%s','new_password':'%s'}";
        server.post("/v1/auth/reset-password", "", reset.formatted("000", OTHER_PASSWORD))
                .refused(400, "wrong_code");

        var told = server.post("/v1/auth/reset-password", "", reset.formatted(letters.next(), OTHER_PASSWORD))
                .is(200);

        server.get("/v1/auth/me", told.at("/token")).is(200);
        server.get("/v1/auth/me", before).refused(401, "invalid_session");
        server.post("/v1/auth/login", "", "{'email':'ana@example.com','password':'%s'}".formatted(OTHER_PASSWORD))
                .is(200);
    }

    @Test
    void another_code_comes_to_an_address_that_waits_to_be_confirmed() throws InterruptedException {
        var owner = server.owner();
        server.put("/v1/admin/settings", owner, "{'invite_only':false,'allowed_email_domains':['example.com']}")
                .is(200);
        server.post("/v1/auth/register", "", "{'email':'bob@example.com','password':'longenough'}")
                .is(201);
        letters.next();

        server.post("/v1/auth/resend-verification", "", "{'email':'bob@example.com'}")
                .is(200);

        server.post("/v1/auth/verify", "", "{'email':'bob@example.com','code':'%s'}".formatted(letters.next()))
                .is(200);
        server.pass(Duration.ofMinutes(1));
    }
}
