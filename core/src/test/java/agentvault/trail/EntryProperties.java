package agentvault.trail;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Face;
import agentvault.id.Id;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EntryProperties {

    @Property
    void every_entry_is_read_as_it_was_written(
            @ForAll("entries") Entry entry, @ForAll long wallMicros, @ForAll long monotonicNanos) {
        var end = ChainEnd.fresh(TrailKit.IDENTITY);
        var draft = Draft.of(entry);

        var head = end.seal(draft, wallMicros, monotonicNanos);

        byte[] segment = segment(draft);
        var scanner = new SegmentScanner(ByteSource.of("one", () -> segment));
        assertThat(scanner.header()).isPresent();
        assertThat(scanner.next())
                .isEqualTo(new Parsed.Whole(new Recorded(1, wallMicros, monotonicNanos, entry), head.hash()));
        assertThat(scanner.chained(Hash.ZERO)).isEqualTo(head.hash());
        assertThat(scanner.next()).isEqualTo(new Parsed.End());
    }

    @Property
    void random_bytes_are_found_wanting_and_never_throw(@ForAll byte[] bytes) {
        var scanner = new SegmentScanner(ByteSource.of("noise", () -> bytes));
        assertThat(scanner.header()).isEmpty();
        assertThat(TrailKit.verify(List.of(bytes))).isInstanceOf(Verdict.Broken.class);
    }

    @Property
    void fields_of_random_bytes_are_an_entry_that_writes_the_same_bytes_or_none(
            @ForAll("codes") int code, @ForAll byte[] bytes) {
        EntryCodec.read(code, ByteBuffer.wrap(bytes)).ifPresent(entry -> {
            var writer = new FieldWriter();
            EntryCodec.write(writer, entry);
            assertThat(writer.written()).isEqualTo(ByteBuffer.wrap(bytes));
        });
    }

    @Property
    void texts_are_cut_to_512_bytes_with_a_mark(@ForAll String text) {
        String longer = text + "é😀".repeat(200);
        var event = new Entry.Event(Entry.NONE, "login", Face.LOCAL, Entry.NONE, longer);

        assertThat(event.detail().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(505, 512);
        assertThat(event.detail()).endsWith("…");
    }

    @Example
    void a_text_that_fits_is_kept_whole() {
        var event = new Entry.Event(Entry.NONE, "login", Face.LOCAL, Entry.NONE, "x".repeat(512));
        assertThat(event.detail()).hasSize(512);
    }

    @Provide
    Arbitrary<Integer> codes() {
        return Arbitraries.integers().between(0, 12);
    }

    @Provide
    Arbitrary<Entry> entries() {
        var ids = Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Id::new);
        var texts = Arbitraries.strings().ofMaxLength(600);
        var counts = Arbitraries.longs().between(0, (1L << 53) - 1);
        var faces = Arbitraries.of(Face.class);
        var versions = Combinators.combine(ids, counts).as(CredentialVersion::new);
        var counters = Combinators.combine(ids, counts).as(ScopeCounter::new);
        var heads = Combinators.combine(counts, Arbitraries.longs()).as((at, n) -> new Head(at, new Hash(n, 1, 2, n)));
        return Arbitraries.oneOf(
                Combinators.combine(ids, ids, texts, heads, counts).as(Entry.Opened::new),
                Combinators.combine(ids, ids, counts, versions.list().ofMaxSize(255), texts, faces)
                        .as((actor, vault, revision, list, host, face) ->
                                new Entry.Use(actor, vault, vault, actor, revision, list, host, "GET", face)),
                Combinators.combine(ids, texts, faces, ids, counts, ids.list().ofMaxSize(1000), texts)
                        .as(Entry.Intent::new),
                Combinators.combine(counts, counters.list().ofMaxSize(2000)).as(Entry.Applied::new),
                counts.map(Entry.Voided::new),
                Combinators.combine(ids, texts, ids, texts).as(Entry.Refused::new),
                Combinators.combine(ids, texts, faces, ids, texts).as(Entry.Event::new),
                Combinators.combine(texts, counters.list().ofMaxSize(2000))
                        .as((reason, list) -> new Entry.Epoch(2, reason, list)),
                Arbitraries.strings().ofMaxLength(300).alpha().map(Entry.Checkpointed::new),
                Arbitraries.of(new Entry.Closed()));
    }

    private static byte[] segment(Draft draft) {
        byte[] header = ChainEnd.fresh(TrailKit.IDENTITY).nextSegment().bytes();
        var bytes = draft.bytes();
        var segment = ByteBuffer.allocate(header.length + bytes.remaining());
        return segment.put(header).put(bytes).array();
    }
}
