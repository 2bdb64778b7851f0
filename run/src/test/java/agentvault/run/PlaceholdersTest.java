package agentvault.run;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.json.Json;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {

    private static SortedMap<String, String> of(String... services) {
        return Placeholders.of(List.of(services).stream()
                .map(service -> Json.read(service.replace('\'', '"')).orElseThrow())
                .toList());
    }

    @Test
    void each_credential_of_a_service_has_a_text_that_says_what_it_is() {
        var variables = of(
                "{'host':'shop.example.com','enabled':true,'auth':{'type':'basic','username':'SHOP_USER','password':'SHOP_PASSWORD'}}",
                "{'host':'dd.example.com','enabled':true,'auth':{'type':'custom','headers':{'X-Key':'{{ DD_API_KEY }}','X-Other':'plain'}}}");

        assertThat(variables.keySet()).containsExactly("DD_API_KEY", "SHOP_PASSWORD", "SHOP_USER");
        assertThat(variables).containsEntry("SHOP_USER", "agent-vault-placeholder-for-shop-user");
    }

    @Test
    void clients_find_the_names_and_the_beginnings_that_they_look_for() {
        var variables = of(
                "{'host':'api.github.com','enabled':true,'auth':{'type':'bearer','token':'GITHUB_TOKEN'}}",
                "{'host':'api.anthropic.com/v1/*','enabled':true,'auth':{'type':'api-key','key':'CLAUDE','header':'x-api-key'}}");

        assertThat(variables.keySet()).containsExactly("ANTHROPIC_API_KEY", "CLAUDE", "GH_TOKEN", "GITHUB_TOKEN");
        assertThat(variables.get("GH_TOKEN")).startsWith("ghp_");
        assertThat(variables.get("ANTHROPIC_API_KEY")).startsWith("sk-ant-api03-agent-vault-placeholder");
    }

    @Test
    void the_text_that_a_service_declares_is_used() {
        assertThat(of("{'host':'a.example.com','enabled':true,'auth':{'type':'none'},"
                        + "'substitutions':[{'key':'A_KEY','placeholder':'__A__','in':['header']}]}"))
                .containsExactly(Map.entry("A_KEY", "__A__"));
    }

    @Test
    void what_is_off_or_passes_without_a_credential_has_none() {
        assertThat(of(
                        "{'host':'a.example.com','enabled':false,'auth':{'type':'bearer','token':'A_KEY'}}",
                        "{'host':'b.example.com','enabled':true,'auth':{'type':'passthrough'}}",
                        "{'host':'api.openai.com','enabled':true,'auth':{'type':'passthrough'}}"))
                .isEmpty();
    }
}
