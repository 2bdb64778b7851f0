package agentvault.trail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The intents of a chain that are neither applied nor voided yet, as far as it has been read. For one thread.
public final class OpenIntents {

    private final Map<Long, Recorded> open = new LinkedHashMap<>();

    public void see(Recorded recorded) {
        switch (recorded.entry()) {
            case Entry.Intent _ -> open.put(recorded.sequence(), recorded);
            case Entry.Applied(var intent, var _) -> open.remove(intent);
            case Entry.Voided(var intent) -> open.remove(intent);
            case Entry.Opened _,
                    Entry.Use _,
                    Entry.Refused _,
                    Entry.Event _,
                    Entry.Epoch _,
                    Entry.Checkpointed _,
                    Entry.Closed _ -> {}
        }
    }

    /// Oldest first.
    public List<Recorded> list() {
        return List.copyOf(open.values());
    }

    /// The sequence of the oldest open intent, or the one given if none is open.
    public long oldestOr(long sequence) {
        return open.isEmpty() ? sequence : open.keySet().iterator().next();
    }
}
