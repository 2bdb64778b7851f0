package agentvault.workspace;

import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.page.IdempotencyRecord;
import agentvault.trail.Entry;
import java.time.Duration;
import java.util.List;

/// Has a request with an idempotency key carried out once. The key is taken before the request is carried out, so that
/// two of one key are never carried out both.
public final class Idempotency {

    /// How long a key is remembered.
    public static final Duration KEPT = Duration.ofHours(24);

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

        /// For a request that is being carried out, or whose end was lost.
        record Unsettled() implements Claim {}
    }

    /// @param request what tells two requests apart, bodies included; a keyed hash of it is kept
    public Claim claim(Caller caller, String key, String request) {
        var hash = IdempotencyRecord.hashed(workspace.keys(), caller.actor(), key);
        var hashed = IdempotencyRecord.hashed(workspace.keys(), caller.actor(), request);
        var outcome = workspace.<Claim>changeFor(errand(caller, "claim"), transaction -> {
            var known = transaction
                    .contents(Scope.shortLived(caller.actor()))
                    .one(
                            IdempotencyRecord.class,
                            record -> record.actor().equals(caller.actor())
                                    && record.key().equals(hash));
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
                    transaction.now().plus(KEPT));
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

    /// Remembers what the first request made.
    public void settle(Caller caller, Claim.First first, Id made) {
        var _ = workspace.<Id>changeFor(errand(caller, "settle"), transaction -> {
            var before = first.record();
            transaction.replace(
                    before,
                    new IdempotencyRecord(
                            before.id(), before.actor(), before.key(), before.request(), made, before.until()));
            return Outcome.done(made);
        });
    }

    /// Forgets a key whose request changed nothing.
    public void release(Caller caller, Claim.First first) {
        var _ = workspace.<Id>changeFor(errand(caller, "release"), transaction -> {
            transaction.remove(first.record());
            return Outcome.done(first.record().id());
        });
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
