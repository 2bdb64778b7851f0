package agentvault.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CleanProperties {

    @Property
    void no_text_steers_or_reorders_a_terminal(@ForAll("hostile") String text) {
        assertThat(Clean.line(text).codePoints()).noneMatch(CleanProperties::steers);
        assertThat(Clean.block(text).codePoints()).noneMatch(point -> point != '\n' && point != '\t' && steers(point));
    }

    @Example
    void what_is_taken_away_is_shown() {
        assertThat(Clean.line("a\u001b[31mb\u202ec\nd")).isEqualTo("a\\u{1b}[31mb\\u{202e}c\\nd");
        assertThat(Clean.block("a\n\tb\r")).isEqualTo("a\n\tb\\r");
        assertThat(Clean.line("Zürich 東京")).isEqualTo("Zürich 東京");
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.strings()
                .withChars('\u001b', '\u0007', '\u009b', '\u202e', '\u200b', '\u2028', '\r', '\b', '[', 'm', 'a')
                .all()
                .ofMaxLength(30);
    }

    private static boolean steers(int point) {
        return Character.isISOControl(point)
                || Character.getType(point) == Character.FORMAT
                || Character.getType(point) == Character.LINE_SEPARATOR
                || Character.getType(point) == Character.PARAGRAPH_SEPARATOR;
    }
}
