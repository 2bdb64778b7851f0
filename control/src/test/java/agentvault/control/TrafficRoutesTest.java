package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Actor;
import agentvault.id.Id;
import agentvault.traffic.Passage;
import agentvault.trail.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficRoutesTest {

    @TempDir
    private Path root;

    private ApiServer server;
    private String owner = "";
    private Id vault = Entry.NONE;

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        var cast = new Cast(server);
        owner = cast.ownerToken;
        vault = cast.newVault("payments");
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    @Test
    void what_passed_is_listed_page_by_page_and_followed() {
        for (int n = 0; n < 5; n++) server.passages.keep(List.of(passage("stripe", "api.stripe.com", 200 + n, "")));

        var first = server.get("/v1/vaults/payments/logs?limit=3", owner).is(200);
        assertThat(first.at("/logs/0/status")).isEqualTo("204");
        assertThat(first.at("/logs/0/matched_service")).isEqualTo("stripe");
        assertThat(first.at("/logs/0/credential_keys/0")).isEqualTo("STRIPE_KEY");
        assertThat(first.at("/logs/0/actor_name")).isEqualTo("ana@example.com");
        var second = server.get("/v1/vaults/payments/logs?limit=3&before=" + first.at("/next_cursor"), owner)
                .is(200);
        assertThat(second.json().get("logs")).hasSize(2);
        assertThat(second.json().get("next_cursor").isNull()).isTrue();

        var tail = "/v1/vaults/payments/logs?after=" + first.at("/latest_id");
        assertThat(server.get(tail, owner).is(200).json().get("logs")).isEmpty();
        server.passages.keep(List.of(passage("stripe", "api.stripe.com", 500, "")));
        assertThat(server.get(tail, owner).at("/logs/0/status")).isEqualTo("500");
    }

    @Test
    void what_was_stopped_here_is_told_apart_from_what_the_server_refused() {
        server.passages.keep(
                List.of(passage("stripe", "api.stripe.com", 403, ""), passage("", "example.com", 403, "forbidden")));

        assertThat(server.get("/v1/vaults/payments/logs?status_bucket=4xx", owner)
                        .json()
                        .get("logs"))
                .hasSize(2);
        var stopped =
                server.get("/v1/vaults/payments/logs?status_bucket=err", owner).is(200);
        assertThat(stopped.json().get("logs")).hasSize(1);
        assertThat(stopped.at("/logs/0/error_code")).isEqualTo("forbidden");
        server.get("/v1/vaults/payments/logs?status_bucket=6xx", owner).refused(400, "invalid_request");
    }

    @Test
    void hosts_that_no_service_names_are_told_until_one_does() {
        server.passages.keep(List.of(
                passage("", "api.github.com", 403, "forbidden"),
                passage("", "api.github.com", 403, "forbidden"),
                passage("", "example.com", 403, "forbidden")));
        var path = "/v1/vaults/payments/discovered-hosts";
        var both = server.get(path, owner).is(200);
        assertThat(both.at("/hosts/0/host")).isEqualTo("api.github.com");
        assertThat(both.at("/hosts/0/request_count")).isEqualTo("2");

        server.post(
                        "/v1/vaults/payments/services",
                        owner,
                        "{'services':[{'name':'github','host':'api.github.com','auth':{'type':'passthrough'}}]}")
                .is(200);

        assertThat(server.get(path, owner).at("/hosts/0/host")).isEqualTo("example.com");
        var counted = server.get(path + "?limit=0", owner).is(200);
        assertThat(counted.at("/total")).isEqualTo("1");
        assertThat(counted.json().get("hosts")).isEmpty();
    }

    @Test
    void names_that_nobody_can_have_are_no_hosts_to_make_a_service_for() {
        server.passages.keep(List.of(
                passage("", "curl.https.doctor.agent-vault.invalid", 403, "forbidden"),
                passage("", "invalid:8443", 403, "forbidden"),
                passage("", "invalid.example.com", 403, "forbidden")));

        var hosts = server.get("/v1/vaults/payments/discovered-hosts", owner).is(200);

        assertThat(hosts.at("/total")).isEqualTo("1");
        assertThat(hosts.at("/hosts/0/host")).isEqualTo("invalid.example.com");
    }

    private Passage passage(String service, String host, int status, String code) {
        var ana = server.workspace
                .directory()
                .actor(new Actor.Name(Actor.Kind.USER, "ana@example.com"))
                .orElseThrow();
        return new Passage(
                server.now(),
                "req_1",
                Passage.Way.EXPLICIT,
                new Passage.Who(ana.id(), Entry.NONE, vault),
                new Passage.What("GET", host, "/v1/charges"),
                new Passage.Fate(service, service.isEmpty() ? List.of() : List.of("STRIPE_KEY"), status, code),
                new Passage.Cost(0, 12, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)));
    }
}
