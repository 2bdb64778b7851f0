package agentvault.access;

import agentvault.id.Id;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A short-lived token that was exchanged for an API key, as it is signed. It is kept nowhere: it holds as long as its
/// time is not over and the key shows what it showed then.
///
/// @param key the API key, as an actor
/// @param shown the token of the key that it was exchanged for
public record ExchangedToken(Id id, Id key, Id shown, Mandate mandate, Instant madeAt, Instant endsAt) {

    public ExchangedToken {
        madeAt = madeAt.truncatedTo(ChronoUnit.SECONDS);
        endsAt = endsAt.truncatedTo(ChronoUnit.SECONDS);
        if (!endsAt.isAfter(madeAt)) throw new IllegalArgumentException("a token ends after it was made");
    }

    public boolean live(Instant now) {
        return now.isBefore(endsAt);
    }
}
