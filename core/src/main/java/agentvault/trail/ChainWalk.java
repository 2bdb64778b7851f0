package agentvault.trail;

import agentvault.id.Id;
import agentvault.trail.Finding.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One verification on its way: what the records so far say about the next.
final class ChainWalk {

    /// A later signature covers everything before it, earlier ones too: they follow from each other by their hashes.
    enum Reach {
        /// all segments, and each checkpoint
        WHOLE,
        /// the last segments, the first of them at its word, and the last checkpoint
        TAIL
    }

    private final TrailVerifier verifier;
    private final List<Witness> witnesses;
    private final Reach reach;
    private final List<Finding> findings = new ArrayList<>();
    private final OpenIntents openIntents = new OpenIntents();

    private Head head = Head.NONE;
    private Id installation = Entry.NONE;
    private Id instance = Entry.NONE;
    private long epoch = 1;
    private long segment;
    private long begin = 1;
    private long checkpointAt;
    private boolean checkpointFirst;
    private boolean lost;
    private Optional<Standing> lastStanding = Optional.empty();
    private Optional<Checkpoint> lastCheckpoint = Optional.empty();
    private String place = "the trail";
    private long offset;
    private long count;
    private long wallMicros;
    private long tornBytes;
    private int nextWitness;

    /// A note that stands in the chain, and the chain that it must speak of.
    private record Standing(String note, Id installation, Id instance, long epoch, Head head) {

        boolean saidBy(Checkpoint checkpoint) {
            return checkpoint.installation().equals(installation)
                    && checkpoint.instance().equals(instance)
                    && checkpoint.epoch() == epoch
                    && checkpoint.head().equals(head);
        }
    }

    ChainWalk(TrailVerifier verifier, List<Witness> witnesses, Reach reach) {
        this.verifier = verifier;
        this.witnesses = witnesses.stream()
                .sorted(Comparator.comparingLong(witness -> witness.head().sequence()))
                .toList();
        this.reach = reach;
    }

    /// Begins a segment. One that does not follow the segment before is judged by itself.
    void enters(SegmentScanner scanner, SegmentHeader header) {
        at(scanner);
        boolean atItsWord = segment == 0 && reach == Reach.TAIL && header.number() > 1;
        boolean adopts = lost || atItsWord;
        if (!adopts) {
            var misfit = misfit(header);
            misfit.ifPresent(detail -> report(Fault.SEGMENT_OUT_OF_PLACE, detail));
            adopts = misfit.isPresent();
        }
        if (adopts) {
            head = header.before();
            begin = header.firstSequence();
            epoch = header.epoch();
            checkpointAt = head.sequence();
        }
        lost = false;
        installation = header.installation();
        instance = header.instance();
        segment = header.number();
        checkpointFirst = segment > 1;
        compareWitnesses();
    }

    /// Takes the next record of a segment; false if it is not the one that must stand here.
    boolean accepts(SegmentScanner scanner, Recorded recorded, Hash hash) {
        at(scanner);
        if (recorded.sequence() != head.sequence() + 1) {
            return broken(Fault.RECORD_OUT_OF_PLACE, "record " + recorded.sequence() + " stands here");
        }
        if (!scanner.chained(head.hash()).equals(hash)) {
            return broken(Fault.CHAIN_BROKEN, "its hash does not follow from the record before");
        }
        if (!acceptsEntry(recorded)) return false;
        openIntents.see(recorded);
        head = new Head(recorded.sequence(), hash);
        wallMicros = recorded.wallMicros();
        count++;
        compareWitnesses();
        return true;
    }

    void torn(SegmentScanner scanner, long bytes, boolean last) {
        at(scanner);
        if (last) tornBytes = bytes;
        if (!last) broken(Fault.RECORD_UNFINISHED, "only the last segment may end within a record");
    }

    boolean broken(SegmentScanner scanner, Fault fault, String detail) {
        at(scanner);
        return broken(fault, detail);
    }

    Verdict verdict() {
        if (reach == Reach.TAIL) lastStanding.ifPresent(this::proves);
        for (var witness : witnesses.subList(nextWitness, lost ? nextWitness : witnesses.size())) {
            report(
                    Fault.TRUNCATED,
                    "%s knows record %d"
                            .formatted(witness.source(), witness.head().sequence()));
        }
        if (!findings.isEmpty()) return new Verdict.Broken(findings);
        return new Verdict.Intact(head, count, lastCheckpoint, epoch, tornBytes, openIntents, wallMicros);
    }

    private Optional<String> misfit(SegmentHeader header) {
        if (header.number() != segment + 1) return Optional.of("segment " + (segment + 1) + " is missing");
        if (!header.before().equals(head)) return Optional.of("it does not continue the records before");
        boolean sameChain =
                header.installation().equals(installation) && header.instance().equals(instance);
        if (header.epoch() != epoch || (segment > 0 && !sameChain)) return Optional.of("it is of another chain");
        boolean known = header.openSince() == openIntents.oldestOr(header.firstSequence());
        return known || header.openSince() < begin
                ? Optional.empty()
                : Optional.of("it names another oldest open intent");
    }

    private boolean acceptsEntry(Recorded recorded) {
        return switch (recorded.entry()) {
            case Entry.Checkpointed(var note) -> acceptsCheckpoint(recorded, note);
            case Entry.Opened opened -> acceptsUnsigned(recorded) && acceptsOpened(opened);
            case Entry.Epoch(var next, var _, var _) -> acceptsUnsigned(recorded) && acceptsEpoch(next);
            case Entry.Use _,
                    Entry.Intent _,
                    Entry.Applied _,
                    Entry.Voided _,
                    Entry.Refused _,
                    Entry.Event _,
                    Entry.Closed _ -> acceptsUnsigned(recorded);
        };
    }

    private boolean acceptsUnsigned(Recorded recorded) {
        if (!checkpointFirst && recorded.sequence() - checkpointAt <= Checkpoint.EVERY) return true;
        return broken(Fault.CHECKPOINT_MISSING, "a checkpoint must stand here");
    }

    private boolean acceptsCheckpoint(Recorded recorded, String note) {
        var standing = new Standing(note, installation, instance, epoch, head);
        if (reach == Reach.WHOLE && !proves(standing)) {
            lost = true;
            return false;
        }
        lastStanding = Optional.of(standing);
        checkpointAt = recorded.sequence();
        checkpointFirst = false;
        return true;
    }

    private boolean proves(Standing standing) {
        lastCheckpoint = Checkpoint.read(standing.note(), verifier);
        if (lastCheckpoint.isEmpty()) {
            report(
                    Fault.CHECKPOINT_INVALID,
                    "no known key signed the one after " + standing.head().sequence());
            return false;
        }
        if (lastCheckpoint.filter(standing::saidBy).isPresent()) return true;
        report(
                Fault.CHECKPOINT_INVALID,
                "the one after " + standing.head().sequence() + " was signed for other records");
        return false;
    }

    private boolean acceptsOpened(Entry.Opened opened) {
        boolean same = opened.installation().equals(installation)
                && opened.instance().equals(instance)
                && opened.previous().equals(head);
        return same || broken(Fault.RECORD_OUT_OF_PLACE, "another chain was opened here");
    }

    private boolean acceptsEpoch(long next) {
        if (next != epoch && next != epoch + 1) return broken(Fault.RECORD_OUT_OF_PLACE, "an epoch is missing");
        epoch = next;
        return true;
    }

    private void compareWitnesses() {
        while (nextWitness < witnesses.size()) {
            var witness = witnesses.get(nextWitness);
            if (witness.head().sequence() > head.sequence()) return;
            nextWitness++;
            boolean agrees =
                    witness.instance().equals(instance) && witness.head().hash().equals(head.hash());
            if (witness.head().sequence() == head.sequence() && !agrees) {
                findings.add(new Finding(
                        place, offset, head.sequence(), Fault.REWRITTEN, witness.source() + " knows another record"));
            }
        }
    }

    private void at(SegmentScanner scanner) {
        place = scanner.name();
        offset = scanner.offset();
    }

    private boolean broken(Fault fault, String detail) {
        report(fault, detail);
        lost = true;
        return false;
    }

    private void report(Fault fault, String detail) {
        findings.add(new Finding(place, offset, head.sequence() + 1, fault, detail));
    }
}
