package agentvault.trail;

import java.time.Instant;

/// The growing end of one chain: gives drafts their place, and knows when a checkpoint must come next. The writer's
/// lock
/// guards it.
public final class ChainEnd {

    private final TrailIdentity identity;
    private final OpenIntents openIntents;
    private final Chain chain = new Chain();
    private long epoch;
    private Head head;
    private long checkpointAt;
    private long segment;
    private boolean segmentEmpty;

    private ChainEnd(TrailIdentity identity, OpenIntents openIntents, long epoch, Head head) {
        this.identity = identity;
        this.openIntents = openIntents;
        this.epoch = epoch;
        this.head = head;
    }

    /// A chain that has no segment yet.
    public static ChainEnd fresh(TrailIdentity identity) {
        return new ChainEnd(identity, new OpenIntents(), 1, Head.NONE);
    }

    /// A chain that goes on where the last of its segments was found to end.
    public static ChainEnd after(TrailIdentity identity, Verdict.Intact found, SegmentHeader last) {
        var end = new ChainEnd(identity, found.openIntents(), found.epoch(), found.head());
        end.segment = last.number();
        end.segmentEmpty = found.head().sequence() < last.firstSequence();
        end.checkpointAt = found.lastCheckpoint()
                .map(signed -> signed.head().sequence() + 1)
                .orElse(0L);
        return end;
    }

    public Head head() {
        return head;
    }

    public long epoch() {
        return epoch;
    }

    public long segment() {
        return segment;
    }

    public OpenIntents openIntents() {
        return openIntents;
    }

    /// Begins the next segment.
    public SegmentHeader nextSegment() {
        segment++;
        segmentEmpty = true;
        long first = head.sequence() + 1;
        return new SegmentHeader(
                identity.installation(),
                identity.instance(),
                epoch,
                segment,
                first,
                head.hash(),
                openIntents.oldestOr(first));
    }

    /// Whether the next record must be a checkpoint.
    public boolean checkpointDue() {
        return segmentEmpty ? segment > 1 : head.sequence() - checkpointAt >= Checkpoint.EVERY;
    }

    /// Whether records stand at the end that no checkpoint covers.
    public boolean unsigned() {
        return head.sequence() > checkpointAt;
    }

    public Checkpoint checkpoint(Instant now) {
        return new Checkpoint(identity.installation(), identity.instance(), epoch, head, now);
    }

    /// Gives a draft the next place; its bytes are complete then.
    public Head seal(Draft draft, long wallMicros, long monotonicNanos) {
        var recorded = new Recorded(head.sequence() + 1, wallMicros, monotonicNanos, draft.entry());
        if (recorded.entry() instanceof Entry.Epoch opened) epoch = follows(opened);
        head = new Head(recorded.sequence(), draft.seal(recorded, head.hash(), chain));
        if (recorded.entry() instanceof Entry.Checkpointed) checkpointAt = recorded.sequence();
        segmentEmpty = false;
        openIntents.see(recorded);
        return head;
    }

    private long follows(Entry.Epoch opened) {
        if (opened.epoch() == epoch || opened.epoch() == epoch + 1) return opened.epoch();
        throw new IllegalArgumentException("the epoch after " + epoch + " is the next number");
    }
}
