package agentvault.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.document.Unfit;
import agentvault.wire.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

    private static final Route.Work WORK = _ -> Answer.empty(204);

    private final Router router = new Router(List.of(
            Route.callers("GET", "/v1/vaults/{vault}", WORK),
            Route.callers("DELETE", "/v1/vaults/{vault}", WORK),
            Route.callers("GET", "/v1/vaults/{vault}/services/usage", WORK),
            Route.callers("DELETE", "/v1/vaults/{vault}/services/{service}", WORK)));

    private String found(String method, String path) {
        return switch (router.find(method, path)) {
            case Router.Found.Known(var route, var parameters) -> route + " " + parameters;
            case Router.Found.OtherMethod(var allowed) -> allowed.toString();
            case Router.Found.Nowhere() -> "nowhere";
        };
    }

    @Test
    void a_literal_is_meant_before_a_parameter_if_it_has_the_method() {
        assertThat(found("GET", "/v1/vaults/a/services/usage"))
                .isEqualTo("GET /v1/vaults/{vault}/services/usage {vault=a}");
        assertThat(found("DELETE", "/v1/vaults/a/services/usage"))
                .startsWith("DELETE /v1/vaults/{vault}/services/{service}")
                .contains("service=usage");
        assertThat(found("PUT", "/v1/vaults/a/services/usage")).isEqualTo("[DELETE, GET, HEAD]");
        assertThat(found("HEAD", "/v1/vaults/a")).startsWith("GET");
    }

    @Test
    void what_stands_in_the_place_of_a_parameter_is_decoded_once() {
        assertThat(found("GET", "/v1/vaults/a%2Fb%20%C3%A4+c%2525")).endsWith("{vault=a/b ä+c%25}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/vaults",
                "/v1/vaults/",
                "/v1/vaults/a/",
                "//v1/vaults/a",
                "/v1/vaults/%",
                "/v1/vaults/%f",
                "/v1/vaults/%gg",
                "/v1/vaults/%ff",
                "/v1/vaults/%00",
                "/v1/vaults/%0a",
                "/v1/vaults/%c0%af",
                "/v1/VAULTS/a",
                "*",
                ""
            })
    void anything_else_is_nowhere(String path) {
        assertThat(found("GET", path)).isEqualTo("nowhere");
    }

    @Test
    void a_query_has_each_name_once_and_is_decoded() {
        var query = Query.parse("a=1&b=x+y%26&c&d=");

        assertThat(query.number("a", 0, 5, 3)).isEqualTo(1);
        assertThat(query.number("e", 0, 5, 3)).isEqualTo(3);
        assertThat(query.maybe("b")).contains("x y&");
        assertThat(query.maybe("c")).isEmpty();
        assertThat(query.maybe("d")).isEmpty();
        assertThatThrownBy(() -> Query.parse("a=1&%61=2")).isInstanceOf(Unfit.class);
        assertThatThrownBy(() -> Query.parse("a=%zz")).isInstanceOf(Unfit.class);
        assertThatThrownBy(() -> query.number("b", 0, 5, 3)).isInstanceOf(Unfit.class);
        assertThatThrownBy(() -> query.flag("b")).isInstanceOf(Unfit.class);
    }
}
