package agentvault.document;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.crypto.Secret;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static Members read(String text) {
        return switch (Json.read(text.getBytes(UTF_8))) {
            case Json.Result.Read(var value) -> Members.of(value);
            case Json.Result.Unreadable(var sentence) -> throw new AssertionError(sentence);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}x",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "// c\n{}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00\\ud800\"}",
                "{\"a\":\"line\nbreak\"}",
                "\uFEFF{}"
            })
    void what_is_not_json_or_has_two_meanings_is_not_read(String text) {
        assertThat(Json.read(text.getBytes(UTF_8))).isInstanceOf(Json.Result.Unreadable.class);
    }

    @Test
    void what_is_deep_or_long_or_not_utf_8_is_not_read() {
        var deep = "[".repeat(100_000) + "]".repeat(100_000);
        var number = "{\"a\":" + "9".repeat(1000) + "}";
        var name = "{\"" + "n".repeat(100_000) + "\":1}";
        for (var text : List.of(deep, number, name)) {
            assertThat(Json.read(text.getBytes(UTF_8))).isInstanceOf(Json.Result.Unreadable.class);
        }
        assertThat(Json.read(new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'}))
                .isInstanceOf(Json.Result.Unreadable.class);
        assertThat(Json.read("{\"a\":1}".getBytes(UTF_16LE))).isInstanceOf(Json.Result.Unreadable.class);
    }

    @Test
    void why_it_is_not_read_quotes_nothing_of_it() {
        var result = Json.read("{\"password\":\"hunter2\" oops}".getBytes(UTF_8));

        assertThat(result.toString()).doesNotContain("hunter2").doesNotContain("oops");
    }

    @Test
    void members_are_read_in_the_form_that_is_asked_for() {
        var members =
                read("{\"text\":\"grüße 🙂\",\"flag\":true,\"number\":7,\"list\":[\"a\",\"b\"],\"nothing\":null}");

        assertThat(members.text("text")).isEqualTo("grüße 🙂");
        assertThat(members.flag("flag", false)).isTrue();
        assertThat(members.maybeNumber("number", 1, 10)).contains(7L);
        assertThat(members.texts("list")).containsExactly("a", "b");
        assertThat(members.maybeText("nothing")).isEmpty();
        assertThat(members.has("nothing")).isFalse();
        assertThat(members.text("absent", "otherwise")).isEqualTo("otherwise");
    }

    @Test
    void what_has_another_form_is_named() {
        var members = read(
                "{\"text\":1,\"flag\":\"true\",\"number\":1.5,\"large\":1e400,\"list\":{},\"null\":\"a\\u0000b\"}");

        assertThatThrownBy(() -> members.text("text")).isInstanceOf(Unfit.class).hasMessage("text is a text.");
        assertThatThrownBy(() -> members.text("absent")).hasMessage("absent is missing.");
        assertThatThrownBy(() -> members.flag("flag", false)).hasMessage("flag is true or false.");
        assertThatThrownBy(() -> members.maybeNumber("number", 1, 10))
                .hasMessage("number is a whole number from 1 to 10.");
        assertThatThrownBy(() -> members.maybeNumber("large", 1, 10)).isInstanceOf(Unfit.class);
        assertThatThrownBy(() -> members.texts("list")).hasMessage("list is a list.");
        assertThatThrownBy(() -> members.text("null")).hasMessage("null has a null character.");
        assertThatThrownBy(() -> members.only("text")).isInstanceOf(Unfit.class);
    }

    @Test
    void a_secret_goes_into_a_secret_and_what_was_sent_is_wiped() {
        var body = Json.read("{\"value\":\"s3cret ✓\"}".getBytes(UTF_8));
        if (!(body instanceof Json.Result.Read(var value))) throw new AssertionError(body);
        var members = Members.of(value);

        try (var secret = members.secret("value")) {
            value.wipe();

            assertThat(secret.<String>reveal(bytes -> new String(bytes, UTF_8))).isEqualTo("s3cret ✓");
            assertThat(members.maybeText("value").isPresent() ? "still" : "gone")
                    .isEqualTo("gone");
        } catch (Unfit wiped) {
            assertThat(wiped.sentence()).isEqualTo("value has a null character.");
        }
        assertThat(body.toString()).doesNotContain("s3cret");
    }

    @Test
    void a_document_is_written_as_it_was_built() {
        var secret = Secret.take("tok\"en\n".toCharArray());
        var document = new Document()
                .with("name", "a\"b\u2028")
                .with("count", 3)
                .with("flag", true)
                .with("at", Instant.parse("2026-05-18T08:00:00.999Z"))
                .with("secret", secret)
                .with("link", "https://x/", Secret.take("t".toCharArray()))
                .withNothing("nothing")
                .withTexts("texts", List.of("x"))
                .withAll("all", List.of(new Document().with("in", 1)))
                .withJson("raw", List.of("{\"a\":1}", "2"));

        assertThat(new String(document.bytes(), UTF_8))
                .isEqualTo("{\"name\":\"a\\\"b\u2028\",\"count\":3,\"flag\":true,\"at\":\"2026-05-18T08:00:00Z\","
                        + "\"secret\":\"tok\\\"en\\n\",\"link\":\"https://x/t\",\"nothing\":null,\"texts\":[\"x\"],"
                        + "\"all\":[{\"in\":1}],\"raw\":[{\"a\":1},2]}");
        assertThat(secret.closed()).isTrue();
    }
}
