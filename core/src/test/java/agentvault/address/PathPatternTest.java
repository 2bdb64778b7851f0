package agentvault.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {

    @ParameterizedTest
    @CsvSource({
        "/*, /, true",
        "/*, /a/b/c, true",
        "/v1/*, /v1/, true",
        "/v1/*, /v1, false",
        "/v1/*, /v1/a/b, true",
        "/v1/*/items, /v1/a/b/items, true",
        "/v1/*/items, /v1/items, false",
        "/v1/charges, /v1/charges, true",
        "/v1/charges, /v1/charges/, false",
        "/v1/charges, /V1/charges, false",
        "/a*b*c, /abbc, true",
        "/a*b*c, /acb, false",
        "/a*a, /a, false",
        "/%61dmin, /admin, true",
        "/admin, /%61dmin, true",
        "/a%2cb, /a%2Cb, true",
        "/a%2Ab, /a*b, true",
        "/mcp/**, /mcp, true",
        "/mcp/**, /mcp/, true",
        "/mcp/**, /mcp/x/y, true",
        "/mcp/**, /mcpx, false",
    })
    void a_star_stands_for_any_run_of_characters(String pattern, String path, boolean matches) {
        assertThat(new PathPattern(pattern).matches(new CanonicalPath(path))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "v1, NOT_ABSOLUTE",
        "'', NOT_ABSOLUTE",
        "*, NOT_ABSOLUTE",
        "/a/**, DOUBLE_WILDCARD",
        "/a b, INVALID_CHARACTER",
        "/a?b, QUERY_OR_FRAGMENT",
        "/a#b, QUERY_OR_FRAGMENT",
        "/a[b, INVALID_CHARACTER",
        "/a]b, INVALID_CHARACTER",
        "'/a\\b', BACKSLASH",
        "/a|b, INVALID_CHARACTER",
        "/a<b, INVALID_CHARACTER",
        "/a>b, INVALID_CHARACTER",
        "/a\"b, INVALID_CHARACTER",
        "/a/../b, DOT_SEGMENT",
        "/a//b, EMPTY_SEGMENT",
        "/a%2fb, ENCODED_SEPARATOR",
        "/a%*b, INVALID_PERCENT",
        "/ü, NOT_ASCII",
    })
    void a_pattern_that_no_plain_path_can_match_is_refused(String pattern, Reason reason) {
        assertThat(PathPattern.parse(pattern)).isEqualTo(new PathPatternResult.Invalid(reason));
    }

    @Test
    void a_written_pattern_has_at_most_256_characters() {
        assertThat(PathPattern.parse("/" + "a".repeat(255))).isInstanceOf(PathPatternResult.Valid.class);
        assertThat(PathPattern.parse("/" + "a".repeat(256))).isEqualTo(new PathPatternResult.Invalid(Reason.TOO_LONG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/**/b", "/***", "/a*/**", "/a//**", "a/**", "/a**"})
    void only_a_whole_path_can_be_followed_by_everything_below(String pattern) {
        assertThatThrownBy(() -> new PathPattern(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everything_below_the_root_is_everything() {
        assertThat(PathPattern.below(new CanonicalPath("/"))).isEqualTo(PathPattern.EVERYTHING);
        assertThat(PathPattern.below(new CanonicalPath("/mcp/"))).isEqualTo(new PathPattern("/mcp/**"));
        assertThat(PathPattern.EVERYTHING.everything()).isTrue();
        assertThat(new PathPattern("/*x").everything()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/*, 1, false", "/mcp, 4, true", "/mcp/**, 4, false", "/mcp/*, 5, false", "/a*b, 2, false"})
    void the_literal_part_tells_how_specific_a_pattern_is(String pattern, int length, boolean exact) {
        assertThat(new PathPattern(pattern).literalLength()).isEqualTo(length);
        assertThat(new PathPattern(pattern).exact()).isEqualTo(exact);
    }

    @ParameterizedTest
    @CsvSource({
        "/*, /v1/*, true",
        "/v1/*, /*, false",
        "/v1/*, /v1/a, true",
        "/v1/*, /v1/*/x, true",
        "/v1*, /v1/**, true",
        "/v1/**, /v1/*, true",
        "/v1/**, /v1/a/**, true",
        "/v1/*, /v1/**, false",
        "/v1/**, /v1x, false",
        "/*a, /*b, false",
        "/a, /a, true",
    })
    void covering_means_that_no_path_is_new(String wide, String narrow, boolean covers) {
        assertThat(new PathPattern(wide).covers(new PathPattern(narrow))).isEqualTo(covers);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/*/a, /v1/*/b, false",
        "/v1/*/a, /v1/x/*, true",
        "/a, /b, false",
        "/a*, /*b, true",
        "/mcp/**, /mcp, true",
        "/mcp/**, /mcpx, false",
        "/mcp/**, /*/x, true",
    })
    void overlapping_means_that_one_path_is_in_both(String one, String other, boolean overlaps) {
        assertThat(new PathPattern(one).overlaps(new PathPattern(other))).isEqualTo(overlaps);
        assertThat(new PathPattern(other).overlaps(new PathPattern(one))).isEqualTo(overlaps);
    }
}
