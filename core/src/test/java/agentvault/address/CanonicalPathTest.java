package agentvault.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/../admin, DOT_SEGMENT",
        "/v1/%2e%2e/admin, DOT_SEGMENT",
        "/v1/%2E./admin, DOT_SEGMENT",
        "/v1/.%2e, DOT_SEGMENT",
        "/v1/./x, DOT_SEGMENT",
        "/., DOT_SEGMENT",
        "/.., DOT_SEGMENT",
        "/v1/%252e%252e/admin, ENCODED_TWICE",
        "/v1/%252Fadmin, ENCODED_TWICE",
        "/v1/%25%32%66admin, ENCODED_TWICE",
        "/v1/%25%34%31, ENCODED_TWICE",
        "/v1/..;/admin, SEMICOLON",
        "/v1;jsessionid=1, SEMICOLON",
        "/v1/..%3b/admin, ENCODED_SEPARATOR",
        "//admin, EMPTY_SEGMENT",
        "/v1//admin, EMPTY_SEGMENT",
        "/v1//, EMPTY_SEGMENT",
        "/v1%2fadmin, ENCODED_SEPARATOR",
        "/v1%2Fadmin, ENCODED_SEPARATOR",
        "/v1%5cadmin, ENCODED_SEPARATOR",
        "'/v1\\admin', BACKSLASH",
        "/v1%00, ENCODED_CONTROL",
        "/v1%0d%0aX, ENCODED_CONTROL",
        "/v1%7f, ENCODED_CONTROL",
        "/%, INVALID_PERCENT",
        "/%2, INVALID_PERCENT",
        "/%zz, INVALID_PERCENT",
        "/%+1, INVALID_PERCENT",
        "/%c0%ae%c0%ae/admin, INVALID_UTF8",
        "/%e0%80%af, INVALID_UTF8",
        "/%f0%80%80%af, INVALID_UTF8",
        "/%ed%a0%80, INVALID_UTF8",
        "/%f4%90%80%80, INVALID_UTF8",
        "/%c3, INVALID_UTF8",
        "/%c3x, INVALID_UTF8",
        "/%c3/x, INVALID_UTF8",
        "/%a4, INVALID_UTF8",
        "/a#b, QUERY_OR_FRAGMENT",
        "/a?b, QUERY_OR_FRAGMENT",
        "'/a b', INVALID_CHARACTER",
        "v1, NOT_ABSOLUTE",
        "*, NOT_ABSOLUTE",
        "'', NOT_ABSOLUTE",
        "/bücher, NOT_ASCII",
    })
    void a_path_that_servers_read_differently_is_ambiguous(String path, Reason reason) {
        assertThat(CanonicalPath.parse(path)).isEqualTo(new PathResult.Ambiguous(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/\t", "/\r", "/\n", "/\0", "/\u007F"})
    void control_characters_are_ambiguous(String path) {
        assertThat(CanonicalPath.parse(path)).isEqualTo(new PathResult.Ambiguous(Reason.INVALID_CHARACTER));
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/v1/charges, /v1/charges",
        "/v1/charges/, /v1/charges/",
        "/V1/Charges, /V1/Charges",
        "/%76%31/%7Euser, /v1/~user",
        "/a%2eb, /a.b",
        "/..., /...",
        "/.well-known/x, /.well-known/x",
        "/a%20b%2c, /a%20b%2C",
        "/100%25, /100%25",
        "/%c3%bc, /%C3%BC",
        "/%e2%82%ac/%f0%9f%98%80, /%E2%82%AC/%F0%9F%98%80",
        "/a*b, /a%2Ab",
        "/models:generate@1, /models:generate@1",
    })
    void equivalent_spellings_have_one_form_and_case_counts(String path, String canonical) {
        assertThat(CanonicalPath.parse(path))
                .isInstanceOfSatisfying(
                        PathResult.Plain.class,
                        plain -> assertThat(plain.path().text()).isEqualTo(canonical));
    }

    @Test
    void cannot_be_made_of_an_ambiguous_path() {
        assertThatThrownBy(() -> new CanonicalPath("/../x")).isInstanceOf(IllegalArgumentException.class);
    }
}
