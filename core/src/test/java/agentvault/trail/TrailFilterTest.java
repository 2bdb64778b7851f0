package agentvault.trail;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Face;
import agentvault.id.Id;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrailFilterTest {

    private static final Id ACTOR = new Id(1, 1);
    private static final Id VAULT = new Id(2, 2);
    private static final Id OTHER = new Id(3, 3);

    private static final List<Recorded> TRAIL = List.of(
            at(1, new Entry.Opened(OTHER, OTHER, "1", Head.NONE, 0)),
            at(2, new Entry.Use(ACTOR, OTHER, VAULT, OTHER, 1, List.of(), "h", "GET", Face.PROXY)),
            at(3, new Entry.Intent(ACTOR, "vault.delete", Face.LOCAL, VAULT, 1, List.of(), "")),
            at(4, new Entry.Refused(OTHER, "vault.delete", VAULT, "role")),
            at(5, new Entry.Event(ACTOR, "login", Face.LOCAL, OTHER, "")),
            at(6, new Entry.Closed()));

    @Test
    void each_step_narrows_what_is_let_through() {
        var all = TrailFilter.everything();
        assertThat(seen(all)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(seen(all.vault(VAULT))).containsExactly(2L, 3L, 4L);
        assertThat(seen(all.vault(VAULT).actor(ACTOR))).containsExactly(2L, 3L);
        assertThat(seen(all.actor(ACTOR))).containsExactly(2L, 3L, 5L);
        assertThat(seen(all.action("vault.delete"))).containsExactly(3L, 4L);
        assertThat(seen(all.kind(EntryKind.EVENT))).containsExactly(5L);
        assertThat(seen(all.between(Instant.ofEpochSecond(2), Instant.ofEpochSecond(4))))
                .containsExactly(2L, 3L);
    }

    private static Recorded at(long second, Entry entry) {
        return new Recorded(second, second * 1_000_000, 0, entry);
    }

    private static Stream<Long> seen(TrailFilter filter) {
        return TRAIL.stream().filter(filter::wants).map(Recorded::sequence);
    }
}
