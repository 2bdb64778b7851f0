package agentvault.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What is read and written, judged by another reader.
class JsonProperties {

    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Property
    void what_is_written_is_read_back(@ForAll("values") Json value) {
        assertThat(Json.read(value.compact())).contains(value);
        assertThat(Json.read(value.shown())).contains(value);
    }

    @Property
    void another_reader_reads_the_same(@ForAll("values") Json value) {
        assertThat(JACKSON.readTree(value.compact())).isEqualTo(JACKSON.readTree(value.shown()));
    }

    @Property
    void what_is_shown_steers_no_terminal(@ForAll("values") Json value) {
        assertThat(value.shown().chars())
                .noneMatch(c -> (Character.isISOControl(c) && c != '\n') || Character.getType(c) == Character.FORMAT);
    }

    @Property(tries = 2000)
    void reads_what_another_reader_reads_and_nothing_else(@ForAll("almost") String text) {
        assertThat(Json.read(text).isPresent()).isEqualTo(readByJackson(text));
    }

    @Example
    void hostile_depth_is_no_json() {
        assertThat(Json.read("[".repeat(1_000_000))).isEmpty();
        assertThat(Json.read("[".repeat(64) + "]".repeat(64))).isPresent();
        assertThat(Json.read("[".repeat(66) + "]".repeat(66))).isEmpty();
    }

    @Example
    void a_hidden_text_reaches_a_server_and_no_eye() {
        var json = Json.object().with("password", HiddenText.of("hunter\"2"));

        assertThat(json.compact()).isEqualTo("{\"password\":\"hunter\\\"2\"}");
        assertThat(json.shown()).doesNotContain("hunter");
        assertThat(json.toString()).doesNotContain("hunter");
    }

    @Provide
    Arbitrary<Json> values() {
        var texts = Arbitraries.strings().ofMaxLength(12);
        Arbitrary<Json> leaves = Arbitraries.oneOf(
                texts.map(Json.Text::new),
                Arbitraries.longs().map(number -> new Json.Digits(Long.toString(number))),
                Arbitraries.of(true, false).map(Json.Truth::new),
                Arbitraries.just(new Json.Nothing()));
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).map((List<Json> items) -> new Json.Items(items)),
                        Arbitraries.maps(texts, inner)
                                .ofMaxSize(4)
                                .map((Map<String, Json> fields) -> new Json.Fields(fields))),
                0,
                3);
    }

    /// Pieces of JSON in any order.
    @Provide
    Arbitrary<String> almost() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"a\"",
                        "\"b\"",
                        "1",
                        "-1",
                        "0",
                        "01",
                        "1.5",
                        "1.",
                        ".5",
                        "1e3",
                        "1E+3",
                        "-",
                        "true",
                        "false",
                        "null",
                        "nul",
                        " ",
                        "\n",
                        "\"\\u0041\"",
                        "\"\\x\"",
                        "\"\t\"",
                        "\"",
                        "'a'",
                        "//")
                .list()
                .ofMaxSize(7)
                .map(pieces -> String.join("", pieces));
    }

    private static boolean readByJackson(String text) {
        try {
            return !JACKSON.readTree(text).isMissingNode();
        } catch (JacksonException e) {
            return false;
        }
    }
}
