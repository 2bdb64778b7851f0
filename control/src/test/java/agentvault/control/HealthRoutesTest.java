package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer.Ask;
import agentvault.route.Route;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthRoutesTest {

    @TempDir
    private Path root;

    private ApiServer server;

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    @Test
    void what_clients_of_the_forward_proxy_trust_is_there_for_anybody() {
        var options = ApiServer.Options.USUAL.forwarding(ApiServer.forwarding(new ForwardProxy.State.On(14322)));
        try (var with = ApiServer.start(root.resolve("with"), options)) {
            var told = with.get("/v1/mitm/ca.pem", "").is(200);
            assertThat(told.body()).startsWith("-----BEGIN CERTIFICATE-----");
            assertThat(told.header("X-MITM-Port")).contains("14322");
            assertThat(with.get("/v1/mitm/ca", "").is(200).at("/sha256")).isEqualTo("B2:60");
        }
        assertThat(server.get("/v1/mitm/ca.pem", "").is(404).body())
                .isEqualTo("MITM proxy is not enabled on this server\n");
        server.get("/v1/mitm/ca", "").refused(404, "not_found");
    }

    @Test
    void a_server_says_whether_its_forward_proxy_runs_and_what_to_do_if_not() {
        var inUse = ApiServer.forwarding(new ForwardProxy.State.PortInUse(14322));
        try (var without = ApiServer.start(root.resolve("without"), ApiServer.Options.USUAL.forwarding(inUse))) {
            var status = without.get("/v1/status", "").is(200);
            assertThat(status.at("/forward_proxy/state")).isEqualTo("port_in_use");
            assertThat(status.at("/forward_proxy/hint")).contains("14322", "--mitm-port");
            without.get("/v1/mitm/ca", "").refused(404, "not_found");
        }
        assertThat(server.get("/v1/status", "").is(200).at("/forward_proxy/state"))
                .isEqualTo("off");
    }

    @Test
    void a_server_says_whether_it_is_well_and_whether_somebody_owns_it() {
        assertThat(server.get("/health", "").is(200).at("/status")).isEqualTo("ok");
        assertThat(server.get("/v1/status", "")
                        .is(200)
                        .json()
                        .get("needs_first_user")
                        .asBoolean())
                .isTrue();

        server.owner();

        var status = server.get("/v1/status", "").is(200).json();
        assertThat(status.get("initialized").asBoolean()).isTrue();
        assertThat(status.get("needs_first_user").asBoolean()).isFalse();
    }

    @Test
    void before_there_is_an_owner_nothing_else_is_answered() {
        for (var route : server.api.routes()) {
            if (route.access() == Route.Access.ALWAYS) continue;
            var path = route.template().text().replaceAll("\\{\\w+}", "abc");

            if (route.access() == Route.Access.PAGE) {
                var page = server.sendAnything(Ask.of(route.method(), path)).is(503);
                assertThat(page.body()).startsWith("<!doctype html>").contains("not_initialized");
                continue;
            }
            var told = server.send(Ask.of(route.method(), path));

            told.refused(503, "not_initialized");
            var sentence = told.at("/message").isEmpty() ? told.at("/error/message") : told.at("/message");
            assertThat(sentence)
                    .isEqualTo("No owner account exists. Run 'agent-vault auth register' to create the first account.");
        }
    }

    @Test
    void the_description_and_the_catalog_are_served() {
        server.owner();

        for (var name : List.of("openapi", "openapi-qoder", "openapi-anthropic")) {
            assertThat(server.get("/v1/" + name + ".yaml", "").is(200).body()).startsWith("openapi: 3.1.0");
        }
        assertThat(server.get("/v1/service-catalog", "")
                        .is(200)
                        .json()
                        .get("services")
                        .size())
                .isGreaterThan(20);
    }

    @Test
    void an_unknown_address_is_404_and_a_known_one_with_another_method_405() {
        server.get("/v1/nothing", "").refused(404, "not_found");
        server.get("/v1/vaults/", "").refused(404, "not_found");
        server.get("/V1/status", "").refused(404, "not_found");
        server.get("/v1//status", "").refused(404, "not_found");
        server.get("/v1/vaults/%ff/context", "").refused(404, "not_found");

        var told = server.send(Ask.of("DELETE", "/v1/status")).refused(405, "method_not_allowed");
        assertThat(told.header("Allow")).contains("GET, HEAD");
        server.send(Ask.of("OPTIONS", "/v1/vaults")).refused(405, "method_not_allowed");
        assertThat(server.send(Ask.of("HEAD", "/health")).is(200).body()).isEmpty();
    }

    @Test
    void every_answer_has_an_id_and_keeps_browsers_from_making_more_of_it() {
        for (var told : List.of(server.get("/health", ""), server.get("/no", ""), server.get("/v1/vaults", ""))) {
            assertThat(told.header("X-Request-Id").orElse("")).startsWith("req_");
            assertThat(told.header("Cache-Control")).contains("no-store");
            assertThat(told.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(told.header("X-Frame-Options")).contains("DENY");
            assertThat(told.header("Referrer-Policy")).contains("no-referrer");
            assertThat(told.header("Cross-Origin-Opener-Policy")).contains("same-origin");
            assertThat(told.header("Content-Security-Policy").orElse("")).contains("frame-ancestors 'none'");
        }
        var refused = server.get("/v1/vaults", "");
        assertThat(refused.at("/request_id"))
                .isEqualTo(refused.header("X-Request-Id").orElse(""));
    }

    @Test
    void figures_are_for_this_machine_and_for_members_and_name_nobody() {
        var owner = server.owner();
        server.get("/v1/vaults/secret-project/context", owner).is(404);

        var here = server.get("/metrics", "").is(200).body();
        assertThat(here)
                .contains(
                        "agentvault_api_requests_seconds_count{method=\"GET\",route=\"/v1/vaults/{vault}/context\",status=\"404\"} 1")
                .doesNotContain("secret-project")
                .doesNotContain("ana@");
        var elsewhere = Ask.of("GET", "/metrics").header("Host", "vault.example.com");
        server.send(elsewhere).refused(401, "authorization_required");
        server.send(Ask.of("GET", "/metrics").header("X-Forwarded-For", "192.0.2.1"))
                .refused(401, "authorization_required");
        server.send(elsewhere.as(owner)).is(200);
        var agent =
                server.post("/v1/agents", owner, "{'name':'ci-bot'}").is(201).at("/av_agent_token");
        server.send(elsewhere.as(agent)).refused(403, "forbidden");
    }

    @Test
    void the_wire_s_refusals_speak_as_all_others() {
        var huge = "{'email':'%s','password':'x'}".formatted("a".repeat(2 << 20));

        var told = server.sendAnything(Ask.of("POST", "/v1/auth/register").json(huge));

        assertThat(told.status()).isEqualTo(413);
        assertThat(told.at("/code")).isEqualTo("body_too_large");
        assertThat(told.at("/error")).isEqualTo("body_too_large");
    }
}
