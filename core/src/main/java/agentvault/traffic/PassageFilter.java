package agentvault.traffic;

import agentvault.id.Id;
import java.util.Optional;

/// Which passages are asked for.
///
/// @param before and `after` are numbers, neither of them included
public record PassageFilter(
        Id vault,
        Optional<Passage.Way> way,
        Optional<Outcome> outcome,
        Optional<String> service,
        long before,
        long after) {

    /// What came of it, in broad classes.
    public enum Outcome {
        SUCCEEDED(200, 299),
        REDIRECTED(300, 399),
        REFUSED(400, 499),
        FAILED(500, 599),
        /// Stopped here, not by the server that was asked.
        STOPPED(0, 999);

        private final int least;
        private final int most;

        Outcome(int least, int most) {
            this.least = least;
            this.most = most;
        }

        public int least() {
            return least;
        }

        public int most() {
            return most;
        }
    }

    public static PassageFilter of(Id vault) {
        return new PassageFilter(vault, Optional.empty(), Optional.empty(), Optional.empty(), Long.MAX_VALUE, 0);
    }
}
