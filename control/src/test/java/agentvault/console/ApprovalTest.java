package agentvault.console;

import static agentvault.console.Visitor.form;
import static agentvault.console.Visitor.page;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.ApiServer.Told;
import agentvault.control.Cast;
import agentvault.id.Id;
import agentvault.workspace.Office;
import agentvault.workspace.Proposals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page on which people decide, as a browser gets it.
class ApprovalTest {

    private static final String STRIPE = "{'services':[{'action':'set','name':'stripe','host':'api.stripe.com/v1/*',"
            + "'auth':{'type':'bearer','token':'STRIPE_KEY'}}],"
            + "'credentials':[{'action':'set','key':'STRIPE_KEY','description':'Stripe API key',"
            + "'obtain':'https://dashboard.stripe.com/apikeys','obtain_instructions':'Developers > API Keys'}],"
            + "'message':'invoices','user_message':'I need to send invoices.'}";

    @TempDir
    private Path root;

    private ApiServer server;
    private Cast cast;
    private Id vault = new Id(0, 0);
    private String agent = "";
    private String login = "";
    private Visitor member;

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        vault = cast.newVault("my-vault");
        login = cast.userIn("vera@example.com", vault, VaultRole.MEMBER);
        agent = cast.agentIn("billing-bot", vault, VaultRole.PROXY);
        member = new Visitor(server, login);
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private String propose(String json) {
        var told = server.send(Ask.of("POST", "/v1/proposals")
                        .as(agent)
                        .header("X-Vault", "my-vault")
                        .json(json))
                .is(201);
        return told.at("/approval_url").substring(server.origin().length());
    }

    private Told status(int number) {
        return server.send(Ask.of("GET", "/v1/proposals/" + number).as(agent).header("X-Vault", "my-vault"))
                .is(200);
    }

    @Test
    void whoever_holds_the_link_sees_who_asks_for_what_and_can_do_nothing() {
        var page = page(new Visitor(server).get(propose(STRIPE)).is(200));

        assertThat(page.select("h1").text()).isEqualTo("billing-bot asks for access");
        assertThat(page.select(".facts").text()).contains("billing-bot", "stripe in the vault my-vault", "in 7 days");
        assertThat(page.select(".side").eachText())
                .containsExactly(
                        "Today Sends no credential anywhere.",
                        "If you allow it new STRIPE_KEY in a header to https://api.stripe.com/v1/*");
        assertThat(page.select(".quote blockquote").eachText())
                .containsExactly("I need to send invoices.", "invoices", "Stripe API key", "Developers > API Keys");
        var link = page.expectFirst("a");
        assertThat(link.attr("href")).isEqualTo("https://dashboard.stripe.com/apikeys");
        assertThat(link.attr("rel")).isEqualTo("noopener noreferrer");
        assertThat(link.text()).isEqualTo("Get it at dashboard.stripe.com");
        assertThat(page.select("button").eachText()).containsExactly("Log in and go on");
        assertThat(page.select("textarea")).isEmpty();
    }

    @Test
    void a_person_logs_in_types_the_value_in_and_the_agent_that_waits_is_told_at_once() throws Exception {
        var visitor = new Visitor(server);
        var open = page(visitor.get(propose(STRIPE)));
        var mine = page(visitor.send(form(open, "Log in"), "email", "vera@example.com", "password", Office.PASSWORD)
                .is(200));
        assertThat(mine.select(".person").text()).isEqualTo("vera@example.com");
        assertThat(mine.html()).doesNotContain("av_appr_");
        var allow = form(mine, "Allow stripe for billing-bot");

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waits = threads.submit(() -> server.send(
                    Ask.of("GET", "/v1/proposals/1?wait=60").as(agent).header("X-Vault", "my-vault")));
            var done = page(
                    visitor.send(allow, "value.STRIPE_KEY", "sk_live_1\r\n").is(200));

            assertThat(done.select("h1").text()).isEqualTo("Allowed");
            assertThat(done.select(".facts").text()).contains("Decided by vera@example.com");
            assertThat(waits.get().at("/status")).isEqualTo("applied");
        }
        assertThat(server.get("/v1/credentials?vault=my-vault&reveal=true&key=STRIPE_KEY", login)
                        .at("/credentials/0/value"))
                .isEqualTo("sk_live_1");
    }

    @Test
    void denying_it_takes_a_reason_along_and_no_fresh_login() {
        var target = propose(STRIPE);
        server.pass(Proposals.FRESH);
        var page = page(member.get(target));
        assertThat(page.select("button").eachText()).containsExactly("Log in and go on", "Deny stripe");

        var denied = page(member.send(form(page, "Deny"), "reason", "Use the <b>test</b> key.")
                .is(200));

        assertThat(denied.select("h1").text()).isEqualTo("Denied");
        assertThat(denied.select("blockquote").text()).isEqualTo("Use the <b>test</b> key.");
        assertThat(status(1).at("/status")).isEqualTo("rejected");
        assertThat(status(1).at("/review_note")).isEqualTo("Use the <b>test</b> key.");
        assertThat(page(member.get(target)).select("h1").text()).isEqualTo("Denied");
    }

    @Test
    void an_old_login_allows_nothing_until_the_password_was_shown_again() {
        var target = propose(STRIPE);
        var allow = form(page(member.get(target)), "Allow");
        server.pass(Proposals.FRESH);

        var refused = page(member.send(allow, "value.STRIPE_KEY", "sk_1").is(403));
        assertThat(refused.select(".alarm").text()).contains("12 hours").contains("type it in again");
        assertThat(refused.html()).doesNotContain("sk_1");
        var before = member.cookie();
        var again = page(member.send(form(refused, "Log in"), "email", "vera@example.com", "password", Office.PASSWORD)
                .is(200));
        assertThat(member.cookie()).isNotEqualTo(before);
        assertThat(page(member.send(form(again, "Allow"), "value.STRIPE_KEY", "sk_1"))
                        .select("h1")
                        .text())
                .isEqualTo("Allowed");
        server.get("/v1/vaults", login).refused(401, "invalid_session");
    }

    @Test
    void what_reaches_further_has_a_box_of_its_own_and_goes_nowhere_without_it() {
        server.post("/v1/credentials", login, "{'vault':'my-vault','credentials':{'STRIPE_KEY':'sk_1'}}")
                .is(200);
        var target = propose("{'services':[{'action':'set','name':'mirror','host':'stripe.example.com',"
                + "'auth':{'type':'bearer','token':'STRIPE_KEY'}}]}");
        var page = page(member.get(target));
        var boxes = page.select("input[name=acknowledge]");
        assertThat(boxes).hasSize(1);
        assertThat(boxes.hasAttr("required")).isTrue();
        assertThat(page.select(".yes").text()).contains("STRIPE_KEY is stored already and would go to");

        var refused = page(member.send(form(page, "Allow")).is(422));
        assertThat(refused.select(".alarm").text()).contains("acknowledge each of them");
        assertThat(status(1).at("/status")).isEqualTo("pending");
        var allow = form(refused, "Allow");
        assertThat(page(member.send(allow, "acknowledge", boxes.val()))
                        .select("h1")
                        .text())
                .isEqualTo("Allowed");
    }

    @Test
    void what_was_typed_in_is_never_shown_back() {
        var page = page(member.get(propose("{'services':[{'name':'two','host':'two.example.com','auth':{'type':'basic',"
                + "'username':'USER_NAME','password':'PASS_WORD'}}],'credentials':[{'key':'USER_NAME'},"
                + "{'key':'PASS_WORD'}]}")));

        var refused = member.send(form(page, "Allow"), "value.USER_NAME", "sk_typed_in", "value.PASS_WORD", "")
                .is(400);

        assertThat(refused.body()).doesNotContain("sk_typed_in").contains("What you typed in was not kept");
        var fields = page(refused).select("textarea[name^=value]");
        assertThat(fields).hasSize(2);
        assertThat(fields.eachText()).isEmpty();
    }

    @Test
    void another_state_than_was_shown_is_told_instead_of_decided() {
        var target = propose(STRIPE);
        var page = page(member.get(target));
        var allow = form(page, "Allow");
        allow.select("input[name=digest]").attr("value", "00");
        var stale = page(member.send(allow, "value.STRIPE_KEY", "sk_1").is(409));
        assertThat(stale.select(".alarm").text()).contains("is not what was shown");
        assertThat(form(stale, "Allow").select("input[name=digest]").val()).hasSize(64);

        new Visitor(server, login).send(form(page, "Deny"));
        var over = page(
                member.send(form(stale, "Allow"), "value.STRIPE_KEY", "sk_1").is(409));
        assertThat(over.select("h1").text()).isEqualTo("Denied");
    }

    @Test
    void who_has_no_role_in_the_vault_sees_it_by_the_link_and_decides_nothing() {
        var target = propose(STRIPE);
        var stranger = new Visitor(server, cast.userIn("max@example.com", cast.newVault("other"), VaultRole.ADMIN));
        var page = page(stranger.get(target).is(200));
        assertThat(page.select(".alarm").text()).contains("max@example.com, who has no role in this vault");
        assertThat(page.select("button")).isEmpty();
        stranger.get("/approve/1?vault=my-vault").is(404);

        var allow = form(page(member.get(target)), "Allow");
        stranger.send(allow, "value.STRIPE_KEY", "sk_1").is(403);
        allow.select("input[name=key]").attr("value", stranger.formKey());
        stranger.send(allow, "value.STRIPE_KEY", "sk_1").is(403);
        assertThat(status(1).at("/status")).isEqualTo("pending");

        var late = new Visitor(server);
        var shown = page(late.send(
                        form(page(late.get(target)), "Log in"), "email", "max@example.com", "password", Office.PASSWORD)
                .is(200));
        assertThat(shown.select(".alarm").text()).contains("max@example.com");
    }

    @Test
    void links_that_lead_nowhere_say_so() {
        var target = propose(STRIPE);
        for (var wrong : new String[] {
            "/approve/1",
            "/approve/1?token=nonsense",
            "/approve/1?vault=my-vault2",
            "/approve/x?vault=my-vault",
            target.replace("/1?", "/2?"),
            target + "0",
            "/approve/9?vault=my-vault"
        }) {
            assertThat(page(member.get(wrong).is(404)).select("h1").text()).isEqualTo("No such link");
        }
        assertThat(page(new Visitor(server).get("/approve/1?vault=my-vault").is(401))
                        .select("h1")
                        .text())
                .isEqualTo("Log in to see this proposal");
        server.pass(Duration.ofDays(1));
        assertThat(page(member.get(target).is(410)).select("h1").text()).isEqualTo("This link has expired");
        server.pass(Duration.ofDays(6));
        assertThat(page(member.get("/approve/1?vault=my-vault").is(410))
                        .select("h1")
                        .text())
                .isEqualTo("Expired");
    }

    @Test
    void who_comes_by_the_name_of_the_vault_logs_in_and_goes_on() {
        propose(STRIPE);
        var visitor = new Visitor(server);
        var first = page(visitor.get("/approve/1?vault=my-vault"));
        var wrong = page(visitor.send(form(first, "Log in"), "email", "vera@example.com", "password", "no")
                .is(401));
        assertThat(wrong.select(".alarm").text()).isNotEmpty();
        assertThat(visitor.cookie()).isEmpty();
        visitor.send(form(wrong, "Log in"), "email", "nonsense", "password", "no")
                .is(401);
        var mine = page(visitor.send(form(wrong, "Log in"), "email", "vera@example.com", "password", Office.PASSWORD)
                .is(200));
        assertThat(form(mine, "Allow")).isNotNull();
    }
}
