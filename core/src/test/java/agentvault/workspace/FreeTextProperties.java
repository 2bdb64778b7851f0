package agentvault.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.crypto.Canonical;
import agentvault.crypto.FreeText;
import agentvault.crypto.SealedRow;
import agentvault.page.PageRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// A text that some store cannot keep never gets as far as a store.
class FreeTextProperties {

    @Property(tries = 3_000)
    void exactly_the_texts_without_nul_and_half_pairs_are_kept(@ForAll("anyTexts") String text) {
        String again = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        boolean kept = again.equals(text) && text.indexOf(0) < 0;

        if (kept) assertThat(FreeText.checked("a name", text)).isSameAs(text);
        if (!kept) {
            assertThatThrownBy(() -> FreeText.checked("a name", text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a name has a character that cannot be kept: U+0000, or half of a surrogate pair");
        }
    }

    @Property(tries = 100)
    void every_text_of_every_row_refuses_what_cannot_be_kept(
            @ForAll("rows") SealedRow row, @ForAll("unkeepable") String bad) {
        int texts = Texts.of(row).size();

        for (int i = 0; i < texts; i++) {
            int place = i;
            assertThatThrownBy(() -> Texts.replaced(row, place, bad))
                    .as("%s in place of %s", Texts.of(row).get(place), row.table())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property(tries = 100)
    void every_text_of_every_row_can_be_replaced_by_itself(@ForAll("rows") SealedRow row) {
        var texts = Texts.of(row);

        for (int i = 0; i < texts.size(); i++) {
            assertThat(Texts.replaced(row, i, texts.get(i))).isEqualTo(row);
        }
    }

    @Example
    void what_is_searched_for_and_what_is_sealed_is_refused_too() {
        assertThatThrownBy(() ->
                        new PageRequest.Filter(PageRequest.Archived.INCLUDED, "a\0b", Instant.EPOCH, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Canonical.of("test", 1).text("\ud800")).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<SealedRow> rows() {
        return Rows.any();
    }

    @Provide
    Arbitrary<String> unkeepable() {
        return Arbitraries.of("\0", "a\0b", "\ud83d", "\ude00x", "x\ude00\ud83d", "\ud83d\ud83d\ude00");
    }

    @Provide
    Arbitrary<String> anyTexts() {
        return Arbitraries.of('a', 'é', '\0', '\ud83d', '\ude00', '\uffff')
                .list()
                .ofMaxSize(6)
                .map(characters -> {
                    var text = new StringBuilder();
                    characters.forEach(text::append);
                    return text.toString();
                });
    }
}
