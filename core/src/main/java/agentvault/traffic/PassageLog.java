package agentvault.traffic;

import agentvault.id.Id;
import java.time.Instant;
import java.util.List;

/// Keeps what passed, for a while.
public interface PassageLog {

    /// A passage in its place: later ones have higher numbers.
    record Kept(long number, Passage passage) {}

    /// A host that no service named, and how often it was asked for.
    record Unmatched(String host, long requests, Instant lastSeen) {}

    void keep(List<Passage> passages);

    /// Those that are asked for, the newest first.
    List<Kept> find(PassageFilter filter, int limit);

    /// The hosts of a vault that were let through or refused without a service, the most asked for first.
    List<Unmatched> unmatched(Id vault, int limit);

    /// Forgets what is older, and of each vault all but the newest: some at a time, so that nobody waits long.
    ///
    /// @param between done after each time
    /// @return how many were forgotten
    int forget(Instant before, int keptOfEachVault, Runnable between);
}
