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
import java.nio.file.Path;
import java.time.Duration;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What pages keep from other pages, from what follows links by itself, and from whoever holds a link alone.
class PageSafetyTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    private Path root;

    private ApiServer server;
    private Cast cast;
    private String agent = "";
    private String login = "";
    private String target = "";
    private Visitor member;

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        Id vault = cast.newVault("my-vault");
        agent = cast.agentIn("billing-bot", vault, VaultRole.PROXY);
        login = cast.userIn("vera@example.com", vault, VaultRole.MEMBER);
        member = new Visitor(server, login);
        target = server.send(Ask.of("POST", "/v1/proposals")
                        .as(agent)
                        .header("X-Vault", "my-vault")
                        .json("{'services':[{'name':'docs','host':'docs.example.com','auth':{'type':'passthrough'}}]}"))
                .at("/approval_url")
                .substring(server.origin().length());
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private void assertPending() {
        assertThat(server.get("/v1/admin/proposals/1?vault=my-vault", login).at("/status"))
                .isEqualTo("pending");
    }

    private Element allow() {
        return form(page(member.get(target)), "Allow docs for billing-bot");
    }

    @Test
    void every_page_says_that_nothing_runs_in_it_and_nobody_frames_keeps_or_follows_it() {
        var pages = new Told[] {
            member.get(target).is(200),
            new Visitor(server).get(target).is(200),
            member.get("/approve/7").is(404),
            member.follow(member.post(allow())).is(403),
            member.send(form(page(member.get(target)), "Deny")).is(200)
        };
        for (var told : pages) {
            assertThat(told.header("Content-Security-Policy"))
                    .contains("default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
                            + " frame-ancestors 'none'; base-uri 'none'");
            assertThat(told.response().headers().allValues("Content-Security-Policy"))
                    .hasSize(1);
            assertThat(told.header("X-Frame-Options")).contains("DENY");
            assertThat(told.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(told.header("Cross-Origin-Opener-Policy")).contains("same-origin");
            assertThat(told.header("Cross-Origin-Resource-Policy")).contains("same-origin");
            assertThat(told.header("Referrer-Policy")).contains("no-referrer");
            assertThat(told.header("Cache-Control")).contains("no-store");
            assertThat(told.header("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(told.header("X-Request-Id")).isPresent();
            assertThat(page(told).select("script, style, [style], iframe, object, embed, base"))
                    .isEmpty();
            assertThat(page(told).select("*").stream()
                            .flatMap(element -> element.attributes().asList().stream())
                            .filter(attribute -> attribute.getKey().startsWith("on")))
                    .isEmpty();
        }
    }

    @Test
    void asking_for_it_decides_nothing_whatever_asks() {
        var decision = Visitor.encoded(
                "decision",
                "allow",
                "vault",
                "my-vault",
                "key",
                member.formKey(),
                "digest",
                allow().select("[name=digest]").val());
        for (var method : new String[] {"GET", "HEAD"}) {
            for (var purpose : new String[] {"prefetch", "prerender", "preview"}) {
                var ask = Ask.of(method, target + "&" + decision.replace("vault=", "v="))
                        .header("Sec-Purpose", purpose)
                        .header("Purpose", purpose)
                        .header("X-Moz", purpose);
                server.sendAnything(member.asMe(ask)).is(200);
            }
        }
        for (var method : new String[] {"PUT", "DELETE", "PATCH", "OPTIONS"}) {
            server.sendAnything(member.asMe(Ask.of(method, target))).is(405);
        }
        assertPending();
    }

    @Test
    void a_click_that_comes_with_the_page_allows_nothing() {
        var target = member.get(this.target);
        var allow = form(page(target), "Allow");
        var hasty = page(member.follow(member.postAtOnce(allow).header("Origin", server.origin()))
                .is(422));
        assertThat(hasty.select(".alarm").text()).contains("sooner than anybody can read this page");
        allow.select("input[name=key]")
                .attr("value", allow.select("input[name=key]").val().replaceFirst("^\\d+", "1"));
        member.follow(member.postAtOnce(allow).header("Origin", server.origin()))
                .is(403);
        assertPending();

        server.pass(Duration.ofSeconds(1));
        assertThat(page(member.follow(member.postAtOnce(form(hasty, "Allow")).header("Origin", server.origin())))
                        .select("h1")
                        .text())
                .isEqualTo("Allowed");
    }

    @Test
    void no_page_of_another_site_sends_a_form() {
        for (var site : new String[] {"cross-site", "same-site", "none", "", "nonsense"}) {
            assertRefused(member.post(allow()).header("Sec-Fetch-Site", site).header("Origin", server.origin()));
            assertRefused(member.post(allow()).header("Sec-Fetch-Site", site).header("Origin", "null"));
        }
        for (var origin : new String[] {
            "https://evil.example",
            "null",
            "http://127.0.0.1",
            "https" + server.origin().substring(4)
        }) {
            assertRefused(member.post(allow()).header("Origin", origin));
        }
        assertRefused(
                member.post(allow()).header("Sec-Fetch-Site", "same-origin").header("Origin", "https://evil.example"));
        assertRefused(member.post(allow()));
        var foreign = form(page(new Visitor(server).get(target)), "Log in");
        assertRefused(new Visitor(server)
                .post(foreign, "email", "vera@example.com", "password", Office.PASSWORD)
                .header("Sec-Fetch-Site", "cross-site"));
        assertPending();
        assertThat(page(member.follow(member.post(allow()).header("Origin", server.origin())))
                        .select("h1")
                        .text())
                .isEqualTo("Allowed");
    }

    private void assertRefused(Ask ask) {
        var told = member.follow(ask).is(403);
        assertThat(page(told).text()).contains("cross_origin");
        assertThat(told.header("Set-Cookie")).isEmpty();
    }

    @Test
    void a_form_is_for_the_login_that_it_was_made_for() {
        var other = new Visitor(server);
        other.send(form(page(other.get(target)), "Log in"), "email", "vera@example.com", "password", Office.PASSWORD);
        assertThat(other.formKey()).isNotEqualTo(member.formKey());

        var form = allow();
        assertThat(page(other.send(form).is(403)).select(".alarm").text()).contains("another login");
        form.select("[name=key]").attr("value", "");
        other.send(form).is(403);
        new Visitor(server).send(allow()).is(401);
        var agents = new Visitor(server, agent);
        agents.send(allow()).is(401);
        var bearer = new Visitor(server).post(allow()).as(login).header("Sec-Fetch-Site", "same-origin");
        server.sendAnything(bearer).is(401);
        server.sendAnything(
                        member.post(allow()).header("Cookie", "av_session=x").header("Sec-Fetch-Site", "same-origin"))
                .is(401);
        assertPending();
    }

    @Test
    void a_login_is_a_new_one_whatever_the_browser_showed_before() {
        var chosen = "av_sess_" + "0".repeat(64);
        var fixed = new Visitor(server, chosen);
        fixed.send(form(page(fixed.get(target)), "Log in"), "email", "vera@example.com", "password", Office.PASSWORD)
                .is(200);

        assertThat(fixed.cookie()).startsWith("av_session=").doesNotContain(chosen);
        assertThat(fixed.cookie()).isNotEqualTo(member.cookie());
        new Visitor(server, chosen).get("/approve/1?vault=my-vault").is(401);
    }

    @Test
    void the_cookie_is_kept_from_pages_and_from_other_sites() {
        var visitor = new Visitor(server);
        var ask = visitor.post(
                        form(page(visitor.get(target)), "Log in"),
                        "email",
                        "vera@example.com",
                        "password",
                        Office.PASSWORD)
                .header("Sec-Fetch-Site", "same-origin");
        var told = server.sendAnything(ask).is(303);

        assertThat(told.header("Set-Cookie").orElseThrow()).contains("HttpOnly", "SameSite=Strict", "Path=/");
        assertThat(told.header("Location")).contains("/approve/1?vault=my-vault");
        assertThat(told.header("Cache-Control")).contains("no-store");
    }

    @Test
    void who_comes_from_another_site_is_sent_on_once_so_that_the_browser_shows_the_login() {
        var first = server.sendAnything(Ask.of("GET", target).header("Sec-Fetch-Site", "cross-site"))
                .is(200);
        assertThat(page(first).select("meta[http-equiv=refresh]").attr("content"))
                .isEqualTo("0;url=" + target);
        assertThat(page(first).select("form")).isEmpty();

        var next = server.sendAnything(member.asMe(Ask.of("GET", target).header("Sec-Fetch-Site", "same-origin")));
        assertThat(page(next).select(".person").text()).isEqualTo("vera@example.com");
        var odd = Ask.of("GET", "/approve/1?token=%22%3E;url=x").header("Sec-Fetch-Site", "cross-site");
        server.sendAnything(odd).is(404);
    }

    @Test
    void a_name_that_is_not_this_servers_gets_no_page() {
        server.sendAnything(member.asMe(Ask.of("GET", target)).header("Host", "evil.example"))
                .is(421);
        server.sendAnything(member.post(allow()).header("Host", "evil.example").header("Sec-Fetch-Site", "same-origin"))
                .is(421);
        assertPending();
    }

    @Test
    void what_is_no_form_of_a_page_is_refused() {
        for (var type : new String[] {"application/json", "multipart/form-data; boundary=x", "text/plain", ""}) {
            var ask = member.asMe(Ask.of("POST", "/approve/1"))
                    .raw("decision=allow")
                    .header("Content-Type", type)
                    .header("Sec-Fetch-Site", "same-origin");
            server.sendAnything(ask).is(415);
        }
        for (var body : new String[] {
            "%",
            "%zz=1",
            "a=%C3",
            "a=%00",
            "value.A=1&value.A=2",
            "a=1&".repeat(201),
            "decision=maybe&vault=my-vault",
            "decision=allow&vault=my-vault&digest=00&value.%3Cb%3E=1"
        }) {
            var key = "key=" + member.formKey() + "&";
            var ask = member.asMe(Ask.of("POST", "/approve/1"))
                    .raw(key + body)
                    .header("Content-Type", FORM)
                    .header("Sec-Fetch-Site", "same-origin");
            var told = server.sendAnything(ask).is(400);
            assertThat(told.header("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(page(told).select("h1").text()).isEqualTo("This did not work");
        }
        assertPending();
    }

    @Test
    void the_stylesheet_may_be_kept_for_good_and_is_at_no_other_address() {
        var address = page(member.get(target)).select("link[rel=stylesheet]").attr("href");
        var told = server.sendAnything(Ask.of("GET", address)).is(200);

        assertThat(address).matches("/assets/console-[0-9a-f]{16}\\.css");
        assertThat(told.header("Content-Type")).contains("text/css; charset=utf-8");
        assertThat(told.header("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(told.body()).doesNotContain("http", "url(", "@import");
        assertThat(told.body().length() + member.get(target).body().length()).isLessThan(60_000);
        for (var wrong : new String[] {"console.css", "..%2Fconsole.css", "console-0.css"}) {
            server.sendAnything(Ask.of("GET", "/assets/" + wrong)).is(404);
        }
    }
}
