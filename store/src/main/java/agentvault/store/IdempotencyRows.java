package agentvault.store;

import agentvault.crypto.Scope;
import agentvault.page.IdempotencyRecord;
import java.util.Set;

final class IdempotencyRows extends RowMap<IdempotencyRecord> {

    IdempotencyRows() {
        super(
                "idempotency",
                IdempotencyRecord.class,
                Set.of(Scope.Kind.SHORT_LIVED),
                "actor key_hash request_hash made expires_at");
    }

    @Override
    void write(IdempotencyRecord known, Values to) {
        to.id("actor", known.actor())
                .octets("key_hash", known.key())
                .octets("request_hash", known.request())
                .id("made", known.made())
                .moment("expires_at", known.until());
    }

    @Override
    IdempotencyRecord read(Cells from) {
        return new IdempotencyRecord(
                from.id("id"),
                from.id("actor"),
                from.octets("key_hash"),
                from.octets("request_hash"),
                from.id("made"),
                from.moment("expires_at"));
    }
}
