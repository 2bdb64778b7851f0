package agentvault.jwt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.ExchangedToken;
import agentvault.access.Mandate;
import agentvault.vault.Metadata;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTokensTest {

    private static final Signatory HERE = new Signatory(1);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    @Test
    void what_was_written_is_read() {
        assertThat(HERE.text).startsWith("an_t_ey").hasSizeLessThan(SignedTokens.MOST);
        assertThat(HERE.tokens.read(HERE.text)).contains(HERE.says);
    }

    @Test
    void another_installations_token_is_none() {
        assertThat(HERE.tokens.read(new Signatory(2).text)).isEmpty();
    }

    @Test
    void a_token_for_somebody_else_is_none_though_it_is_signed_here() {
        var elsewhere = payload().replace("\"aud\":\"agent-vault\"", "\"aud\":\"relay-proxy\"");
        assertThat(elsewhere).isNotEqualTo(payload());

        assertThat(HERE.tokens.read(signed(elsewhere))).isEmpty();
        assertThat(HERE.tokens.read(signed(payload()))).contains(HERE.says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "[]", "{}", "{\"iss\":7}", "null", "{\"iss\":null,\"aud\":\"agent-vault\"}"})
    void what_is_signed_here_and_says_something_else_is_none(String said) {
        assertThat(HERE.tokens.read(signed(said))).isEmpty();
    }

    /// Signed with our own key: no header but the one is looked at, whatever else is right.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"NONE\",\"typ\":\"JWT\"}",
                "{\"alg\":\"HS384\",\"typ\":\"JWT\"}",
                "{\"alg\":\"HS512\",\"typ\":\"JWT\"}",
                "{\"alg\":\"RS256\",\"typ\":\"JWT\"}",
                "{\"alg\":\"ES256\",\"typ\":\"JWT\"}",
                "{\"alg\":\"HS256\"}",
                "{\"typ\":\"JWT\",\"alg\":\"HS256\"} ",
                "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"../../etc/passwd\"}",
                "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"jku\":\"https://evil.example.com/keys\"}",
                "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}",
                "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"x5u\":\"https://evil.example.com/cert\"}",
                "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
                "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}",
                "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"zip\":\"DEF\"}"
            })
    void any_other_header_is_refused(String header) {
        assertThat(HERE.tokens.read(signed(header, payload()))).isEmpty();
        var parts = HERE.text.substring("an_t_".length()).split("\\.", -1);
        assertThat(HERE.tokens.read("an_t_" + encoded(header) + "." + parts[1] + "."))
                .isEmpty();
        assertThat(HERE.tokens.read("an_t_" + encoded(header) + "." + parts[1] + "." + parts[2]))
                .isEmpty();
    }

    @Test
    void a_signature_has_one_spelling() {
        var last = HERE.text.charAt(HERE.text.length() - 1);
        var start = HERE.text.substring(0, HERE.text.length() - 1);
        for (char other : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ".toCharArray()) {
            if (other != last) assertThat(HERE.tokens.read(start + other)).isEmpty();
        }
        assertThat(HERE.tokens.read(HERE.text + "=")).isEmpty();
        assertThat(HERE.tokens.read(HERE.text + " ")).isEmpty();
        assertThat(HERE.tokens.read(HERE.text + ".")).isEmpty();
        assertThat(HERE.tokens.read(HERE.text + "." + HERE.text)).isEmpty();
    }

    @Test
    void what_is_longer_than_any_of_ours_is_not_looked_at() {
        var pairs = new TreeMap<String, String>();
        for (int i = 0; i < 16; i++) pairs.put("label-" + i, "x".repeat(512));
        var mandate = new Mandate(List.of(), Optional.empty(), Optional.empty(), Metadata.of(pairs));
        var says = HERE.says;
        var wordy = new ExchangedToken(says.id(), says.key(), says.shown(), mandate, says.madeAt(), says.endsAt());

        var text = HERE.write(wordy);

        assertThat(text).hasSizeGreaterThan(SignedTokens.MOST);
        assertThat(HERE.tokens.read(text)).isEmpty();
    }

    @Test
    void a_token_says_what_other_readers_expect() {
        assertThat(payload())
                .contains("\"agents\":[\"my-agent\"]", "\"user_id\":\"ada\"", "\"metadata\":{\"plan\":\"pro\"}")
                .contains("\"aud\":\"agent-vault\"", "\"iat\":", "\"exp\":");
    }

    private static String payload() {
        return new String(Base64.getUrlDecoder().decode(HERE.text.split("\\.", -1)[1]), UTF_8);
    }

    private static String signed(String payload) {
        return signed("{\"typ\":\"JWT\",\"alg\":\"HS256\"}", payload);
    }

    private static String signed(String header, String payload) {
        var message = encoded(header) + "." + encoded(payload);
        return "an_t_" + message + "." + BASE64.encodeToString(HERE.sign(message.getBytes(US_ASCII)));
    }

    private static String encoded(String text) {
        return BASE64.encodeToString(text.getBytes(UTF_8));
    }
}
