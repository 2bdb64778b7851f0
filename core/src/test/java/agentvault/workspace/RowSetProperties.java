package agentvault.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// The rows of a scope against a plain map that is copied whole.
class RowSetProperties {

    private record Row(Id id, int version) implements SealedRow {

        static Row of(int number, int version) {
            return new Row(new Id(0, number), version);
        }

        @Override
        public Scope scope() {
            return Scope.shortLived(new Id(0, 0));
        }

        @Override
        public String table() {
            return "row";
        }

        @Override
        public byte[] canonical() {
            return row(1).number(version).bytes();
        }
    }

    @Property(tries = 200)
    void a_change_leaves_what_a_copied_map_has_and_the_set_before_as_it_was(
            @ForAll @Size(max = 60) List<@IntRange(min = -90, max = 90) Integer> numbers,
            @ForAll @IntRange(min = 1, max = 9) int atOnce) {
        var set = RowSet.of(Scope.shortLived(new Id(0, 0)), List.of());
        var model = new HashMap<Id, SealedRow>();
        for (int from = 0; from < numbers.size(); from += atOnce) {
            var before = Map.copyOf(model);
            var put = new ArrayList<SealedRow>();
            var removed = new ArrayList<SealedRow>();
            for (int number : numbers.subList(from, Math.min(numbers.size(), from + atOnce))) {
                var known = model.get(new Id(0, number));
                boolean again = put.stream().anyMatch(row -> row.id().equals(new Id(0, number)));
                if (known != null && number % 2 == 0 && !again) {
                    removed.add(model.remove(known.id()));
                } else if (removed.stream().noneMatch(row -> row.id().equals(new Id(0, number)))) {
                    var row = Row.of(number, from);
                    put.add(row);
                    model.put(row.id(), row);
                }
            }
            var next = set.after(put, removed);
            assertThat(set.stream()).containsExactlyInAnyOrderElementsOf(before.values());
            assertThat(next.stream()).containsExactlyInAnyOrderElementsOf(model.values());
            model.forEach((id, row) -> assertThat(next.get(id)).isSameAs(row));
            looked(before, model, set, next);
            set = next;
        }
    }

    private static void looked(Map<Id, SealedRow> before, Map<Id, SealedRow> now, RowSet set, RowSet next) {
        var here = new ArrayList<SealedRow>();
        var gone = new ArrayList<SealedRow>();
        next.besides(set, here::add);
        set.besides(next, gone::add);
        assertThat(here)
                .containsExactlyInAnyOrderElementsOf(now.values().stream()
                        .filter(row -> !row.equals(before.get(row.id())))
                        .toList());
        assertThat(gone)
                .containsExactlyInAnyOrderElementsOf(before.values().stream()
                        .filter(row -> !row.equals(now.get(row.id())))
                        .toList());
    }
}
