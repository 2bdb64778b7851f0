package agentvault.route;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.document.Unfit;
import agentvault.id.Face;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DialectTest {

    private static final Trouble MISSING =
            Trouble.of(404, "not_found", "No such vault.").hinting("List them.").header("Retry-After", "1");

    @Test
    void on_our_own_routes_the_sentence_is_the_error_and_the_code_stands_beside_it() {
        var told = told(MISSING, Face.AGENT_VAULT);

        assertThat(told).isEqualTo(json("""
                        {"error":"No such vault","code":"not_found","hint":"List them.","request_id":"req_1"}"""));
    }

    @ParameterizedTest
    @EnumSource(names = {"QODER", "ANTHROPIC"})
    void the_cloud_vaults_name_a_kind_of_error_and_the_request(Face face) {
        assertThat(told(MISSING, face)).isEqualTo(json("""
                        {"type":"error","request_id":"req_1","error":{"type":"not_found_error",
                        "message":"No such vault.","code":"not_found","hint":"List them."}}"""));
    }

    @Test
    void what_21st_agents_clients_look_for_stands_inside_of_the_error_and_beside_it() {
        assertThat(told(MISSING, Face.TWENTY_FIRST)).isEqualTo(json("""
                        {"error":{"code":"not_found","message":"No such vault.","status":404,"hint":"List them."},
                        "message":"No such vault.","status":404}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error",
        "401, authentication_error",
        "403, permission_error",
        "409, conflict_error",
        "413, request_too_large",
        "422, invalid_request_error",
        "429, rate_limit_error",
        "500, api_error",
        "503, api_error"
    })
    void every_status_has_its_kind(int status, String kind) {
        var told = told(Trouble.of(status, "code", "Sentence."), Face.QODER);

        assertThat(told.path("error").path("type").stringValue()).isEqualTo(kind);
    }

    @Test
    void the_part_of_a_body_that_is_wrong_goes_by_the_protocols_own_word() {
        var unfit = new Unfit("name", "A vault has a name.");

        assertThat(wrong(unfit, Face.QODER).path("error").path("param").stringValue())
                .isEqualTo("name");
        assertThat(wrong(unfit, Face.AGENT_VAULT).path("field").stringValue()).isEqualTo("name");
    }

    private static JsonNode wrong(Unfit unfit, Face face) {
        return told(Problems.of(unfit, face).orElseThrow(), face);
    }

    private static JsonNode told(Trouble trouble, Face face) {
        return JsonMapper.shared().readTree(Dialect.told(trouble, "req_1", face).bytes());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
