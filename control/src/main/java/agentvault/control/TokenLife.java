package agentvault.control;

import agentvault.document.Members;
import java.time.Duration;

/// Reads how long an agent's token is to hold.
final class TokenLife {

    private static final long LEAST = 300;
    private static final long MOST = 604_800;

    private TokenLife() {}

    /// Zero if nothing is said: then it does not end. What is out of bounds is brought within them, as it always was.
    static Duration read(Members body) {
        long seconds =
                body.maybeNumber("session_ttl_seconds", 0, Integer.MAX_VALUE).orElse(0L);
        return seconds == 0 ? Duration.ZERO : Duration.ofSeconds(Math.clamp(seconds, LEAST, MOST));
    }
}
