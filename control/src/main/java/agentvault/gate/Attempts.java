package agentvault.gate;

import agentvault.access.Throttle;
import agentvault.crypto.Hash;
import agentvault.route.Trouble;
import agentvault.route.Visit;
import agentvault.wire.Answer;
import agentvault.wire.Peer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Slows down whoever guesses passwords, codes and tokens: by where they come from and by whom they try to be.
public final class Attempts {

    private static final int KEYS = 10_000;

    private final Throttle byAddress;
    private final Throttle byName;

    public Attempts(Supplier<Throttle.Rate> rate, InstantSource clock) {
        byAddress = new Throttle(rate, clock, KEYS);
        byName = new Throttle(rate, clock, KEYS);
    }

    /// Counts one from there; leaves with 429 if it is one too many.
    public Throttle.Attempt from(Visit visit, String purpose) {
        return allowed(byAddress.attempt(purpose + " " + Peer.network(visit.address())));
    }

    /// Counts one from there and for this name, however long the name is.
    public Throttle.Attempt from(Visit visit, String purpose, String name) {
        var digest = HexFormat.of()
                .formatHex(Hash.sha256(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
        return Stream.of(from(visit, purpose), allowed(byName.attempt(purpose + " " + digest)))
                .min(Comparator.comparingInt(Throttle.Attempt::left))
                .orElseThrow();
    }

    /// Tells the client how many more there are.
    public static Answer counted(Answer answer, Throttle.Attempt attempt) {
        return answer.with("X-RateLimit-Limit", Integer.toString(attempt.rate().most()))
                .with("X-RateLimit-Remaining", Integer.toString(attempt.left()));
    }

    private static Throttle.Attempt allowed(Throttle.Attempt attempt) {
        if (!attempt.tooMany()) return attempt;
        long seconds = Math.max(1, attempt.delay().plus(Duration.ofMillis(999)).toSeconds());
        throw Trouble.coded(429, "too_many_requests", "Too many attempts: try again in " + seconds + " seconds.")
                .header("Retry-After", Long.toString(seconds))
                .header("X-RateLimit-Limit", Integer.toString(attempt.rate().most()))
                .header("X-RateLimit-Remaining", "0")
                .declined();
    }
}
