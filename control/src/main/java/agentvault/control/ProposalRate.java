package agentvault.control;

import agentvault.access.Throttle;
import agentvault.id.Id;
import agentvault.route.Trouble;
import java.time.Duration;
import java.time.InstantSource;

/// How often an agent may ask: thirty times in five minutes, so that nobody is worn out who has to decide and is told
/// of each. What it withdraws counts as well.
record ProposalRate(Throttle throttle) {

    static final Throttle.Rate RATE = new Throttle.Rate(30, Duration.ofMinutes(5));

    private static final int AGENTS = 10_000;

    static ProposalRate by(InstantSource clock) {
        return new ProposalRate(new Throttle(() -> RATE, clock, AGENTS));
    }

    /// Counts one more; leaves with 429 if it is one too many.
    void count(Id agent) {
        var attempt = throttle.attempt(agent.toString());
        if (!attempt.tooMany()) return;
        long seconds = Math.max(1, attempt.delay().plusMillis(999).toSeconds());
        throw Trouble.of(429, "too_many_proposals", "Too many proposals: the next one in " + seconds + " seconds")
                .hinting("Ask for all that you need in one proposal.")
                .header("Retry-After", Long.toString(seconds))
                .declined();
    }
}
