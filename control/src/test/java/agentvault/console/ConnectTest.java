package agentvault.console;

import static agentvault.console.Visitor.form;
import static agentvault.console.Visitor.page;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.Cast;
import agentvault.id.Id;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a proposal that was allowed to an OAuth credential that is connected, with forms alone.
class ConnectTest {

    @TempDir
    private Path root;

    private ApiServer server;
    private Cast cast;
    private String agent = "";
    private String login = "";
    private Visitor member;

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        Id vault = cast.newVault("my-vault");
        agent = cast.agentIn("billing-bot", vault, VaultRole.PROXY);
        login = cast.userIn("vera@example.com", vault, VaultRole.MEMBER);
        member = new Visitor(server, login);
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private static String notion(String client) {
        return "{'services':[{'name':'notion','host':'api.notion.com',"
                + "'auth':{'type':'bearer','token':'NOTION_TOKEN'}}],"
                + "'credentials':[{'key':'NOTION_TOKEN','type':'oauth',"
                + "'oauth':{'authorization_url':'https://auth.example.com/authorize',"
                + "'token_url':'https://tokens.example.com/t',"
                + "'client_id':'" + client + "','scopes':'read write','scope_separator':','}}]}";
    }

    private String proposed(String client) {
        var told = server.send(Ask.of("POST", "/v1/proposals")
                        .as(agent)
                        .header("X-Vault", "my-vault")
                        .json(notion(client)))
                .is(201);
        return told.at("/approval_url").substring(server.origin().length());
    }

    private Document allowed(String client) {
        return page(member.send(form(page(member.get(proposed(client))), "Allow")));
    }

    /// Where somebody agrees who goes on from a page.
    private static String next(Document page) {
        return page.expectFirst("a.go").attr("href");
    }

    private static String state(String address) {
        return address.substring(address.lastIndexOf("=") + 1);
    }

    @Test
    void who_decides_sees_where_it_is_agreed_and_where_tokens_come_from() {
        assertThat(page(member.get(proposed("me"))).text())
                .contains("You agree at auth.example.com.")
                .contains("Its tokens come from tokens.example.com.");
    }

    @Test
    void a_button_leads_to_where_one_agrees_and_who_comes_back_is_told_on_the_page() {
        var page = allowed("me");
        assertThat(page.select("h1").text()).isEqualTo("Allowed");
        assertThat(page.select("h2").text()).isEqualTo("What is left to do");
        var leave = page(member.send(form(page, "Connect NOTION_TOKEN"), "value.NOTION_TOKEN", "cs3cret")
                .is(200));
        assertThat(leave.html()).doesNotContain("cs3cret");
        assertThat(next(leave))
                .startsWith("https://auth.example.com/authorize?response_type=code&client_id=me&redirect_uri=")
                .contains("&scope=read%2Cwrite&code_challenge=");

        var back = page(
                member.follow(member.asMe(Ask.of("GET", "/v1/oauth/callback?code=c&state=" + state(next(leave))))));
        assertThat(back.select("h1").text()).isEqualTo("Allowed");
        assertThat(back.select("h2").text()).isEqualTo("Connected");
        assertThat(back.text()).contains("NOTION_TOKEN connected It is connected, and renewed by itself.");
        assertThat(back.select("form")).isEmpty();
    }

    @Test
    void a_client_that_the_agent_did_not_know_is_typed_in() {
        var page = allowed("");
        var form = form(page, "Connect");
        assertThat(form.select("input[name=client_id]").hasAttr("required")).isTrue();
        member.send(form, "client_id", " ").is(400);

        assertThat(next(page(member.send(form, "client_id", "mine").is(200)))).contains("&client_id=mine&");
    }

    @Test
    void a_client_that_is_known_is_not_another_one_because_a_form_says_so() {
        var leave = page(member.send(form(allowed("me"), "Connect"), "client_id", "other"));
        assertThat(next(leave)).contains("&client_id=me&");
    }

    @Test
    void whoever_does_not_decide_here_sees_no_button_and_their_forms_do_nothing() {
        var target = proposed("me");
        var page = page(member.send(form(page(member.get(target)), "Allow")));
        var connect = form(page, "Connect");
        assertThat(page(new Visitor(server).get(target)).select("form")).isEmpty();

        var stranger = new Visitor(server, cast.userIn("max@example.com", cast.newVault("other"), VaultRole.ADMIN));
        stranger.send(connect).is(404);
        connect.select("input[name=key]").attr("value", stranger.formKey());
        stranger.send(connect).is(404);
        new Visitor(server).send(connect).is(401);
        assertThat(page(stranger.get(target)).select("form")).isEmpty();
    }

    @Test
    void a_form_connects_only_what_its_proposal_asked_for() {
        var form = form(allowed("me"), "Connect");
        form.select("input[name=credential]").attr("value", "OTHER");
        assertThat(page(member.send(form).is(404)).select(".alarm").text()).contains("no such OAuth credential");
        form.select("input[name=credential]").attr("value", "<b>");
        member.send(form).is(400);
        form.select("input[name=credential]").attr("value", "NOTION_TOKEN");
        form.attr("action", "/approve/2/connect");
        member.send(form).is(404);
    }

    @Test
    void a_pending_proposal_connects_nothing() {
        var form = form(allowed("me"), "Connect");
        member.get(proposed("me"));
        form.attr("action", "/approve/2/connect");
        member.send(form).is(404);
    }

    @Test
    void who_comes_back_too_late_is_told_and_may_begin_again() {
        var leave = page(member.send(form(allowed("me"), "Connect")));
        server.pass(Duration.ofMinutes(11));
        var answer = server.sendAnything(
                member.asMe(Ask.of("GET", "/v1/oauth/callback?code=c&state=" + state(next(leave)))));
        assertThat(answer.header("Location")).contains("/oauth/complete?status=error&message=wrong_code");
        assertThat(form(page(member.get("/approve/1?vault=my-vault")), "Connect"))
                .isNotNull();
        assertThat(URI.create(next(leave)).getHost()).isEqualTo("auth.example.com");
    }

    @Test
    void where_a_browser_comes_back_to_is_a_page_of_ours_whatever_its_cookie_says() {
        for (var cookie : new String[] {"1.//evil.example", "x.my-vault", "1.my-vault; av_back=2.other", "1."}) {
            var leave = page(member.send(form(allowed("me"), "Connect")));
            var answer = server.sendAnything(Ask.of("GET", "/v1/oauth/callback?code=c&state=" + state(next(leave)))
                    .header("Cookie", member.cookie() + "; av_back=" + cookie));
            assertThat(answer.header("Location")).contains("/oauth/complete?status=success&key=NOTION_TOKEN");
            server.post("/v1/credentials/oauth/disconnect", login, "{'vault':'my-vault','key':'NOTION_TOKEN'}")
                    .is(200);
        }
    }
}
