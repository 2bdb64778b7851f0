package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceRoutesTest {

    private static final String BEARER = "'auth':{'type':'bearer','token':'STRIPE_KEY'}";

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static Cast cast;
    private static String owner = "";
    private static int vaults;

    private String path = "";

    @BeforeAll
    static void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        owner = cast.ownerToken;
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    @BeforeEach
    void vault() {
        cast.newVault("vault-" + ++vaults);
        path = "/v1/vaults/vault-" + vaults + "/services";
    }

    private ApiServer.Told add(String service) {
        return server.post(path, owner, "{'services':[%s]}".formatted(service));
    }

    private String host(String name) {
        for (var service : server.get(path, owner).is(200).json().get("services")) {
            if (service.get("name").asString().equals(name))
                return service.get("host").asString();
        }
        return "";
    }

    @Test
    void a_service_is_added_replaced_switched_and_removed() {
        var added = add("{'name':'stripe','host':'api.stripe.com',%s}".formatted(BEARER))
                .is(200);
        assertThat(added.json().get("upserted").toString()).isEqualTo("[\"stripe\"]");
        assertThat(added.json().get("services_count").asInt()).isEqualTo(1);
        add("{'name':'stripe','host':'api.stripe.com/v1/*','enabled':false,%s}".formatted(BEARER))
                .is(200);
        var listed = server.get(path, owner).is(200);
        assertThat(listed.at("/services/0/host")).isEqualTo("api.stripe.com/v1/*");
        assertThat(listed.json().at("/services/0/enabled").asBoolean()).isFalse();

        var enabled = server.patch(path + "/stripe", owner, "{'enabled':true}").is(200);

        assertThat(enabled.json().get("enabled").asBoolean()).isTrue();
        assertThat(enabled.at("/host")).isEqualTo("api.stripe.com/v1/*");
        var removed = server.delete(path + "/api.stripe.com", owner).is(200);
        assertThat(removed.at("/removed")).isEqualTo("stripe");
        assertThat(removed.at("/removed_host")).isEqualTo("api.stripe.com/v1/*");
        assertThat(server.delete(path + "/stripe", owner)
                        .refused(404, "not_found")
                        .at("/error"))
                .isEqualTo("Service not found for \"stripe\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'auth':{'type':'bearer','token':'A_KEY'}",
                "'auth':{'type':'basic','username':'A_KEY'}",
                "'auth':{'type':'basic','username':'A_KEY','password':'B_KEY'}",
                "'auth':{'type':'api-key','key':'A_KEY','header':'Authorization'}",
                "'auth':{'type':'api-key','key':'A_KEY','header':'X-Token','prefix':'Token '}",
                "'auth':{'type':'custom','headers':{'X-One':'a {{ A_KEY }} b','X-Two':'{{ B_KEY }}'}}",
                "'auth':{'type':'query','key':'A_KEY','parameter':'api_key'}",
                "'auth':{'type':'passthrough'}",
                "'methods':['GET','POST'],'auth':{'type':'passthrough'}",
                "'auth':{'type':'none'},'substitutions':[{'key':'A_KEY','placeholder':'__a_key__','in':['query','header']}]"
            })
    void what_is_written_is_read_back(String service) {
        add("{'name':'some-service','host':'api.example.com','enabled':true,%s}".formatted(service))
                .is(200);

        var read = server.get(path, owner).is(200).json().at("/services/0").toString();

        assertThat(read)
                .isEqualTo("{\"name\":\"some-service\",\"host\":\"api.example.com\",\"enabled\":true,%s}"
                        .formatted(service.replace('\'', '"')));
        server.put(path, owner, "{\"services\":[" + read + "]}").is(200);
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com,api.example.com",
        "API.Example.com.,api.example.com",
        "*.example.com,*.example.com",
        "**.example.com,**.example.com",
        "api.example.com:8443,api.example.com:8443",
        "api.example.com:443,api.example.com",
        "api.example.com/v1/*,api.example.com/v1/*",
        "http://api.example.com,http://api.example.com",
        "http://api.example.com:8080/x,http://api.example.com:8080/x",
        "https://api.example.com,api.example.com"
    })
    void a_host_is_one_text_with_its_port_and_path(String host, String shown) {
        add("{'name':'some-service','host':'%s',%s}".formatted(host, BEARER)).is(200);

        assertThat(host("some-service")).isEqualTo(shown);
    }

    @Test
    void a_path_and_a_port_may_stand_apart() {
        add("{'name':'some-service','host':'api.example.com','path':'/v1/*','port':8443,%s}".formatted(BEARER))
                .is(200);

        assertThat(host("some-service")).isEqualTo("api.example.com:8443/v1/*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'host':'*'",
                "'host':'*.com'",
                "'host':'*.co.uk'",
                "'host':'127.0.0.1'",
                "'host':'localhost'",
                "'host':'metadata.google.internal'",
                "'host':'a@b.example'",
                "'host':'exämple.com'",
                "'host':'api.example.com:0'",
                "'host':'api.example.com:99999'",
                "'host':'api.example.com:8443','port':443",
                "'host':'api.example.com','port':70000",
                "'host':'api.example.com/v1','path':'/v2'",
                "'host':'api.example.com/a/../b'",
                "'host':'api.example.com','path':'v1'",
                "'host':'api.example.com','description':'old'",
                "'host':'api.example.com','colour':'red'",
                "'host':'api.example.com','methods':['GE T']",
                "'host':'api.example.com','substitutions':[{'key':'A','placeholder':'abc'}]",
                "'host':'api.example.com','substitutions':[{'key':'A','placeholder':'__abc__','in':['cookie']}]"
            })
    void what_no_rule_may_say_is_refused_by_place_and_reason(String service) {
        var told =
                add("{'name':'some-service',%s,%s}".formatted(service, BEARER)).refused(400, "invalid_request");

        assertThat(told.at("/error")).startsWith("Invalid services: service 0: ");
        assertThat(told.at("/field")).startsWith("services[0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'type':'magic'}",
                "{'type':'bearer'}",
                "{'type':'bearer','token':'not a key'}",
                "{'type':'bearer','token':'A','extra':1}",
                "{'type':'api-key','key':'A','header':'Host'}",
                "{'type':'api-key','key':'A','header':'X\\r\\nY'}",
                "{'type':'custom','headers':{}}",
                "{'type':'custom','headers':{'X-A':'1','x-a':'2'}}",
                "{'type':'none'}",
                "'bearer'"
            })
    void an_attachment_that_nobody_knows_is_refused(String auth) {
        add("{'name':'some-service','host':'api.example.com','auth':%s}".formatted(auth))
                .refused(400, "invalid_request");
    }

    @Test
    void a_wildcard_over_the_names_of_others_must_be_meant() {
        var service = "{'name':'pages','host':'*.github.io',%s}".formatted(BEARER);
        assertThat(add(service).refused(400, "invalid_request").at("/error")).contains("acknowledge");

        server.post(path, owner, "{'services':[%s],'acknowledge':['*.github.io']}".formatted(service))
                .is(200);
    }

    @Test
    void a_service_without_a_name_is_the_one_of_its_destination_or_called_after_its_host() {
        add("{'host':'api.stripe.com',%s}".formatted(BEARER)).is(200);
        assertThat(host("api-stripe-com")).isEqualTo("api.stripe.com");
        add("{'name':'github','host':'api.github.com',%s}".formatted(BEARER)).is(200);

        var again = add("{'host':'api.github.com','enabled':false,%s}".formatted(BEARER))
                .is(200);

        assertThat(again.json().get("upserted").toString()).isEqualTo("[\"github\"]");
        assertThat(again.json().get("services_count").asInt()).isEqualTo(2);
    }

    @Test
    void services_are_replaced_and_cleared_as_a_whole() {
        add("{'name':'one-service','host':'one.example.com',%s}".formatted(BEARER))
                .is(200);

        server.put(path, owner, "{'services':[{'name':'two-service','host':'two.example.com',%s}]}".formatted(BEARER))
                .is(200);

        assertThat(host("one-service")).isEmpty();
        assertThat(host("two-service")).isEqualTo("two.example.com");
        server.put(path, owner, "{}").refused(400, "invalid_request");
        assertThat(server.delete(path, owner).is(200).json().get("cleared").asBoolean())
                .isTrue();
        assertThat(server.get(path, owner).json().get("services")).isEmpty();
    }

    @Test
    void two_services_that_tie_are_refused_and_two_of_one_host_are_told_apart_by_name() {
        add("{'name':'read-all','host':'api.example.com',%s}".formatted(BEARER)).is(200);
        add("{'name':'read-too','host':'api.example.com',%s}".formatted(BEARER)).refused(409, "conflict");
        add("{'name':'same','host':'a.example.com',%s},{'name':'same','host':'b.example.com',%s}"
                        .formatted(BEARER, BEARER))
                .refused(400, "invalid_request");
        add("{'name':'read-v1','host':'api.example.com/v1/*',%s}".formatted(BEARER))
                .is(200);

        var told = server.delete(path + "/api.example.com", owner).refused(409, "ambiguous_service");

        assertThat(told.json().get("candidates")).hasSize(2);
        server.delete(path + "/read-v1", owner).is(200);
    }

    @Test
    void services_that_use_a_credential_are_found() {
        add("{'name':'stripe','host':'api.stripe.com',%s}".formatted(BEARER)).is(200);

        assertThat(server.get(path + "/credential-usage?key=STRIPE_KEY", owner)
                        .is(200)
                        .body())
                .isEqualTo("{\"services\":[{\"name\":\"stripe\",\"host\":\"api.stripe.com\"}]}");
        assertThat(server.get(path + "/credential-usage?key=OTHER_KEY", owner)
                        .is(200)
                        .json()
                        .get("services"))
                .isEmpty();
        server.get(path + "/credential-usage", owner).refused(400, "invalid_request");
    }

    @Test
    void a_test_says_which_service_wins_and_why() {
        add("{'name':'stripe','host':'api.stripe.com',%s},{'name':'stripe-v2','host':'api.stripe.com/v2/*',%s}"
                        .formatted(BEARER, BEARER))
                .is(200);

        var told = server.post(path + "/test", owner, "{'method':'GET','url':'https://api.stripe.com/v2/x?y#z'}")
                .is(200);

        assertThat(told.at("/decision")).isEqualTo("inject");
        assertThat(told.at("/service")).isEqualTo("stripe-v2");
        assertThat(told.at("/reason")).isEqualTo("The service stripe-v2 adds STRIPE_KEY.");
        assertThat(told.at("/candidates/1/outcome")).isEqualTo("less-specific");
        assertThat(server.post(path + "/test", owner, "{'url':'http://api.stripe.com/'}")
                        .is(200)
                        .at("/decision"))
                .isEqualTo("unmatched");
        assertThat(server.post(path + "/test", owner, "{'url':'https://api.stripe.com/v2/../x'}")
                        .is(200)
                        .at("/decision"))
                .isEqualTo("ambiguous-path");
        server.patch(path + "/stripe-v2", owner, "{'enabled':false}").is(200);
        assertThat(server.post(path + "/test", owner, "{'url':'HTTPS://API.stripe.com:443/v2/x'}")
                        .is(200)
                        .at("/decision"))
                .isEqualTo("disabled");
        for (var url : new String[] {"", "api.stripe.com", "ftp://x", "https://", "https://a b/", "https://u@x/"}) {
            server.post(path + "/test", owner, "{'url':'%s'}".formatted(url)).refused(400, "invalid_request");
        }
        server.post(path + "/test", owner, "{'url':'https://x.example','method':'G T'}")
                .refused(400, "invalid_request");
    }

    @Test
    void only_admins_write() {
        var vault = cast.vault("vault-" + vaults);
        var member = cast.agentIn("writer-bot-" + vaults, vault, VaultRole.MEMBER);
        var body = "{'services':[{'name':'stripe','host':'api.stripe.com',%s}]}".formatted(BEARER);

        assertThat(server.post(path, member, body).refused(403, "forbidden").at("/error"))
                .isEqualTo("Vault admin role required");
        server.get(path, member).is(200);
    }

    @Test
    void a_tunnel_is_kept_and_shown_as_one() {
        add("{'name':'pinned','host':'api.pinned.com:8443','auth':{'type':'tunnel'}}")
                .is(200);

        assertThat(server.get(path, owner).is(200).at("/services/0/auth/type")).isEqualTo("tunnel");
        assertThat(server.post(path + "/test", owner, "{'url':'https://api.pinned.com:8443/a'}")
                        .is(200)
                        .at("/decision"))
                .isEqualTo("tunnel");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'host':'a.example.com','auth':{'type':'tunnel','token':'KEY'} | tunnel_with_credential",
                "'host':'a.example.com','auth':{'type':'tunnel'},'substitutions':[{'key':'KEY','placeholder':'__key__'}] | tunnel_with_credential",
                "'host':'a.example.com/v1','auth':{'type':'tunnel'} | tunnel_looks_inside",
                "'host':'a.example.com','methods':['GET'],'auth':{'type':'tunnel'} | tunnel_looks_inside",
                "'host':'http://a.example.com','auth':{'type':'tunnel'} | tunnel_looks_inside",
                "'host':'a.example.com','auth':{'type':'none'},'substitutions':[{'key':'KEY','placeholder':'__key__','in':['body']}] | not_available_yet",
                "'host':'a.example.com','auth':{'type':'passthrough'},'substitutions':[{'key':'KEY','placeholder':'__key__','in':['path','websocket']}] | not_available_yet",
            },
            quoteCharacter = '`')
    void what_the_proxy_would_not_do_is_not_taken_on_any_way_in(String service, String code) {
        var body = "{'services':[{'name':'refused',%s}]}".formatted(service);

        server.post(path, owner, body).refused(422, code);
        server.put(path, owner, body).refused(422, code);

        assertThat(server.get(path, owner).is(200).json().get("services")).isEmpty();
    }
}
