package agentvault.traffic;

import agentvault.id.Id;
import java.time.Instant;
import java.util.List;

/// Keeps what passed, for a while.
public interface PassageLog {

    /// A passage in its place: later ones have higher numbers.
    record Kept(long number, Passage passage) {}

    /// A host that no service named, and how often it was asked for.
    record Unmatched(String host, long requests, Instant lastSeen) {

        /// The same host, seen at another time as well.
        public Unmatched and(Unmatched other) {
            var last = lastSeen.isBefore(other.lastSeen) ? other.lastSeen : lastSeen;
            return new Unmatched(host, requests + other.requests, last);
        }
    }

    void keep(List<Passage> passages);

    /// Those that are asked for, the newest first.
    List<Kept> find(PassageFilter filter, int limit);

    /// The hosts of a vault that were let through or refused without a service, the most asked for first.
    List<Unmatched> unmatched(Id vault, int limit);

    /// Forgets what is older, and of each vault what is beyond the newest: some at a time, so that nobody waits long.
    /// What was kept together is forgotten together, so that of each vault somewhat more may stay.
    ///
    /// @param between done after each time
    void forget(Instant before, int keptOfEachVault, Runnable between);
}
