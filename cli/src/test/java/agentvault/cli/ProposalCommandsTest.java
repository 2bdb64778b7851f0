package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What agents ask for and what people answer, at the command.
class ProposalCommandsTest {

    private static final String NEW_CODE = "new_destination:GITHUB_TOKEN:https://api.evil.com:443/*";
    private static final String EFFECT = """
            "effect":{"services":[{"name":"stripe","change":"added","before":[],"after":[{"credential":"STRIPE_KEY",
            "destination":"api.stripe.com","methods":[],"in":"header"}]}],"credentials":[]}""";

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path home;

    private Stage stage;

    @BeforeEach
    void logged_in() {
        stage = new Stage(home).loggedIn(server);
        show(1, "");
        server.on("POST /v1/admin/proposals/1/approve", "{\"id\":1,\"status\":\"applied\",\"vault\":\"payments\"}");
        server.on("POST /v1/admin/proposals/1/reject", "{\"id\":1,\"status\":\"rejected\",\"vault\":\"payments\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void show(int number, String needed) {
        server.on("GET /v1/admin/proposals/" + number + "?vault=payments", """
                {"id":%d,"status":"pending","vault":"payments","agent_name":"billing-bot","created_at":"2026-11-21T11:58:00Z",
                "credentials":[{"action":"set","key":"STRIPE_KEY","type":"static","has_value":false,
                "description":"Stripe API key","obtain":"https://dashboard.stripe.com/apikeys"}],
                %s,"acknowledgements":[%s],"user_message":"To send invoices\\u001b[2J","message":"","digest":"ab12"}
                """.formatted(number, EFFECT, needed));
    }

    private static String needed() {
        return "{\"code\":\"%s\",\"kind\":\"new-destination\",\"message\":\"GITHUB_TOKEN would go to api.evil.com too.\"}"
                .formatted(NEW_CODE);
    }

    @Test
    void a_proposal_is_shown_facts_first_and_what_the_agent_wrote_apart() {
        assertThat(stage.run("vault proposal show 1 --vault payments").answer()).isEqualTo("""
                Proposal 1 of payments, pending, by billing-bot 2 minutes ago
                Service stripe: added
                  before  sends nothing
                  after   STRIPE_KEY → api.stripe.com (header)
                Credential STRIPE_KEY: you type the value in
                  | Stripe API key
                  | get it at https://dashboard.stripe.com/apikeys
                The agent says:
                  | To send invoices\\u{1b}[2J
                """);
    }

    @Test
    void a_person_sees_it_types_the_value_and_says_yes() {
        var ran = stage.person("sk_live", "yes").run("vault proposal approve 1 --vault payments");

        assertThat(ran.answer()).isEqualTo("✓ Approved proposal 1 of payments.\n");
        assertThat(ran.conversation()).contains("Service stripe: added", "Approve proposal 1 as shown? [yes/no]");
        assertThat(approval())
                .isEqualTo("{\"vault\":\"payments\",\"digest\":\"ab12\",\"acknowledge\":[],\"credentials\":"
                        + "{\"STRIPE_KEY\":\"sk_live\"}}");
        assertThat(stage.person("sk_live", "n")
                        .run("vault proposal approve 1 --vault payments")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void a_script_gives_the_value_and_means_it() {
        assertThat(stage.run("vault proposal approve 1 --vault payments").conversation())
                .contains("Missing value for credential STRIPE_KEY", "STRIPE_KEY=- --vault payments");
        assertThat(stage.input("sk_live\n")
                        .run("vault proposal approve 1 STRIPE_KEY=- --vault payments")
                        .conversation())
                .contains("--yes says it is");
        assertThat(stage.run("vault proposal approve 1 STRIPE_KEY=- --yes --vault payments")
                        .answer())
                .isEqualTo("✓ Approved proposal 1 of payments.\n");
    }

    @Test
    void each_effect_that_reaches_further_is_asked_about_and_named_to_scripts() {
        show(2, needed());
        server.on(
                "POST /v1/admin/proposals/2/approve",
                422,
                "{\"error\":\"Proposal 2 has effects that nobody said yes to\",\"code\":\"acknowledgement_required\","
                        + "\"acknowledgements\":[" + needed() + "]}");
        server.on("POST /v1/admin/proposals/2/approve", "{\"id\":2,\"status\":\"applied\",\"vault\":\"payments\"}");

        var told = stage.run("vault proposal approve 2 STRIPE_KEY=x --yes --vault payments");
        assertThat(told.code()).isEqualTo(1);
        assertThat(told.conversation())
                .contains(
                        "GITHUB_TOKEN would go to api.evil.com too.",
                        "Next: agent-vault vault proposal approve 2 --vault payments --acknowledge '" + NEW_CODE + "'");
        stage.runWords(
                "vault",
                "proposal",
                "approve",
                "2",
                "STRIPE_KEY=x",
                "--yes",
                "--vault",
                "payments",
                "--acknowledge",
                NEW_CODE);
        assertThat(server.last().body()).contains("\"acknowledge\":[\"" + NEW_CODE + "\"]");

        assertThat(stage.person("no")
                        .run("vault proposal approve 2 STRIPE_KEY=x --vault payments")
                        .conversation())
                .contains("Is that meant? [yes/no]", "Nothing was done.");
        assertThat(stage.person("yes", "yes")
                        .run("vault proposal approve 2 STRIPE_KEY=x --vault payments")
                        .code())
                .isZero();
    }

    @Test
    void an_old_login_is_renewed_by_the_password() {
        server.on("POST /v1/admin/proposals/3/approve", 403, "{\"error\":\"old\",\"code\":\"login_too_old\"}");
        server.on("POST /v1/admin/proposals/3/approve", "{\"id\":3,\"status\":\"applied\"}");
        show(3, "");
        server.on("POST /v1/auth/login", "{\"token\":\"av_sess_2\",\"expires_at\":\"2027-11-21T12:00:00Z\"}");

        var ran = stage.person("my password").run("vault proposal approve 3 STRIPE_KEY=x --yes --vault payments");

        assertThat(ran.code()).as(ran.conversation()).isZero();
        assertThat(ran.conversation()).contains("This takes a login of the last 12 hours.");
    }

    @Test
    void what_waits_is_gone_through_one_by_one() {
        show(4, "");
        server.on("POST /v1/admin/proposals/4/reject", "{\"id\":4,\"status\":\"rejected\"}");
        server.on(
                "GET /v1/admin/proposals?vault=payments&status=pending&after=0",
                "{\"proposals\":[{\"id\":4},{\"id\":1}]}");

        server.on("GET /v1/admin/proposals?vault=payments&status=pending&after=4", "{\"proposals\":[]}");

        var ran = stage.person("a", "sk_live", "r", "not this one").run("vault proposal review --vault payments");

        assertThat(ran.code()).isZero();
        assertThat(ran.answer()).contains("✓ Approved proposal 1.", "✓ Rejected proposal 4.");
        assertThat(ran.conversation()).contains("Nothing waits in payments any more.");
        assertThat(server.last("POST /v1/admin/proposals/4/reject").body())
                .isEqualTo("{\"vault\":\"payments\",\"reason\":\"not this one\"}");
        server.on(
                "GET /v1/admin/proposals?vault=payments&status=pending&after=0&wait=5", "{\"proposals\":[{\"id\":1}]}");
        assertThat(stage.person("q")
                        .run("vault proposal review --watch --vault payments")
                        .code())
                .isZero();
    }

    @Test
    void an_agent_asks_by_flags_or_by_a_file_and_follows_what_it_asked_for() throws IOException {
        stage.variable("AGENT_VAULT_TOKEN", "av_agt_1")
                .variable("AGENT_VAULT_ADDR", server.address())
                .variable("AGENT_VAULT_VAULT", "payments");
        server.on(
                "POST /v1/proposals?vault=payments",
                "{\"id\":1,\"status\":\"pending\",\"approval_url\":\"http://h/approve/1?token=av_appr_1\"}");
        server.on("GET /v1/proposals/1?vault=payments&wait=5", "{\"id\":1,\"status\":\"pending\"}");
        server.on(
                "GET /v1/proposals/1?vault=payments&wait=2",
                "{\"id\":1,\"status\":\"rejected\",\"review_note\":\"ask for less\"}");
        server.on("DELETE /v1/proposals/1?vault=payments", "{\"id\":1,\"status\":\"withdrawn\"}");

        var ran = stage.runWords(
                "vault",
                "proposal",
                "create",
                "--host",
                "api.stripe.com",
                "--auth-type",
                "bearer",
                "--token-key",
                "STRIPE_KEY",
                "--credential",
                "STRIPE_KEY=Stripe API key",
                "--user-message",
                "To send");
        assertThat(ran.answer()).endsWith("\nhttp://h/approve/1?token=av_appr_1\n");
        assertThat(server.last().authorization()).isEqualTo("Bearer av_agt_1");
        assertThat(server.last().body())
                .isEqualTo("{\"services\":[{\"name\":\"api-stripe-com\",\"host\":\"api.stripe.com\",\"auth\":{\"type\":"
                        + "\"bearer\",\"token\":\"STRIPE_KEY\"}}],\"credentials\":[{\"action\":\"set\",\"key\":"
                        + "\"STRIPE_KEY\",\"description\":\"Stripe API key\"}],\"user_message\":\"To send\"}");
        Files.writeString(home.resolve("p.json"), "{\"credentials\": [{\"action\": \"delete\", \"key\": \"OLD\"}]}");
        assertThat(stage.run("vault proposal create -f p.json").code()).isZero();
        assertThat(server.last().body()).isEqualTo("{\"credentials\":[{\"action\":\"delete\",\"key\":\"OLD\"}]}");
        assertThat(stage.run("vault proposal status 1 --wait 7").answer()).isEqualTo("rejected: ask for less\n");
        assertThat(stage.run("vault proposal withdraw 1").code()).isZero();
    }

    @Test
    void a_person_is_told_by_the_way_what_waits() {
        server.on(
                "GET /v1/vaults",
                "{\"vaults\":[{\"name\":\"default\",\"pending_proposals\":0},{\"name\":\"payments\",\"pending_proposals\":2}]}");

        assertThat(stage.run("vault list").conversation()).isEmpty();
        assertThat(stage.person().run("vault list").conversation())
                .isEqualTo("2 proposals wait: agent-vault vault proposal review --vault payments\n");
        assertThat(stage.run("vault list --json").conversation()).isEmpty();
    }

    private String approval() {
        return server.last("POST /v1/admin/proposals/1/approve").body();
    }
}
