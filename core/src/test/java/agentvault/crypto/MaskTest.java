package agentvault.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskTest {

    private static final String TOKEN = "ya29.Tok\"en/with+all=kinds~of-\\signs_0123456789";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String masked(String said, String... secrets) {
        var all = Stream.of(secrets).map(text -> Secret.take(bytes(text))).toList();
        try {
            return Mask.over(said, all);
        } finally {
            all.forEach(Secret::close);
        }
    }

    static List<String> spellings() {
        var encoder = Base64.getEncoder();
        return List.of(
                TOKEN,
                TOKEN.toUpperCase(Locale.ROOT),
                encoder.encodeToString(bytes(TOKEN)),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN)),
                HexFormat.of().withUpperCase().formatHex(bytes(TOKEN)),
                URLEncoder.encode(TOKEN, StandardCharsets.UTF_8),
                TOKEN.replace("\\", "\\\\").replace("\"", "\\\""),
                TOKEN.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"),
                TOKEN.chars().mapToObj("\\u%04X"::formatted).collect(Collectors.joining()));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void a_secret_is_masked_however_it_is_spelled(String spelling) {
        var masked = masked("{\"error\":\"" + spelling + "\"}", TOKEN);

        assertThat(masked).startsWith("{\"error\":\"[masked]").endsWith("\"}").hasSizeLessThan(40);
    }

    @Test
    void base64_is_found_wherever_the_secret_stands_in_what_was_encoded() {
        for (var before : List.of("Bearer ", "Bearer  ", "Bearer   ")) {
            var said = Base64.getEncoder().encodeToString(bytes(before + TOKEN + ", again"));

            assertThat(masked(said, TOKEN)).contains("[masked]").hasSizeLessThan(said.length() / 2);
        }
    }

    @Test
    void a_piece_of_a_secret_is_masked_too() {
        assertThat(masked("it ends in ..." + TOKEN.substring(20), TOKEN)).isEqualTo("it ends in ...[masked]");
        assertThat(masked("it begins with " + TOKEN.substring(0, 12) + "!", TOKEN))
                .isEqualTo("it begins with [masked]!");
    }

    @Test
    void a_short_secret_is_masked_as_a_whole() {
        assertThat(masked("abc, abd, ABC", "abc")).isEqualTo("[masked], abd, [masked]");
    }

    @Test
    void what_holds_no_secret_stays_as_it_is() {
        var said = "{\"message\":\"Zugriff verweigert: ä, \u4e2d, \ud83d\ude00\"}";

        assertThat(masked(said, TOKEN, "")).isEqualTo(said);
        assertThat(masked("", TOKEN)).isEmpty();
        assertThat(masked("short", TOKEN)).isEqualTo("short");
    }

    @Test
    void every_one_of_several_secrets_is_masked() {
        assertThat(masked("first-secret and second-secret", "first-secret", "second-secret"))
                .doesNotContain("first", "second-s")
                .contains(" and ");
    }
}
