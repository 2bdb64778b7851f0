package agentvault.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Key;
import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TokensTest {

    private final Random seeded = new Random(1);
    private final Randomness random = seeded::nextBytes;
    private final KeyRing keys = new KeyRing(TestActors.WORKSPACE, List.of(pepper(1)));
    private final Tokens tokens = new Tokens(keys, random);

    @ParameterizedTest
    @CsvSource({
        "LOGIN, av_sess_",
        "SESSION, av_sess_",
        "AGENT, av_agt_",
        "API_KEY, an_sk_",
        "APPROVAL, av_appr_",
        "USER_INVITE, av_uinv_",
        "AGENT_INVITE, av_inv_",
        "OAUTH_STATE, av_oast_"
    })
    void a_token_is_its_prefix_and_64_hex_digits(TokenKind kind, String prefix) {
        assertThat(text(tokens.issue(kind))).matches(prefix + "[0-9a-f]{64}");
    }

    @ParameterizedTest
    @EnumSource(TokenKind.class)
    void no_token_is_issued_twice(TokenKind kind) {
        assertThat(text(tokens.issue(kind))).isNotEqualTo(text(tokens.issue(kind)));
    }

    @ParameterizedTest
    @EnumSource(TokenKind.class)
    void a_hint_shows_12_characters_of_which_at_most_6_are_random(TokenKind kind) {
        var token = tokens.issue(kind);
        String hint = Tokens.hint(token);

        assertThat(hint).hasSize(12).startsWith(kind.prefix());
        assertThat(text(token)).startsWith(hint);
        assertThat(hint.length() - kind.prefix().length()).isLessThanOrEqualTo(6);
    }

    @Test
    void a_hint_of_something_short_shows_no_more_than_there_is() {
        assertThat(Tokens.hint(secret("av_"))).isEqualTo("av_");
        assertThat(Tokens.hint(secret(""))).isEmpty();
    }

    @Test
    void the_same_token_has_the_same_hash() {
        var token = tokens.issue(TokenKind.AGENT);

        assertThat(tokens.hash(token)).isEqualTo(tokens.hash(secret(text(token))));
        assertThat(tokens.hash(token)).isNotEqualTo(tokens.hash(tokens.issue(TokenKind.AGENT)));
    }

    @Test
    void a_hash_names_the_pepper_and_is_found_again_under_it() {
        var token = tokens.issue(TokenKind.AGENT);
        var old = tokens.hash(token);
        keys.add(pepper(2));
        var fresh = tokens.hash(token);

        assertThat(old.pepper()).isEqualTo(1);
        assertThat(fresh.pepper()).isEqualTo(2);
        assertThat(fresh.value()).isNotEqualTo(old.value());
        assertThat(tokens.hash(token, 1)).contains(old);
        assertThat(tokens.hash(token, 2)).contains(fresh);
        assertThat(tokens.hash(token, 3)).isEmpty();
    }

    @Test
    void another_installation_has_other_hashes() {
        var token = tokens.issue(TokenKind.AGENT);
        var elsewhere = new Tokens(new KeyRing(new Id(2, 2), List.of(pepper(1))), random);

        assertThat(elsewhere.hash(token).value())
                .isNotEqualTo(tokens.hash(token).value());
    }

    private Key pepper(int version) {
        return new Key(random.id(), KeyUse.TOKEN_PEPPER, TestActors.WORKSPACE, version, random.secret(32));
    }

    private static Secret secret(String text) {
        return Secret.take(text.getBytes(UTF_8));
    }

    private static String text(Secret secret) {
        return secret.reveal(bytes -> new String(bytes, UTF_8));
    }
}
