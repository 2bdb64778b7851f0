package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer.Ask;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What pages of others must not achieve through the browser of somebody who is logged in here.
class BrowserTest {

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static String owner = "";

    @BeforeAll
    static void start() {
        server = ApiServer.start(root, ApiServer.Options.USUAL.trusting("127.0.0.1"));
        owner = server.owner();
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private static Ask byCookie(String method, String target) {
        return Ask.of(method, target).header("Cookie", "theme=dark; av_session=" + owner);
    }

    private static Ask creating(String name) {
        return byCookie("POST", "/v1/vaults").json("{'name':'%s'}".formatted(name));
    }

    @Test
    void a_cookie_reads() {
        server.send(byCookie("GET", "/v1/vaults")).is(200);
        server.send(byCookie("GET", "/v1/vaults").header("Sec-Fetch-Site", "cross-site"))
                .is(200);
    }

    @Test
    void a_page_of_this_server_changes_things_by_cookie() {
        server.send(creating("one-vault").header("Sec-Fetch-Site", "same-origin"))
                .is(201);
        server.send(creating("two-vault").header("Origin", server.origin())).is(201);
        server.send(creating("three-vault")
                        .header("Sec-Fetch-Site", "same-origin")
                        .header("Origin", server.origin()))
                .is(201);
    }

    @Test
    void no_other_page_does() {
        server.send(creating("bad-vault")).refused(403, "cross_origin");
        for (var site : new String[] {"cross-site", "same-site", "none", "nonsense", ""}) {
            server.send(creating("bad-vault").header("Sec-Fetch-Site", site)).refused(403, "cross_origin");
        }
        for (var origin : new String[] {
            "https://evil.example",
            "null",
            "http://127.0.0.1",
            "https" + server.origin().substring(4)
        }) {
            server.send(creating("bad-vault").header("Origin", origin)).refused(403, "cross_origin");
            server.send(creating("bad-vault")
                            .header("Sec-Fetch-Site", "same-origin")
                            .header("Origin", origin))
                    .refused(403, "cross_origin");
        }
        server.get("/v1/vaults/bad-vault/context", owner).refused(404, "vault_not_found");
    }

    @Test
    void what_a_form_can_send_is_not_taken_without_a_token() {
        for (var type :
                new String[] {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""
                }) {
            var ask = byCookie("POST", "/v1/vaults")
                    .raw("{\"name\":\"bad-vault\"}")
                    .header("Content-Type", type)
                    .header("Sec-Fetch-Site", "same-origin");
            server.send(ask).refused(415, "unsupported_media_type");
            server.send(Ask.of("POST", "/v1/auth/login")
                            .raw("{\"email\":\"ana@example.com\",\"password\":\"x\"}")
                            .header("Content-Type", type))
                    .refused(415, "unsupported_media_type");
        }
        server.send(byCookie("DELETE", "/v1/vaults/bad-vault").header("Sec-Fetch-Site", "same-origin"))
                .refused(415, "unsupported_media_type");
        server.send(Ask.of("POST", "/v1/auth/login")
                        .json("{'email':'ana@example.com','password':'x'}")
                        .header("Sec-Fetch-Site", "cross-site"))
                .refused(403, "cross_origin");
    }

    @Test
    void a_method_is_not_overridden() {
        server.send(Ask.of("POST", "/v1/vaults/default").as(owner).header("X-HTTP-Method-Override", "DELETE"))
                .refused(405, "method_not_allowed");
    }

    @Test
    void a_token_in_the_header_needs_neither_origin_nor_type() {
        server.send(Ask.of("POST", "/v1/vaults").as(owner).raw("{\"name\":\"curl-vault\"}"))
                .is(201);
    }

    @Test
    void two_cookies_of_the_name_are_none() {
        server.send(byCookie("GET", "/v1/vaults").header("Cookie", "av_session=" + owner))
                .refused(401, "invalid_session");
    }

    @Test
    void a_name_that_is_not_this_server_s_is_misdirected() {
        for (var host :
                new String[] {"evil.example", "evil.example:14321", "127.0.0.1.evil.example", "localhost.evil.example"
                }) {
            server.send(Ask.of("GET", "/v1/vaults").as(owner).header("Host", host))
                    .refused(421, "misdirected_request");
        }
        for (var host :
                new String[] {"vault.example.com", "VAULT.example.com:443", "localhost:1", "127.9.9.9", "[::1]:14321"
                }) {
            server.send(Ask.of("GET", "/v1/vaults").as(owner).header("Host", host))
                    .is(200);
        }
        server.send(Ask.of("GET", "/health").header("Host", "10.1.2.3")).is(200);
    }

    @Test
    void behind_a_trusted_proxy_with_tls_the_cookie_is_bound_to_the_host_and_sent_over_tls_alone() {
        var told = server.send(Ask.of("POST", "/v1/auth/login")
                        .json("{'email':'ana@example.com','password':'correct horse battery'}")
                        .header("X-Forwarded-Proto", "https")
                        .header("X-Forwarded-Host", "vault.example.com")
                        .header("X-Forwarded-For", "203.0.113.9"))
                .is(200);

        assertThat(told.header("Set-Cookie").orElse(""))
                .startsWith("__Host-av_session=")
                .contains("; Secure");
        var secure = Ask.of("GET", "/v1/vaults")
                .header("Cookie", "__Host-av_session=" + told.at("/token"))
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "vault.example.com");
        server.send(secure).is(200);
        server.send(byCookie("GET", "/v1/vaults").header("X-Forwarded-Proto", "https"))
                .refused(401, "authorization_required");
        server.send(Ask.of("GET", "/v1/vaults").as(owner).header("X-Forwarded-Host", "evil.example"))
                .refused(421, "misdirected_request");
    }
}
