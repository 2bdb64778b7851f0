package agentvault.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class SignedTokensProperties {

    private static final Signatory HERE = new Signatory(1);

    @Property(tries = 2000)
    void a_token_of_which_one_character_was_changed_is_none(
            @ForAll @IntRange(max = 5000) int at, @ForAll @CharRange(from = ' ', to = 'ÿ') char other) {
        int place = at % HERE.text.length();
        Assume.that(HERE.text.charAt(place) != other);
        var changed = new StringBuilder(HERE.text);
        changed.setCharAt(place, other);

        assertThat(HERE.tokens.read(changed.toString())).isEmpty();
    }

    @Property(tries = 500)
    void a_part_of_a_token_is_none(@ForAll @IntRange(max = 5000) int from, @ForAll @IntRange(max = 5000) int to) {
        int start = Math.min(from, to) % HERE.text.length();
        int end = Math.max(start, Math.max(from, to) % HERE.text.length());

        assertThat(HERE.tokens.read(HERE.text.substring(start, end))).isEmpty();
        assertThat(HERE.tokens.read("an_t_" + HERE.text.substring(start, end))).isEmpty();
    }

    @Property(tries = 1000)
    void any_other_text_is_none(@ForAll @StringLength(max = 300) String text) {
        assertThat(HERE.tokens.read(text)).isEmpty();
        assertThat(HERE.tokens.read("an_t_" + text)).isEmpty();
        assertThat(HERE.tokens.read("an_t_eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9." + text))
                .isEmpty();
    }
}
