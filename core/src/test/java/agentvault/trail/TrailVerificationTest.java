package agentvault.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.trail.Finding.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TrailVerificationTest {

    private static final Entry LOGIN = new Entry.Event(new Id(9, 9), "login", Face.LOCAL, Entry.NONE, "");

    @Test
    void an_untouched_chain_is_intact_up_to_its_head() {
        var kit = TrailKit.chain(20, 20);

        var intact = intact(kit.verify());

        assertThat(intact.head()).isEqualTo(kit.heads.getLast());
        assertThat(intact.count()).isEqualTo(kit.heads.size() - 1L);
        assertThat(intact.lastCheckpoint().orElseThrow().head()).isEqualTo(kit.heads.get(kit.heads.size() - 2));
        assertThat(intact.epoch()).isEqualTo(1);
        assertThat(intact.tornBytes()).isZero();
    }

    @Test
    void no_files_are_an_empty_chain_unless_somebody_knows_better() {
        assertThat(intact(TrailKit.verify(List.of())).head()).isEqualTo(Head.NONE);
        var kit = TrailKit.chain(5);
        broken(TrailKit.verify(List.of(), witness(kit, 3)), Fault.TRUNCATED, 1);
    }

    @Test
    void a_torn_last_record_is_no_tampering_at_any_length() {
        var kit = TrailKit.chain(5);
        byte[] whole = kit.bytes().getFirst();
        int last = kit.bounds.getFirst().get(5);
        for (int keep = last; keep < whole.length; keep++) {
            var intact = intact(TrailKit.verify(List.of(Arrays.copyOf(whole, keep))));
            assertThat(intact.tornBytes()).isEqualTo(keep - last);
            assertThat(intact.head()).isEqualTo(kit.heads.get(5));
        }
    }

    @Test
    void zeros_after_the_last_record_are_torn_at_any_length() {
        var kit = TrailKit.chain(5);
        byte[] whole = kit.bytes().getFirst();
        for (int zeros : List.of(1, 7, 8, 12, 100, 300_000)) {
            var verdict = TrailKit.verify(List.of(Arrays.copyOf(whole, whole.length + zeros)));
            assertThat(intact(verdict).tornBytes()).isEqualTo(zeros);
        }
        byte[] dirty = Arrays.copyOf(whole, whole.length + 300_000);
        dirty[dirty.length - 1] = 1;
        broken(TrailKit.verify(List.of(dirty)), Fault.RECORD_DAMAGED, kit.heads.size());
    }

    @Test
    void a_torn_record_that_a_witness_knows_was_cut() {
        var kit = TrailKit.chain(5);
        byte[] whole = kit.bytes().getFirst();
        broken(TrailKit.verify(List.of(Arrays.copyOf(whole, whole.length - 1)), witness(kit, 6)), Fault.TRUNCATED, 6);
    }

    @Test
    void only_the_last_segment_may_be_torn() {
        var kit = TrailKit.chain(5, 5);
        var segments = new ArrayList<>(kit.bytes());
        segments.set(0, Arrays.copyOf(segments.getFirst(), segments.getFirst().length - 1));
        broken(TrailKit.verify(segments), Fault.RECORD_UNFINISHED, 5);
    }

    @Test
    void a_missing_segment_is_found_at_its_first_record() {
        var kit = TrailKit.chain(5, 5, 5);
        broken(TrailKit.verify(List.of(kit.bytes().getFirst(), kit.bytes().get(2))), Fault.SEGMENT_OUT_OF_PLACE, 6);
        broken(TrailKit.verify(kit.bytes().subList(1, 3)), Fault.SEGMENT_OUT_OF_PLACE, 1);
    }

    @Test
    void every_broken_segment_is_reported() {
        var kit = TrailKit.chain(5, 5, 5);
        var segments = new ArrayList<>(kit.bytes().stream().map(byte[]::clone).toList());
        segments.forEach(bytes -> bytes[bytes.length - 1] ^= 1);

        assertThat(TrailKit.verify(segments))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.findings())
                                .extracting(Finding::segment, Finding::sequence)
                                .containsExactly(
                                        tuple("segment 1", 5L), tuple("segment 2", 10L), tuple("segment 3", 16L)));
    }

    @Test
    void a_chain_that_was_written_again_without_the_key_lacks_a_checkpoint() {
        var kit = TrailKit.chain(5);
        while (kit.heads.size() <= 1_500) kit.append(LOGIN);
        assertThat(intact(kit.verify()).count()).isEqualTo(1_500);

        var forged = TrailKit.withoutCheckpoints(1_500);

        broken(forged.verify(), Fault.CHECKPOINT_MISSING, Checkpoint.EVERY + 1L);
    }

    @Test
    void a_checkpoint_of_other_records_is_invalid() {
        var kit = TrailKit.chain(5);
        String early = TrailKit.chain(3).checkpointNow().signedBy(TrailKit.SIGNER);
        kit.append(new Entry.Checkpointed(early));
        broken(kit.verify(), Fault.CHECKPOINT_INVALID, 7);
        broken(TrailKit.chain(2).append(new Entry.Checkpointed("hm")).verify(), Fault.CHECKPOINT_INVALID, 4);
    }

    @Test
    void a_witness_of_another_record_shows_a_rewritten_chain() {
        var kit = TrailKit.chain(5);
        var instance = TrailKit.IDENTITY.instance();
        var otherRecord = new Witness("a note", instance, new Head(4, Hash.ZERO));
        var otherChain = new Witness("a note", new Id(7, 7), kit.heads.get(2));
        broken(TrailKit.verify(kit.bytes(), otherRecord, witness(kit, 3)), Fault.REWRITTEN, 4);
        broken(TrailKit.verify(kit.bytes(), witness(kit, 3), otherChain), Fault.REWRITTEN, 2);
    }

    @Test
    void the_tail_alone_is_intact_and_knows_the_same_end() {
        var kit = TrailKit.chain(10, 10, 10);
        var sources = TrailKit.sources(kit.bytes()).subList(1, 3);

        var tail = intact(TrailVerification.tail(sources, TrailKit.VERIFIER, List.of(witness(kit, 10))));

        assertThat(tail.head()).isEqualTo(kit.heads.getLast());
        assertThat(tail.count()).isEqualTo(21);
    }

    @Test
    void the_last_signature_of_the_tail_covers_those_before_it() {
        var kit = TrailKit.chain(10, 10, 10);
        var checked = new AtomicInteger();
        TrailVerifier counting = (name, message, signature) -> {
            checked.incrementAndGet();
            return TrailKit.VERIFIER.verifies(name, message, signature);
        };

        intact(TrailVerification.tail(TrailKit.sources(kit.bytes()), counting, List.of()));

        assertThat(checked).hasValue(1);
    }

    @Test
    void a_tail_whose_last_signature_is_of_no_known_key_is_broken() {
        var kit = TrailKit.chain(10, 10);
        var verdict = TrailVerification.tail(TrailKit.sources(kit.bytes()), (_, _, _) -> false, List.of());
        broken(verdict, Fault.CHECKPOINT_INVALID, kit.heads.size());
    }

    @Test
    void a_tail_whose_last_checkpoint_is_of_other_records_is_broken() {
        var kit = TrailKit.chain(5);
        String early = TrailKit.chain(3).checkpointNow().signedBy(TrailKit.SIGNER);
        kit.append(new Entry.Checkpointed(early)).append(LOGIN);
        var verdict = TrailVerification.tail(TrailKit.sources(kit.bytes()), TrailKit.VERIFIER, List.of());
        broken(verdict, Fault.CHECKPOINT_INVALID, 9);
    }

    @Test
    void of_the_checkpoints_in_a_tail_only_the_last_is_read() {
        var kit = TrailKit.chain(5)
                .append(new Entry.Checkpointed("hm"))
                .append(LOGIN)
                .checkpoint();
        intact(TrailVerification.tail(TrailKit.sources(kit.bytes()), TrailKit.VERIFIER, List.of()));
        broken(kit.verify(), Fault.CHECKPOINT_INVALID, 7);
    }

    @Test
    void a_tail_that_begins_with_the_first_segment_takes_nothing_at_its_word() {
        var other = TrailKit.chain(10, 10).bytes().getLast();
        byte[] renumbered = other.clone();
        var first = TrailKit.chain(10).bytes().getFirst();
        System.arraycopy(first, 0, renumbered, 0, SegmentHeader.BYTES);

        var verdict = TrailVerification.tail(TrailKit.sources(List.of(renumbered)), TrailKit.VERIFIER, List.of());

        broken(verdict, Fault.RECORD_OUT_OF_PLACE, 1);
    }

    @Test
    void a_new_epoch_is_the_next_number() {
        var kit = TrailKit.chain(5);
        var counters = List.of(new ScopeCounter(new Id(5, 5), 17));
        kit.append(new Entry.Epoch(2, "restored", counters)).append(new Entry.Epoch(2, "restored", counters));
        kit.checkpoint().segment().append(LOGIN);
        assertThat(intact(kit.verify()).epoch()).isEqualTo(2);
    }

    @Test
    void an_intent_is_open_until_it_is_applied_or_voided() {
        var kit = TrailKit.chain(1);
        var intent = new Entry.Intent(new Id(1, 1), "vault.create", Face.LOCAL, new Id(2, 2), 0, List.of(), "");
        kit.append(intent).append(intent).append(intent);
        kit.append(new Entry.Applied(3, List.of())).append(new Entry.Voided(5));
        kit.segment()
                .append(LOGIN)
                .append(new Entry.Applied(4, List.of()))
                .segment()
                .append(LOGIN);

        assertThat(SegmentHeader.read(Arrays.copyOf(kit.bytes().get(1), SegmentHeader.BYTES))
                        .orElseThrow()
                        .openSince())
                .isEqualTo(4);
        assertThat(intact(kit.verify()).openIntents().list()).isEmpty();
        assertThat(intact(TrailKit.verify(kit.bytes().subList(0, 1)))
                        .openIntents()
                        .list())
                .extracting(Recorded::sequence)
                .containsExactly(4L);
    }

    @Test
    void a_header_that_hides_an_open_intent_is_found() {
        var kit = TrailKit.chain(6);
        kit.append(TrailKit.someEntry(7)).segment().append(LOGIN);
        var segments = new ArrayList<>(kit.bytes());
        byte[] second = segments.get(1).clone();
        var header =
                SegmentHeader.read(Arrays.copyOf(second, SegmentHeader.BYTES)).orElseThrow();
        var hiding = new SegmentHeader(
                header.installation(),
                header.instance(),
                header.epoch(),
                header.number(),
                header.firstSequence(),
                header.previous(),
                header.firstSequence());
        System.arraycopy(hiding.bytes(), 0, second, 0, SegmentHeader.BYTES);
        segments.set(1, second);
        broken(TrailKit.verify(segments), Fault.SEGMENT_OUT_OF_PLACE, header.firstSequence());
    }

    private static Witness witness(TrailKit kit, int sequence) {
        return new Witness("the database", TrailKit.IDENTITY.instance(), kit.heads.get(sequence));
    }

    private static Verdict.Intact intact(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Intact.class);
        return (Verdict.Intact) verdict;
    }

    private static void broken(Verdict verdict, Fault fault, long sequence) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Broken.class, broken -> {
            assertThat(broken.findings().getFirst().fault()).isEqualTo(fault);
            assertThat(broken.findings().getFirst().sequence()).isEqualTo(sequence);
        });
    }
}
