package agentvault.workspace;

import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.trail.ScopeCounter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What makes a trail go on with a database that was brought back: a new epoch, which says the change that each scope
/// is
/// at from now on. Without it the next start would find the database older than the trail, as after an attack.
public final class Restoration {

    private static final int COUNTERS_IN_AN_ENTRY = 1_000;

    private final Workspace workspace;
    private final Id instance;

    /// @param instance whose trail it is
    public Restoration(Workspace workspace, Id instance) {
        this.workspace = workspace;
        this.instance = instance;
    }

    /// Records the epoch, on the disk when this returns. The database must have been checked before.
    ///
    /// @param epoch the number after the trail's last one
    public void open(History history, long epoch, String reason) {
        var counters = counters(history);
        int from = 0;
        do {
            int to = Math.min(counters.size(), from + COUNTERS_IN_AN_ENTRY);
            workspace.trail().appendDurably(new Entry.Epoch(epoch, reason, counters.subList(from, to)));
            from = to;
        } while (from < counters.size());
    }

    /// Every scope that the database or the trail knows. One that was made after the backup has no changes any more.
    private List<ScopeCounter> counters(History history) {
        var known = new Account(Reckoning.none(instance));
        history.replay(0, known::follow);
        Map<Id, Long> counters = new HashMap<>();
        known.counters(Long.MAX_VALUE).keySet().forEach(scope -> counters.put(scope, 0L));
        workspace
                .lookByItself(view -> view.reading().manifests())
                .forEach(manifest -> counters.put(manifest.scope().id(), manifest.counter()));
        var sorted = new ArrayList<ScopeCounter>();
        counters.forEach((scope, counter) -> sorted.add(new ScopeCounter(scope, counter)));
        sorted.sort(Comparator.comparing(each -> each.scope().toString()));
        return List.copyOf(sorted);
    }
}
