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

        boolean is(Passage.Fate fate) {
            int status = fate.status();
            return least <= status
                    && status <= most
                    && (this != STOPPED || !fate.code().isEmpty());
        }
    }

    public boolean lets(PassageLog.Kept kept) {
        var passage = kept.passage();
        return kept.number() < before
                && kept.number() > after
                && way.filter(one -> one != passage.way()).isEmpty()
                && service.filter(one -> !one.equals(passage.fate().service())).isEmpty()
                && outcome.filter(one -> !one.is(passage.fate())).isEmpty();
    }

    public static PassageFilter of(Id vault) {
        return new PassageFilter(vault, Optional.empty(), Optional.empty(), Optional.empty(), Long.MAX_VALUE, 0);
    }
}
