package agentvault.files;

import agentvault.trail.ChainEnd;
import agentvault.trail.Draft;
import agentvault.trail.Entry;
import agentvault.trail.Head;
import agentvault.trail.Position;
import agentvault.trail.Recorded;
import agentvault.trail.Trail;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailUnavailable;
import agentvault.trail.Witness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The trail of this server, in segment files. Appends take turns; encoding happens before the turn, waiting for the
/// disk after it.
public final class TrailFiles implements Trail, AutoCloseable {

    private final Recovery recovery;
    private final TrailSettings settings;
    private final TrailKeys keys;
    private final TrailClock clock;
    private final GroupCommit commit;
    private final ReentrantLock turn = new ReentrantLock();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("trail-checkpoint").factory());

    private ChainEnd end;
    private SegmentFile file;
    private long size;
    private String note = "";
    private volatile Head head;
    private volatile Health health = Health.GOOD;

    /// Whether entries can be taken.
    private enum Health {
        GOOD("The trail is open."),
        WRITE_FAILED("The trail could not be written; nothing is recorded until it is opened again."),
        FSYNC_FAILED("The disk did not confirm the trail; nothing is recorded until the server is started again."),
        CLOSED("The trail is closed.");

        private final String sentence;

        Health(String sentence) {
            this.sentence = sentence;
        }
    }

    /// A signed end: the checkpoint's note, and how far the segment files reach with it.
    record SignedEnd(String note, Head head, long segment, long bytes) {}

    private TrailFiles(
            Recovery recovery, Recovery.Found found, TrailSettings settings, TrailKeys keys, TrailClock clock) {
        this.recovery = recovery;
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
        end = found.end();
        file = found.file();
        size = found.size();
        head = end.head();
        commit = new GroupCommit(file);
    }

    /// Opens the trail in a directory, or begins one there. What it holds must verify, and must reach as far as the
    /// witnesses know.
    public static TrailFiles open(
            Path directory,
            TrailIdentity identity,
            TrailSettings settings,
            TrailKeys keys,
            TrailClock clock,
            List<Witness> witnesses) {
        return open(
                new Recovery(new Segments(directory), identity, keys.verifier(), witnesses, DiskSegment::open),
                settings,
                keys,
                clock);
    }

    static TrailFiles open(Recovery recovery, TrailSettings settings, TrailKeys keys, TrailClock clock) {
        try {
            var found = recovery.recover();
            clock.notBefore(found.wallMicros());
            var trail = new TrailFiles(recovery, found, settings, keys, clock);
            trail.announce(found.tornBytes());
            long nanos = settings.checkpointAfter().toNanos();
            var _ = trail.timer.scheduleWithFixedDelay(trail::checkpointInTime, nanos, nanos, TimeUnit.NANOSECONDS);
            return trail;
        } catch (IOException e) {
            throw new TrailUnavailable("The trail cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public Position append(Entry entry) {
        if (settings.durability() == Durability.FSYNC) return appendDurably(entry);
        return take(Draft.of(ofOthers(entry)));
    }

    @Override
    public Position appendDurably(Entry entry) {
        var position = take(Draft.of(ofOthers(entry)));
        await(position.sequence());
        return position;
    }

    @Override
    public boolean waits() {
        return settings.durability() == Durability.FSYNC;
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public Head settled() {
        return signedEnd().head();
    }

    public long epoch() {
        turn.lock();
        try {
            return end.epoch();
        } finally {
            turn.unlock();
        }
    }

    /// The intents that are neither applied nor voided, oldest first.
    public List<Recorded> openIntents() {
        turn.lock();
        try {
            return end.openIntents().list();
        } finally {
            turn.unlock();
        }
    }

    /// Signs everything so far, if a part of it is not signed yet, and returns the newest checkpoint's note. What it
    /// signs is on the disk then.
    public String checkpoint() {
        return signedEnd().note();
    }

    SignedEnd signedEnd() {
        SignedEnd signed;
        turn.lock();
        try {
            requireGood();
            if (end.unsigned()) sign();
            signed = new SignedEnd(note, head, end.segment(), size);
        } finally {
            turn.unlock();
        }
        await(signed.head().sequence());
        return signed;
    }

    /// Opens the trail again after a failed write, when the disk has room again. An fsync that failed stays final: what
    /// the kernel dropped cannot be known.
    public void reopen() {
        turn.lock();
        try {
            if (health == Health.GOOD) return;
            if (health != Health.WRITE_FAILED) throw new TrailUnavailable(health.sentence);
            var found = recovery.expecting(witness()).recover();
            commit.goOnWith(found.file());
            end = found.end();
            file = found.file();
            size = found.size();
            health = Health.GOOD;
            announce(found.tornBytes());
        } catch (IOException e) {
            throw new TrailUnavailable("The trail cannot be opened again: " + e.getMessage(), e);
        } finally {
            turn.unlock();
        }
    }

    /// Writes and signs the end, if entries can still be taken.
    @Override
    public void close() {
        timer.shutdownNow();
        turn.lock();
        try {
            if (health == Health.GOOD) {
                ready();
                place(Draft.of(new Entry.Closed()));
                sign();
                await(head.sequence());
            }
            if (health != Health.CLOSED) file.close();
        } catch (IOException e) {
            throw new TrailUnavailable("The trail's file cannot be closed: " + e.getMessage(), e);
        } finally {
            health = Health.CLOSED;
            turn.unlock();
        }
    }

    private static Entry ofOthers(Entry entry) {
        return switch (entry.kind()) {
            case OPENED, CHECKPOINT, CLOSED ->
                throw new IllegalArgumentException("the trail writes its own " + entry.kind());
            case USE, INTENT, APPLIED, VOIDED, REFUSED, EVENT, EPOCH -> entry;
        };
    }

    private Position take(Draft draft) {
        turn.lock();
        try {
            requireGood();
            ready();
            return place(draft);
        } finally {
            turn.unlock();
        }
    }

    /// Makes the end ready for the next record: room in the segment, and a checkpoint where one is due.
    private void ready() {
        if (size >= settings.segmentBytes()) rotate();
        if (end.checkpointDue()) sign();
    }

    private void rotate() {
        await(head.sequence());
        try {
            var next = recovery.disk().open(recovery.segments().create(end.nextSegment()));
            commit.goOnWith(next);
            file = next;
            size = next.length();
        } catch (IOException e) {
            throw failed(Health.WRITE_FAILED, e);
        }
    }

    private void sign() {
        var signed = end.checkpoint(clock.instant()).signedBy(keys.signer());
        place(Draft.of(new Entry.Checkpointed(signed)));
        note = signed;
    }

    private Position place(Draft draft) {
        var reached = end.seal(draft, clock.wallMicros(), clock.monotonicNanos());
        var bytes = draft.bytes();
        try {
            file.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
        } catch (IOException e) {
            throw failed(Health.WRITE_FAILED, e);
        }
        size += bytes.remaining();
        head = reached;
        commit.wrote(reached.sequence());
        return new Position(recovery.identity().instance(), reached.sequence(), reached.hash());
    }

    private void announce(long tornBytes) {
        turn.lock();
        try {
            ready();
            var identity = recovery.identity();
            place(Draft.of(new Entry.Opened(
                    identity.installation(), identity.instance(), identity.version(), end.head(), tornBytes)));
            await(head.sequence());
        } finally {
            turn.unlock();
        }
    }

    private void await(long sequence) {
        try {
            commit.await(sequence);
        } catch (IOException e) {
            throw failed(Health.FSYNC_FAILED, e);
        }
    }

    private Witness witness() {
        return new Witness("this process", recovery.identity().instance(), head);
    }

    /// A disk that was full is tried again as well.
    private void checkpointInTime() {
        try {
            if (health == Health.WRITE_FAILED) reopen();
            checkpoint();
        } catch (TrailUnavailable _) {
            // Whoever appends is told the same, and is the one who must not go on.
        }
    }

    private void requireGood() {
        if (health != Health.GOOD) throw new TrailUnavailable(health.sentence);
    }

    private TrailUnavailable failed(Health reason, IOException cause) {
        if (health != Health.FSYNC_FAILED) health = reason;
        return new TrailUnavailable(reason.sentence, cause);
    }
}
