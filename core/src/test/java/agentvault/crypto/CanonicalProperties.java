package agentvault.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Two different lists of fields never have the same bytes.
class CanonicalProperties {

    sealed interface Field {
        record Text(String value) implements Field {}

        record Bytes(Octets value) implements Field {}

        record Counted(long value) implements Field {}

        record Flag(boolean value) implements Field {}

        record Absent() implements Field {}

        record Sequence(List<Field> values) implements Field {}
    }

    @Property(tries = 2_000)
    void different_fields_have_different_bytes(@ForAll("fields") List<Field> one, @ForAll("fields") List<Field> other) {
        assertThat(Octets.of(encode(one)).equals(Octets.of(encode(other)))).isEqualTo(one.equals(other));
    }

    /// The neighbours that an encoding without types and lengths confuses: one field cut in two, two glued, one
    /// renamed, one turned into a list.
    @Property(tries = 1_000)
    void neighbours_have_different_bytes(@ForAll("texts") String left, @ForAll("texts") String right) {
        List<List<Field>> lists = List.of(
                List.of(text(left), text(right)),
                List.of(text(left + right)),
                List.of(text(left + right), text("")),
                List.of(text(""), text(left + right)),
                List.of(new Field.Sequence(List.of(text(left), text(right)))),
                List.of(new Field.Sequence(List.of(text(left))), text(right)),
                List.of(new Field.Sequence(List.of()), text(left), text(right)),
                List.of(text(left), new Field.Absent(), text(right)),
                List.of(new Field.Bytes(octets(left)), text(right)));

        for (var one : lists) {
            for (var other : lists) {
                assertThat(Octets.of(encode(one)).equals(Octets.of(encode(other))))
                        .as("%s and %s", one, other)
                        .isEqualTo(one.equals(other));
            }
        }
    }

    @Example
    void purposes_and_their_revisions_are_kept_apart() {
        assertThat(Canonical.of("a", 1).bytes())
                .isNotEqualTo(Canonical.of("a", 2).bytes())
                .isNotEqualTo(Canonical.of("b", 1).bytes());
    }

    @Provide
    Arbitrary<List<Field>> fields() {
        var lists = field().list().ofMaxSize(3).map(Field.Sequence::new);
        return Arbitraries.oneOf(field(), field(), field(), lists).list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of("", "a", "ab", "\0", "\1\0\0\0\1a", "\u0003\0\0\0\b"),
                Arbitraries.strings().ascii().ofMaxLength(6));
    }

    /// Few values, so that equal lists and near misses both come up.
    private Arbitrary<Field> field() {
        Arbitrary<Field> numbers = Arbitraries.longs().between(-1, 1).map(Field.Counted::new);
        Arbitrary<Field> flags = Arbitraries.of(true, false).map(Field.Flag::new);
        Arbitrary<Field> bytes = Combinators.combine(texts(), texts()).as((a, b) -> new Field.Bytes(octets(a + b)));
        return Arbitraries.oneOf(
                texts().map(Field.Text::new), bytes, numbers, flags, Arbitraries.just(new Field.Absent()));
    }

    private static Field text(String value) {
        return new Field.Text(value);
    }

    private static Octets octets(String ascii) {
        return Octets.of(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] encode(List<Field> fields) {
        var out = Canonical.of("test", 1);
        fields.forEach(field -> write(out, field));
        return out.bytes();
    }

    private static void write(Canonical out, Field field) {
        switch (field) {
            case Field.Text(var value) -> out.text(value);
            case Field.Bytes(var value) -> out.bytes(value.bytes());
            case Field.Counted(var value) -> out.number(value);
            case Field.Flag(var value) -> out.flag(value);
            case Field.Absent() -> out.maybe(Optional.<Field>empty(), CanonicalProperties::write);
            case Field.Sequence(var values) -> out.list(values, CanonicalProperties::write);
        }
    }
}
