package agentvault.page;

import agentvault.crypto.Canonical;
import agentvault.crypto.Hash;
import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Stamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// That a request with an idempotency key was carried out or is being carried out, by whom, and what it made. It holds
/// keyed hashes of the key and the request and no body: a replay reads the object again.
///
/// @param made the object that the first request made or changed; none while it is being carried out
public record IdempotencyRecord(Id id, Id actor, Octets key, Octets request, Id made, Instant until)
        implements SealedRow {

    public IdempotencyRecord {
        until = until.truncatedTo(ChronoUnit.MICROS);
    }

    /// What a request with a key that was seen before is.
    public enum Replay {
        /// The same request: answer with what it made.
        SAME,
        /// Another request under the same key: 409.
        OTHER,
        /// Too old to count.
        FORGOTTEN
    }

    public static Octets hashed(KeyRing keys, Id actor, String text) {
        byte[] message = Canonical.of("idempotency", 1).id(actor).text(text).bytes();
        return Octets.of(Hash.hmac(keys.current(KeyUse.TOKEN_PEPPER).material(), message));
    }

    public Replay replayed(Octets again, Instant now) {
        if (!now.isBefore(until)) return Replay.FORGOTTEN;
        return again.equals(request) ? Replay.SAME : Replay.OTHER;
    }

    /// The request was carried out.
    public IdempotencyRecord settled(Id object, Instant end) {
        return new IdempotencyRecord(id, actor, key, request, object, end);
    }

    @Override
    public Scope scope() {
        return Scope.shortLived(actor);
    }

    @Override
    public String table() {
        return "idempotency";
    }

    @Override
    public byte[] canonical() {
        return row(1).id(actor)
                .bytes(key.bytes())
                .bytes(request.bytes())
                .id(made)
                .number(Stamp.micros(until))
                .bytes();
    }
}
