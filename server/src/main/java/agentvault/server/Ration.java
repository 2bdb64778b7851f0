package agentvault.server;

import java.time.Instant;

/// So many in each second, and a count of those that were left out.
final class Ration {

    private final int perSecond;
    private long second;
    private int granted;
    private long leftOut;

    Ration(int perSecond) {
        this.perSecond = perSecond;
    }

    sealed interface Answer {
        /// @param leftOut how many were denied since the last second in which one was
        record Granted(long leftOut) implements Answer {}

        record Denied() implements Answer {}
    }

    synchronized Answer at(Instant now) {
        if (now.getEpochSecond() != second) {
            second = now.getEpochSecond();
            granted = 0;
        }
        if (granted == perSecond) {
            leftOut++;
            return new Answer.Denied();
        }
        granted++;
        long before = leftOut;
        leftOut = 0;
        return new Answer.Granted(before);
    }
}
