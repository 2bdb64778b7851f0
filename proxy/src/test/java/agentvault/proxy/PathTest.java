package agentvault.proxy;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.address.PathPattern;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.Placeholder;
import agentvault.vault.Placeholder.Surface;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.workspace.Office;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests to `/proxy/{host}/{path}` beside the API, and those for whole URLs at the forward proxy.
class PathTest {

    private static final String HOST = "Host: 127.0.0.1";

    private Proxying proxying;

    @BeforeEach
    void open(@TempDir Path folder) {
        proxying = new Proxying(folder);
    }

    @AfterEach
    void close() {
        assertThat(proxying.broken).isEmpty();
        proxying.close();
    }

    private String get(String path) {
        return "GET /proxy/" + proxying.to() + path + " HTTP/1.1";
    }

    private String bearer() {
        return "Authorization: Bearer " + proxying.token;
    }

    private String ask(String... lines) throws IOException {
        try (var wire = proxying.api()) {
            return wire.send(lines).response();
        }
    }

    @Test
    void the_callers_own_authorization_is_replaced_by_the_secret() throws IOException {
        proxying.serveBearer();

        assertThat(ask(get("/v1/a?b=c"), HOST, bearer(), "X-Vault: shop", "Accept: */*"))
                .endsWith("\r\n\r\nok");
        assertThat(proxying.recorder.requests)
                .containsExactly("GET /v1/a?b=c HTTP/1.1\r\nHost: " + proxying.to()
                        + "\r\nAccept: */*\r\nAuthorization: Bearer sk_live_s3cret\r\n\r\n");
    }

    @Test
    void a_callers_authorization_goes_no_further_where_another_slot_is_filled() throws IOException {
        proxying.serve("api", new Attachment.Query(new CredentialKey("KEY"), "key"));

        ask(get("/p"), HOST, bearer());
        assertThat(proxying.recorder.requests.getFirst())
                .startsWith("GET /p?key=sk_live_s3cret HTTP/1.1")
                .doesNotContain("Authorization");
    }

    @Test
    void browsers_make_nothing_of_what_comes_back() throws IOException {
        proxying.serveBearer();
        proxying.recorder.answer(
                _ -> "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nAlt-Svc: h3\r\nX: y\r\nContent-Length: 0\r\n\r\n");

        assertThat(ask(get("/"), HOST, bearer()))
                .doesNotContain("Set-Cookie")
                .doesNotContain("Alt-Svc")
                .contains("X: y")
                .contains("Content-Security-Policy: sandbox")
                .contains("X-Content-Type-Options: nosniff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: serviceworker", "Service-Worker: script"})
    void a_page_is_not_let_through(String header) throws IOException {
        proxying.serveBearer();

        assertThat(ask(get("/"), HOST, bearer(), header)).startsWith("HTTP/1.1 403 ");
        assertThat(proxying.recorder.requests).isEmpty();
    }

    @Test
    void the_api_and_what_is_proxied_share_a_connection() throws IOException {
        proxying.serveBearer();
        try (var wire = proxying.api()) {
            assertThat(wire.send("GET /v1/x HTTP/1.1", HOST).response()).endsWith("the api");
            assertThat(wire.send(get("/"), HOST, bearer()).response()).endsWith("ok");
            assertThat(wire.send("GET /v1/x HTTP/1.1", HOST).response()).endsWith("the api");
            wire.send(get("/"), HOST, bearer()).send("GET /v1/x HTTP/1.1", HOST);
            assertThat(wire.response()).endsWith("ok");
            assertThat(wire.response()).endsWith("the api");
        }
    }

    @Test
    void who_is_not_known_is_told_so() throws IOException {
        assertThat(ask(get("/"), HOST)).startsWith("HTTP/1.1 401 ").contains("Authorization required");
        assertThat(ask(get("/"), HOST, "Authorization: Bearer av_agt_x"))
                .startsWith("HTTP/1.1 401 ")
                .contains("Invalid or expired session");
    }

    @Test
    void a_name_that_is_none_of_the_servers_is_not_answered() throws IOException {
        proxying.serveBearer();

        assertThat(ask(get("/"), "Host: not-ours.example.com", bearer()))
                .startsWith("HTTP/1.1 421 ")
                .contains("misdirected_request");
        assertThat(ask(get("/"), "Host: vault.example.com:14321", bearer())).endsWith("ok");
    }

    @Test
    void who_guesses_tokens_is_told_to_wait_and_a_good_client_beside_them_is_not() throws IOException {
        proxying.serveBearer();
        try (var guessing = proxying.api();
                var tunnelling = proxying.forward()) {
            for (int i = 0; i < 50; i++)
                assertThat(guessing.send(get("/"), HOST, "Authorization: Bearer av_agt_" + i)
                                .response())
                        .startsWith("HTTP/1.1 401 ");

            assertThat(guessing.send(get("/"), HOST, "Authorization: Bearer av_agt_x")
                            .response())
                    .startsWith("HTTP/1.1 429 ")
                    .containsPattern("Retry-After: \\d+")
                    .contains("\"error\":\"too_many_requests\"");
            var open = "CONNECT " + proxying.to() + " HTTP/1.1";
            assertThat(tunnelling
                            .send(open, "Host: " + proxying.to(), Wire.basic("av_agt_y", ""))
                            .response())
                    .startsWith("HTTP/1.1 429 ");
            assertThat(tunnelling.send(open, "Host: " + proxying.to()).response())
                    .as("who shows nothing has not guessed")
                    .startsWith("HTTP/1.1 407 ");
            assertThat(guessing.send(get("/"), HOST, bearer()).response()).endsWith("ok");
        }
    }

    @Test
    void an_unmatched_host_is_always_refused_with_a_hint() throws IOException {
        proxying.unmatched(UnmatchedHosts.PASSTHROUGH);

        assertThat(ask("GET /proxy/other.example.com/ HTTP/1.1", HOST, bearer()))
                .startsWith("HTTP/1.1 403 ")
                .contains("X-Agent-Vault-Proxy-Error: true")
                .contains("\"error\":\"forbidden\"")
                .contains("No broker service matching host \\\"other.example.com\\\" in vault \\\"shop\\\"")
                .contains("\"proposal_hint\":{\"host\":\"other.example.com\",\"endpoint\":\"POST /v1/proposals\","
                        + "\"supported_auth_types\":[\"bearer\",\"basic\",\"api-key\",\"custom\",\"passthrough\"]}")
                .contains("\"help\":\"GET http://127.0.0.1:14321/discover ");
    }

    @Test
    void a_vault_that_is_not_the_callers_is_told_as_the_api_tells_it() throws IOException {
        assertThat(ask(get("/"), HOST, bearer(), "X-Vault: nowhere"))
                .startsWith("HTTP/1.1 404 ")
                .contains("\"error\":\"Vault not found: nowhere\"", "\"code\":\"vault_not_found\"");
        assertThat(ask(get("/"), HOST)).contains("\"error\":\"Authorization required\"", "\"code\":\"unauthorized\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a@b/", "127.1/", "host:0/", "%61.com/"})
    void a_host_that_is_none_is_refused(String host) throws IOException {
        assertThat(ask("GET /proxy/" + host + " HTTP/1.1", HOST, bearer()))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"error\":\"bad_request\"");
    }

    @Test
    void a_disabled_service_and_a_missing_credential_are_told_apart() throws IOException {
        proxying.serve(
                "off", Proxying.HOST, PathPattern.EVERYTHING, new Attachment.Bearer(new CredentialKey("KEY")), false);
        assertThat(ask(get("/"), HOST, bearer()))
                .startsWith("HTTP/1.1 403 ")
                .contains("\"error\":\"service_disabled\"");

        proxying.serve("off", new Attachment.Bearer(new CredentialKey("NONE")));
        assertThat(ask(get("/"), HOST, bearer()))
                .startsWith("HTTP/1.1 502 ")
                .contains("\"error\":\"credential_not_found\"")
                .contains("A required credential could not be resolved");
    }

    @Test
    void a_host_that_cannot_be_reached_is_502_with_its_cause() throws IOException {
        proxying.serve("away", "away.example.com", PathPattern.EVERYTHING, new Attachment.Passthrough(), true);

        assertThat(ask("GET /proxy/away.example.com:" + proxying.recorder.port() + "/ HTTP/1.1", HOST, bearer()))
                .startsWith("HTTP/1.1 502 ")
                .contains("\"error\":\"upstream_error\"", "\"code\":\"dns_failed\"")
                .contains("Failed to reach away.example.com");
        proxying.elsewhere.name("other.example.com", "127.0.0.1");
        proxying.serve("other", "other.example.com", PathPattern.EVERYTHING, new Attachment.Passthrough(), true);
        assertThat(ask("GET /proxy/other.example.com:" + proxying.recorder.port() + "/ HTTP/1.1", HOST, bearer()))
                .startsWith("HTTP/1.1 502 ")
                .contains("\"code\":\"tls_untrusted\"");
    }

    @Test
    void a_value_that_cannot_be_placed_is_502_and_nothing_is_sent() throws IOException {
        proxying.office.store(proxying.vault, "KEY", "two\r\nlines");
        proxying.serveBearer();

        assertThat(ask(get("/"), HOST, bearer())).startsWith("HTTP/1.1 502 ").contains("credential_unusable");
        assertThat(proxying.recorder.requests).isEmpty();
    }

    @Test
    void a_placeholder_out_of_place_is_refused_and_recorded() throws IOException {
        var placeholder = new Placeholder(new CredentialKey("KEY"), "__key__", Set.of(Surface.HEADER));
        proxying.serve("api", new Attachment.PlaceholdersOnly(), placeholder);

        assertThat(ask(get("/"), HOST, bearer(), "X: __key__")).endsWith("ok");
        assertThat(proxying.recorder.requests.getFirst()).contains("X: sk_live_s3cret");
        assertThat(ask(get("/__key__"), HOST, bearer()))
                .startsWith("HTTP/1.1 403 ")
                .contains("placeholder_wrong_place");
        assertThat(proxying.office.trail.entries().getLast().toString()).contains("USE_PLACEHOLDER");
        assertThat(proxying.recorder.requests).hasSize(1);
    }

    @Test
    void a_path_with_two_readings_is_refused_where_a_rule_looks_at_paths() throws IOException {
        proxying.serve(
                "api", Proxying.HOST, new PathPattern("/v1/*"), new Attachment.Bearer(new CredentialKey("KEY")), true);

        assertThat(ask(get("/v1/../admin"), HOST, bearer()))
                .startsWith("HTTP/1.1 400 ")
                .contains("ambiguous_path");
        assertThat(proxying.recorder.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-HTTP-Method-Override",
                "x_http_method_override",
                "X-Http_Method",
                "XMethodOverride",
                "x.http.method"
            })
    void another_method_in_a_header_is_refused_where_a_rule_looks_at_methods(String name) throws IOException {
        var bearer = new Attachment.Bearer(new CredentialKey("KEY"));
        proxying.serve("api", Proxying.HOST, PathPattern.EVERYTHING, bearer, List.of("GET"));

        assertThat(ask(get("/"), HOST, bearer(), name + ": DELETE"))
                .startsWith("HTTP/1.1 400 ")
                .contains("method_override");
        assertThat(proxying.recorder.requests).isEmpty();
    }

    @Test
    void a_session_uses_its_vaults_whatever_is_named_beside_it() throws IOException {
        proxying.serveBearer();
        var shares = List.of(new Session.Share(proxying.vault, VaultRole.PROXY));
        var egress = new Session.Egress(UnmatchedHosts.DENY, List.of());
        try (var issued = done(proxying.office
                .workspace
                .sessions()
                .create(proxying.office.owner, shares, egress, "", Until.forever()))) {
            var token = Office.text(issued.shown());
            assertThat(ask(get("/"), HOST, "Authorization: Bearer " + token, "X-Vault: other"))
                    .endsWith("ok");

            done(proxying.office
                    .workspace
                    .sessions()
                    .end(proxying.office.owner, issued.session().id()));
            assertThat(ask(get("/"), HOST, "Authorization: Bearer " + token)).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void a_whole_url_is_asked_for_at_the_forward_proxy() throws IOException {
        proxying.serveBearer();
        try (var wire = proxying.forward()) {
            var line = "GET https://" + proxying.to() + "/v1/a HTTP/1.1";
            for (int i = 0; i < 2; i++)
                assertThat(wire.send(line, "Host: " + proxying.to(), proxying.auth())
                                .response())
                        .isEqualTo(Recorder.OK);
            assertThat(wire.send(line, "Host: " + proxying.to()).response()).startsWith("HTTP/1.1 407 ");
            assertThat(wire.send("GET / HTTP/1.1", "Host: x").response()).startsWith("HTTP/1.1 400 ");
        }
        assertThat(proxying.recorder.requests)
                .allMatch(request -> request.equals("GET /v1/a HTTP/1.1\r\nHost: " + proxying.to()
                        + "\r\nAuthorization: Bearer sk_live_s3cret\r\n\r\n"))
                .hasSize(2);
    }

    @Test
    void nothing_is_injected_into_clear_text() throws IOException {
        proxying.serveBearer();
        try (var wire = proxying.forward()) {
            var line = "GET http://" + proxying.to() + "/v1/a HTTP/1.1";
            assertThat(wire.send(line, "Host: " + proxying.to(), proxying.auth())
                            .response())
                    .startsWith("HTTP/1.1 403 ");
        }
    }
}
