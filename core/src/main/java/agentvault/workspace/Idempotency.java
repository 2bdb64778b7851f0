package agentvault.workspace;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.page.IdempotencyRecord;
import agentvault.trail.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Has a request with an idempotency key carried out once. The key is taken before the request is carried out, so that
/// two of one key are never carried out both.
public final class Idempotency {

    /// How long a key is remembered once its request was carried out.
    public static final Duration KEPT = Duration.ofHours(24);

    /// How long a key waits for the end of its request: much longer than any request takes. What has not ended by then
    /// is taken for lost, and the next one with this key is carried out.
    public static final Duration HELD = Duration.ofMinutes(10);

    private final Workspace workspace;

    public Idempotency(Workspace workspace) {
        this.workspace = workspace;
    }

    /// What a key stands for.
    public sealed interface Claim {
        /// For this request, which is to be carried out now: then [#settle] it, or [#release] it.
        record First(IdempotencyRecord record) implements Claim {}

        /// For this request, which made this.
        record Again(Id made) implements Claim {}

        /// For another request.
        record Other() implements Claim {}

        /// For a request that is being carried out, or whose end was lost less than [#HELD] after its beginning.
        record Unsettled() implements Claim {}
    }

    /// @param request what tells two requests apart, bodies included; a keyed hash of it is kept
    public Claim claim(Caller caller, String key, String request) {
        var hash = IdempotencyRecord.hashed(workspace.keys(), caller.actor(), key);
        var hashed = IdempotencyRecord.hashed(workspace.keys(), caller.actor(), request);
        var outcome = workspace.<Claim>changeFor(errand(caller, "claim"), transaction -> {
            var known = known(transaction, caller.actor(), hash);
            if (known.isPresent()) {
                var replay = known.get().replayed(hashed, transaction.now());
                if (replay != IdempotencyRecord.Replay.FORGOTTEN) return Outcome.done(seen(known.get(), replay));
                transaction.remove(known.get());
            }
            var record = new IdempotencyRecord(
                    transaction.random().id(),
                    caller.actor(),
                    hash,
                    hashed,
                    Entry.NONE,
                    transaction.now().plus(HELD));
            transaction.insert(record);
            return Outcome.done(new Claim.First(record));
        });
        return switch (outcome) {
            case Outcome.Done<Claim>(var claim) -> claim;
            case Outcome.Refused<Claim> _ -> new Claim.Unsettled();
        };
    }

    private static Claim seen(IdempotencyRecord record, IdempotencyRecord.Replay replay) {
        if (replay == IdempotencyRecord.Replay.OTHER) return new Claim.Other();
        return record.made().equals(Entry.NONE) ? new Claim.Unsettled() : new Claim.Again(record.made());
    }

    /// Remembers what a request made, unless it took so long that another one has its key: that one's answer stays.
    public void settle(Caller caller, Claim.First first, Id made) {
        var mine = first.record();
        var _ = workspace.<Id>changeFor(errand(caller, "settle"), transaction -> {
            var found = known(transaction, mine.actor(), mine.key());
            if (found.filter(record -> !record.id().equals(mine.id())).isPresent())
                return Outcome.refused(Problem.Code.CONFLICT, "Another request has this idempotency key.");
            var settled = mine.settled(made, transaction.now().plus(KEPT));
            found.ifPresentOrElse(record -> transaction.replace(record, settled), () -> transaction.insert(settled));
            return Outcome.done(made);
        });
    }

    /// Forgets a key whose request changed nothing.
    public void release(Caller caller, Claim.First first) {
        var mine = first.record();
        var _ = workspace.<Id>changeFor(errand(caller, "release"), transaction -> {
            transaction
                    .contents(mine.scope())
                    .find(IdempotencyRecord.class, mine.id())
                    .ifPresent(transaction::remove);
            return Outcome.done(mine.id());
        });
    }

    private static Optional<IdempotencyRecord> known(Transaction transaction, Id actor, Octets key) {
        return transaction
                .contents(Scope.shortLived(actor))
                .one(
                        IdempotencyRecord.class,
                        record -> record.actor().equals(actor) && record.key().equals(key));
    }

    private static Workspace.Errand errand(Caller caller, String how) {
        return new Workspace.Errand(
                caller.actor(),
                "IDEMPOTENCY",
                caller.face(),
                List.of(Scope.shortLived(caller.actor())),
                List.of(),
                how);
    }
}
