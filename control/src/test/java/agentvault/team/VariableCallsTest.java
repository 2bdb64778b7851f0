package agentvault.team;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.VaultRole;
import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.Cast;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableCallsTest {

    private static final String ENV = "/api/v1/agents/my-agent/env";

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static Cast cast;
    private static String key = "";

    @BeforeAll
    static void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        key = cast.apiKeyIn("deploy", cast.vault("default"), VaultRole.ADMIN);
        server.put("/api/v1/agents/my-agent", key, "{}").is(200);
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private static ApiServer.Told remove(String name) {
        return server.send(Ask.of("DELETE", ENV).as(key).json("{'key':'" + name + "'}"));
    }

    @Test
    void variables_are_set_listed_by_name_replaced_and_removed_and_never_shown() {
        var set = server.put(ENV, key, "{'key':'OPENAI_API_KEY','value':'sk-live-1'}")
                .is(200);
        assertThat(set.body()).isEqualTo("{\"success\":true,\"key\":\"OPENAI_API_KEY\"}");
        server.put(ENV, key, "{'key':'ANTHROPIC_API_KEY','value':'sk-ant-1'}").is(200);
        server.put(ENV, key, "{'key':'OPENAI_API_KEY','value':'sk-live-2'}").is(200);

        assertThat(server.get(ENV, key).is(200).body())
                .isEqualTo("{\"keys\":[\"ANTHROPIC_API_KEY\",\"OPENAI_API_KEY\"]}");
        assertThat(remove("OPENAI_API_KEY").is(200).body()).isEqualTo("{\"success\":true,\"key\":\"OPENAI_API_KEY\"}");
        remove("OPENAI_API_KEY").is(200);
        assertThat(server.get(ENV, key).body()).isEqualTo("{\"keys\":[\"ANTHROPIC_API_KEY\"]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                            | key is missing
        {'key':'A'}                   | value is missing
        {'key':'A','value':''}        | value is empty
        {'key':'','value':'v'}        | a variable's name
        {'key':'1A','value':'v'}      | a variable's name
        {'key':'A=B','value':'v'}     | a variable's name
        {'key':'A','value':7}         | value is a text
        """)
    void what_cannot_be_meant_is_refused(String body, String says) {
        assertThat(server.put(ENV, key, body).refused(400, "validation_error").at("/message"))
                .contains(says);
    }

    @Test
    void an_agent_that_nobody_defined_has_none() {
        var at = "/api/v1/agents/%s/env";
        for (var slug : new String[] {"nobody", "x", "NOT-A-SLUG"}) {
            var told = server.get(at.formatted(slug), key).refused(404, "not_found");
            assertThat(told.at("/message")).isEqualTo("Agent \"" + slug + "\" not found.");
            server.put(at.formatted(slug), key, "{'key':'A','value':'v'}").refused(404, "not_found");
        }
    }

    @Test
    void a_person_may_and_an_agent_may_not() {
        server.get(ENV, cast.ownerToken).is(200);
        server.get(ENV, cast.user("none@example.com", InstanceRole.NO_ACCESS)).refused(403, "forbidden");
        server.get(ENV, cast.agent("some-bot", InstanceRole.OWNER)).refused(403, "api_key_required");
        server.get(ENV, cast.session(cast.vault("default"), VaultRole.ADMIN)).refused(403, "api_key_required");
    }

    @Test
    void with_an_agent_its_variables_are_gone() {
        server.put("/api/v1/agents/passing", key, "{}").is(200);
        server.put("/api/v1/agents/passing/env", key, "{'key':'A','value':'v'}").is(200);
        server.delete("/api/v1/agents/passing", key).is(200);
        server.get("/api/v1/agents/passing/env", key).refused(404, "not_found");

        server.put("/api/v1/agents/passing", key, "{}").is(200);
        assertThat(server.get("/api/v1/agents/passing/env", key).body()).isEqualTo("{\"keys\":[]}");
    }

    @Test
    void a_definition_keeps_servers_skills_and_vaults_and_counts_its_versions() {
        var vault = cast.vault("default").toString();
        var body =
                "{'name':'Mine','model':'claude-sonnet-4-6','mcpServers':[{'name':'notion','url':'https://mcp.notion.com/mcp'}],"
                        + "'skills':['brave-search'],'vaultIds':['vault_" + vault.replace("-", "") + "','" + vault
                        + "']}";

        var made = server.put("/api/v1/agents/kept-agent", key, body).is(200);
        assertThat(made.at("/mcpServers/0/url")).isEqualTo("https://mcp.notion.com/mcp");
        assertThat(made.json().get("vaultIds").size()).isEqualTo(1);
        assertThat(made.at("/vaultIds/0")).isEqualTo(vault);
        assertThat(server.put("/api/v1/agents/kept-agent", key, body).at("/activeVersion"))
                .isEqualTo("2");
        assertThat(server.get("/api/v1/agents/kept-agent", key).is(200).at("/skills/0"))
                .isEqualTo("brave-search");
        assertThat(server.get("/api/v1/agents", key).is(200).body()).contains("kept-agent");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'mcpServers':[{'name':'a','url':'ftp://a.com'}]}                                           | url
        {'mcpServers':[{'name':'a','url':'https://*.a.com'}]}                                       | wildcard
        {'mcpServers':[{'url':'https://a.com'}]}                                                    | name is missing
        {'mcpServers':[{'name':'a','url':'https://a.com'},{'name':'a','url':'https://b.com'}]}      | one name
        {'vaultIds':['vault_123']}                                                                  | UUIDs
        """)
    void a_definition_that_cannot_be_meant_is_refused(String body, String says) {
        assertThat(server.put("/api/v1/agents/bad-agent", key, body)
                        .refused(400, "validation_error")
                        .at("/message"))
                .contains(says);
    }
}
