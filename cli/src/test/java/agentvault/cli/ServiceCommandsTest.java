package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.command.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceCommandsTest {

    private static final String SERVICES = "/v1/vaults/payments/services";
    private static final String LIST =
            "{\"vault\":\"payments\",\"services\":[{\"name\":\"stripe\",\"host\":\"api.stripe.com\","
                    + "\"enabled\":false,\"auth\":{\"type\":\"bearer\",\"token\":\"STRIPE_KEY\"}}]}";

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path home;

    private Stage stage;

    @BeforeEach
    void logged_in() {
        stage = new Stage(home).loggedIn(server).variable("AGENT_VAULT_VAULT", "payments");
        server.on("GET " + SERVICES, LIST);
        server.on("POST " + SERVICES, "{\"vault\":\"payments\",\"upserted\":[\"stripe\"],\"services_count\":1}");
        server.on("PUT " + SERVICES, "{\"vault\":\"payments\",\"services_count\":2}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_pipe_gets_yaml_and_a_person_a_table() {
        assertThat(stage.run("vault service list").answer()).isEqualTo("""
                services:
                - name: stripe
                  host: api.stripe.com
                  enabled: false
                  auth:
                    type: bearer
                    token: STRIPE_KEY
                """);
        assertThat(stage.person().run("vault service list").answer()).isEqualTo("""
                NAME    HOST            AUTH    CREDENTIALS
                stripe  api.stripe.com  bearer  STRIPE_KEY   off
                """);
    }

    @Test
    void what_list_prints_set_reads() throws IOException {
        Files.writeString(
                home.resolve("services.yaml"),
                stage.run("vault service list --yaml").answer());

        assertThat(stage.run("vault service set -f services.yaml").answer())
                .isEqualTo("✓ Replaced the services of payments; it has 2 now.\n");
        assertThat(server.last().json().items("services").getFirst().compact())
                .isEqualTo("{\"name\":\"stripe\",\"host\":\"api.stripe.com\",\"enabled\":false,"
                        + "\"auth\":{\"type\":\"bearer\",\"token\":\"STRIPE_KEY\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--host api.x.com --token-key K | {\"name\":\"api-x-com\",\"host\":\"api.x.com\",\"auth\":{\"type\":\"bearer\",\"token\":\"K\"}}",
                "--host *.x.com/v1/* --name x-api --username-key U --password-key P --disabled | {\"name\":\"x-api\",\"host\":\"*.x.com/v1/*\",\"auth\":{\"type\":\"basic\",\"username\":\"U\",\"password\":\"P\"},\"enabled\":false}",
                "--host x.com:8443 --api-key-key K --api-key-header X-Key --api-key-prefix Key | {\"name\":\"x-com-8443\",\"host\":\"x.com:8443\",\"auth\":{\"type\":\"api-key\",\"key\":\"K\",\"header\":\"X-Key\",\"prefix\":\"Key\"}}",
                "--host x.com --auth-type passthrough | {\"name\":\"x-com\",\"host\":\"x.com\",\"auth\":{\"type\":\"passthrough\"}}",
            })
    void flags_describe_one_service(String flags, String service) {
        assertThat(stage.run("vault service add " + flags).code()).isZero();

        assertThat(server.last().json().items("services").getFirst().compact()).isEqualTo(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--host x.com",
                "--host x.com --auth-type bearer",
                "--host x.com --auth-type magic",
                "--host x.com --auth-type custom"
            })
    void half_a_service_is_not_sent(String flags) {
        assertThat(stage.run(("vault service add " + flags).strip()).code()).isEqualTo(2);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void the_catalog_describes_services_by_name() {
        server.on(
                "GET /v1/service-catalog",
                "{\"services\":[{\"id\":\"stripe\",\"name\":\"Stripe\",\"host\":\"api.stripe.com\",\"auth_type\":\"bearer\","
                        + "\"suggested_credential_key\":\"STRIPE_KEY\"}]}");

        assertThat(stage.run("vault service add --from stripe").answer()).isEqualTo("✓ Added stripe to payments.\n");
        assertThat(server.last().json().items("services").getFirst().compact())
                .isEqualTo(
                        "{\"name\":\"stripe\",\"host\":\"api.stripe.com\",\"auth\":{\"type\":\"bearer\",\"token\":\"STRIPE_KEY\"}}");
        assertThat(stage.run("vault service add --from strip").conversation())
                .contains("Next: agent-vault vault service add --from stripe");
        assertThat(stage.run("catalog --quiet").answer()).isEqualTo("stripe\n");
    }

    @Test
    void a_service_is_turned_on_and_off_removed_and_tested() {
        server.on("PATCH " + SERVICES + "/stripe", "{\"vault\":\"payments\",\"name\":\"stripe\",\"enabled\":false}");
        server.on("DELETE " + SERVICES + "/stripe", "{\"vault\":\"payments\",\"removed\":\"stripe\"}");
        server.on("DELETE " + SERVICES, "{\"vault\":\"payments\",\"cleared\":true}");
        server.on(
                "POST " + SERVICES + "/test",
                "{\"decision\":\"inject\",\"service\":\"stripe\",\"credentials\":[\"STRIPE_KEY\"],\"reason\":\"exact host\"}");

        assertThat(stage.run("vault service disable stripe").answer()).isEqualTo("✓ Turned stripe off in payments.\n");
        assertThat(server.last().body()).isEqualTo("{\"enabled\":false}");
        assertThat(stage.run("vault service enable stripe").answer()).isEqualTo("✓ Turned stripe on in payments.\n");
        assertThat(stage.run("vault service remove stripe --yes").answer())
                .isEqualTo("✓ Removed stripe from payments.\n");
        assertThat(stage.run("vault service clear").code()).isEqualTo(2);
        assertThat(stage.person("payments").run("vault service clear").code()).isZero();

        var test = stage.run("vault service test GET https://api.stripe.com/v1/charges?key=hunter2");
        assertThat(test.answer())
                .isEqualTo(
                        "decision     inject\nservice      stripe\ncredentials  STRIPE_KEY\nwhy          exact host\n");
        assertThat(server.asked()).noneMatch(asked -> asked.line().contains("hunter2"));
    }

    @Test
    void path_and_port_beside_a_host_become_part_of_it() {
        assertThat(ServiceYaml.parsed("services: [{host: x.com, port: 8443, path: /v1/*}]")
                        .getFirst()
                        .text("host"))
                .isEqualTo("x.com:8443/v1/*");
        assertThat(ServiceYaml.parsed("services: [{host: 'x.com:8443', port: 8443}]")
                        .getFirst()
                        .text("host"))
                .isEqualTo("x.com:8443");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "services: [{host: x.com, hots: y}] | did you mean \"host\"",
                "services: [{host: x.com, host: y.com}] | duplicate",
                "services: [{host: 'x.com:1', port: 2}] | differ",
                "services: [{name: x}] | has a host",
                "services: {} | stands a list",
                "[] | begins with",
                "services: [] extra | Line 1",
                "'&a [*a]' | nested too deep",
                "services: &a [*a] | nested too deep",
                "services: [{host: x.com, auth: &b {c: *b}}] | nested too deep",
                "services: [{host: x.com, port: 1.5}] | put it in quotes",
            })
    void yaml_is_read_strictly(String yaml, String why) {
        assertThatThrownBy(() -> ServiceYaml.parsed(yaml))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.why()).containsIgnoringCase(why));
    }

    @Test
    void a_tunnel_is_added_without_a_credential_and_never_with_one() {
        server.on("POST /v1/vaults/default/services", "{\"upserted\":[\"a-b\"],\"services_count\":1}");

        assertThat(stage.run("vault service add --host a.b --auth-type tunnel").code())
                .isZero();
        assertThat(server.last().body())
                .isEqualTo("{\"services\":[{\"name\":\"a-b\",\"host\":\"a.b\",\"auth\":{\"type\":\"tunnel\"}}]}");
        assertThat(stage.run("vault service add --host a.b --auth-type tunnel --token-key KEY")
                        .code())
                .isEqualTo(2);
    }
}
