package agentvault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import agentvault.id.Id;
import agentvault.traffic.Passage;
import agentvault.vault.Stamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PassagePackingProperties {

    private static final Id VAULT = new Id(1, 1);

    @Property(tries = 300)
    void what_was_packed_is_unpacked_as_it_was(@ForAll("passages") List<Passage> passages) {
        assertThat(PassagePacking.unpack(VAULT, PassagePacking.pack(passages))).contains(passages);
    }

    @Property(tries = 300)
    void no_bytes_are_too_strange_to_be_refused(
            @ForAll("passages") List<Passage> passages, @ForAll int at, @ForAll byte other) {
        byte[] packed = PassagePacking.pack(passages);
        packed[Math.floorMod(at, packed.length)] = other;
        assertThatCode(() -> PassagePacking.unpack(VAULT, packed)).doesNotThrowAnyException();

        byte[] cut = Arrays.copyOf(packed, Math.floorMod(at, packed.length));
        assertThatCode(() -> PassagePacking.unpack(VAULT, cut)).doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<List<Passage>> passages() {
        var texts = Arbitraries.strings().ofMaxLength(6);
        var ids = Arbitraries.longs().between(0, 3).map(low -> new Id(0, low));
        var who = Combinators.combine(ids, ids).as((actor, session) -> new Passage.Who(actor, session, VAULT));
        var what = Combinators.combine(texts, texts, texts).as(Passage.What::new);
        var fate = Combinators.combine(
                        texts, texts.list().ofMaxSize(3), Arbitraries.integers().between(0, 999), texts)
                .as(Passage.Fate::new);
        var amounts = Arbitraries.longs().greaterOrEqual(0);
        var times = Arbitraries.longs().between(0, 1L << 50).map(micros -> Duration.ofNanos(micros * 1_000));
        var cost = Combinators.combine(amounts, amounts, times, times, times).as(Passage.Cost::new);
        var moments = Arbitraries.longs().between(-1L << 52, 1L << 52).map(Stamp::instant);
        return Combinators.combine(moments, texts, Arbitraries.of(Passage.Way.class), who, what, fate, cost)
                .as(Passage::new)
                .list()
                .ofMaxSize(20);
    }
}
