package agentvault.workspace;

import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.trail.Head;
import agentvault.trail.Recorded;
import agentvault.trail.ScopeCounter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A reckoning that goes on with the entries after it. For one thread.
final class Account {

    private final Reckoning from;
    private final SortedMap<Long, Entry.Intent> open = new TreeMap<>();
    private final List<Reached> reached = new ArrayList<>();

    /// What the entry of this sequence says about scopes.
    private record Reached(long sequence, List<ScopeCounter> counters) {}

    Account(Reckoning from) {
        this.from = from;
    }

    /// Takes the next entry.
    void follow(Recorded recorded) {
        switch (recorded.entry()) {
            case Entry.Intent intent -> open.put(recorded.sequence(), intent);
            case Entry.Voided(var intent) -> open.remove(intent);
            case Entry.Applied(var intent, var counters) -> {
                open.remove(intent);
                reached.add(new Reached(recorded.sequence(), counters));
            }
            case Entry.Epoch(var _, var _, var accepted) -> reached.add(new Reached(recorded.sequence(), accepted));
            case Entry.Opened _, Entry.Use _, Entry.Refused _, Entry.Event _, Entry.Checkpointed _, Entry.Closed _ -> {}
        }
    }

    /// The sequences of intents without an outcome.
    List<Long> open() {
        return List.copyOf(open.keySet());
    }

    /// The last entry up to this one before which every intent has its outcome.
    long closedUpTo(long most) {
        return open.isEmpty() ? most : Math.min(most, open.firstKey() - 1);
    }

    /// The change that each scope was at after this entry.
    Map<Id, Long> counters(long upTo) {
        var counters = new HashMap<>(from.counters());
        reached.stream()
                .filter(entry -> entry.sequence() <= upTo)
                .flatMap(entry -> entry.counters().stream())
                .forEach(counter -> counters.put(counter.scope(), counter.counter()));
        return counters;
    }

    Reckoning reckoned(Head upTo) {
        return new Reckoning(from.instance(), upTo, counters(upTo.sequence()));
    }
}
