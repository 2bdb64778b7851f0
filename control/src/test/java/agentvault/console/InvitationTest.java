package agentvault.console;

import static agentvault.console.Visitor.form;
import static agentvault.console.Visitor.page;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer;
import agentvault.control.Cast;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The link of an invite, opened in a browser by the person who got it.
class InvitationTest {

    @TempDir
    private Path root;

    private ApiServer server;
    private Cast cast;
    private String link = "";

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        cast.newVault("my-vault");
        link = server.post(
                        "/v1/users/invites",
                        cast.ownerToken,
                        "{'email':'ivy@example.com','vaults':[{'vault_name':'my-vault'}]}")
                .is(201)
                .at("/invite_link")
                .substring(server.origin().length());
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    @Test
    void it_says_what_it_offers_and_looking_does_not_use_it_up() {
        for (int i = 0; i < 2; i++) {
            var page = page(new Visitor(server).get(link).is(200));
            assertThat(page.select("h1").text()).isEqualTo("You are invited to Agent Vault");
            assertThat(page.select(".lead").text()).contains("ivy@example.com, with a role in the vault my-vault.");
        }
    }

    @Test
    void who_chooses_a_password_is_in_and_the_link_is_used_up() {
        var visitor = new Visitor(server);
        var form = form(page(visitor.get(link)), "Join as ivy@example.com");
        assertThat(page(visitor.send(form, "password", "short").is(400))
                        .select(".alarm")
                        .text())
                .isNotEmpty();

        var joined =
                page(visitor.send(form, "password", "correct horse battery").is(200));
        assertThat(joined.select("h1").text()).isEqualTo("You are in");
        assertThat(joined.html()).doesNotContain("av_uinv_");
        var login = visitor.cookie().substring("av_session=".length());
        assertThat(server.get("/v1/vaults", login).is(200).at("/vaults/0/name")).isEqualTo("my-vault");
        assertThat(page(new Visitor(server).get(link).is(410)).select("h1").text())
                .isEqualTo("This invite has ended");
    }

    @Test
    void no_page_of_another_site_joins_for_somebody() {
        var visitor = new Visitor(server);
        var form = form(page(visitor.get(link)), "Join");
        visitor.sendFrom("cross-site", form, "password", "correct horse battery")
                .is(403);
        new Visitor(server).get(link).is(200);
    }

    @Test
    void links_that_invite_nobody_say_so() {
        new Visitor(server).get(link + "0").is(404);
        new Visitor(server).get("/invite/av_uinv_x").is(404);
        server.pass(Duration.ofDays(30));
        new Visitor(server).get(link).is(410);
    }
}
