package agentvault.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.match.PlaceholderScanner.Found;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlaceholderScannerProperties {

    @Property(tries = 3_000)
    void finds_what_searching_for_each_text_finds(
            @ForAll("placeholders") Set<String> placeholders, @ForAll("texts") String text) {
        var scanner = PlaceholderScanner.of(placeholders);

        assertThat(scanner.scan(text)).isEqualTo(slowly(placeholders, text));
    }

    @Property
    void bytes_are_scanned_like_text_and_only_in_their_range(
            @ForAll("placeholders") Set<String> placeholders, @ForAll("texts") String text) {
        byte[] bytes = ("a_" + text + "_a").getBytes(StandardCharsets.ISO_8859_1);
        var expected = slowly(placeholders, text).stream()
                .map(found -> new Found(found.position() + 2, found.text()))
                .toList();

        assertThat(PlaceholderScanner.of(placeholders).scan(bytes, 2, bytes.length - 2))
                .isEqualTo(expected);
    }

    @Property
    void any_text_can_be_scanned(@ForAll String text, @ForAll byte[] bytes) {
        var scanner = PlaceholderScanner.of(List.of("__key__"));

        assertThat(scanner.scan(text)).isEqualTo(slowly(Set.of("__key__"), text));
        assertThat(scanner.scan(bytes, 0, bytes.length))
                .isEqualTo(slowly(Set.of("__key__"), new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    @Example
    void overlapping_and_nested_texts_are_all_found_longest_first() {
        var scanner = PlaceholderScanner.of(List.of("__a__", "__a__b__", "a__b"));

        assertThat(scanner.scan("x__a__b__"))
                .containsExactly(new Found(1, "__a__b__"), new Found(1, "__a__"), new Found(3, "a__b"));
        assertThat(scanner.longest()).isEqualTo(8);
    }

    @Example
    void variants_of_a_placeholder_are_ordinary_text() {
        var scanner = PlaceholderScanner.of(List.of("__key__"));

        assertThat(scanner.scan("__KEY__ %5f%5fkey__ \\u005f_key__ __ke\u0000y__ __k\u00e9y__"))
                .isEmpty();
        assertThat(PlaceholderScanner.of(List.of()).scan("__key__")).isEmpty();
    }

    @Example
    void a_text_that_is_no_placeholder_is_refused() {
        assertThatThrownBy(() -> PlaceholderScanner.of(List.of("a b"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PlaceholderScanner.of(List.of("é"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PlaceholderScanner.of(List.of(""))).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<Set<String>> placeholders() {
        return Arbitraries.strings()
                .withChars("a_.")
                .ofMinLength(1)
                .ofMaxLength(6)
                .set()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("a_. é\0").ofMaxLength(40);
    }

    private static List<Found> slowly(Set<String> placeholders, String text) {
        var found = new ArrayList<Found>();
        for (String placeholder : placeholders) {
            for (int at = text.indexOf(placeholder); at >= 0; at = text.indexOf(placeholder, at + 1))
                found.add(new Found(at, placeholder));
        }
        found.sort(Comparator.comparingInt(Found::position)
                .thenComparingInt(one -> -one.text().length()));
        return found;
    }
}
