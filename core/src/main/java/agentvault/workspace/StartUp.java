package agentvault.workspace;

import agentvault.crypto.Octets;
import agentvault.crypto.RowSeal;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.trail.ScopeCounter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Brings trail and database together at a start: closes what was under way, and finds what somebody set back.
public final class StartUp {

    private final Workspace workspace;
    private final Id instance;
    private final RowSeal seals;
    private final List<Finding> findings = new ArrayList<>();

    /// @param instance whose trail this is
    public StartUp(Workspace workspace, Id instance) {
        this.workspace = workspace;
        this.instance = instance;
        this.seals = new RowSeal(workspace.keys());
    }

    /// @param applied intents whose change had reached the database
    /// @param voided intents whose change had not
    /// @param findings what does not fit; none of it is used until it is restored
    public record Report(int applied, int voided, List<Finding> findings) {}

    /// Reads what the trail says since the last start that found nothing wrong. The marks of intents that are open make
    /// the difference between applied and void.
    public Report reconcile(History history) {
        var reckonings = new Reckonings(workspace, instance);
        var before = reckonings.newest(history);
        var account = new Account(before);
        history.replay(before.upTo().sequence(), account::follow);
        var counters = account.counters(Long.MAX_VALUE);
        int applied = closeIntents(account.open(), counters);
        checkAnchor(history);
        checkCounters(counters);
        findings.addAll(new Check(workspace).all());
        if (findings.isEmpty()) reckonings.advance(history);
        return new Report(applied, account.open().size() - applied, List.copyOf(findings));
    }

    /// An intent was carried out if, and only if, its transaction left its mark.
    private int closeIntents(List<Long> open, Map<Id, Long> counters) {
        var marks = genuineMarks();
        int applied = 0;
        for (long intent : open) {
            var reached = marks.stream()
                    .filter(mark -> mark.sequence() == intent)
                    .map(mark -> new ScopeCounter(mark.scope().id(), mark.counter()))
                    .toList();
            if (reached.isEmpty()) {
                workspace.trail().append(new Entry.Voided(intent));
                continue;
            }
            workspace.trail().append(new Entry.Applied(intent, reached));
            reached.forEach(counter -> counters.merge(counter.scope(), counter.counter(), Math::max));
            applied++;
        }
        return applied;
    }

    private List<Store.Mark> genuineMarks() {
        var stored = workspace.lookByItself(view -> view.reading().marks(instance));
        stored.stream()
                .filter(mark -> !TrailTies.genuine(seals, mark))
                .map(mark -> new Finding("mark/" + instance + "/" + mark.sequence(), "the row was changed"))
                .forEach(findings::add);
        return stored.stream().filter(mark -> TrailTies.genuine(seals, mark)).toList();
    }

    private void checkAnchor(History history) {
        var anchor = workspace.lookByItself(view -> view.reading().anchor(instance));
        if (anchor.isEmpty() || !TrailTies.genuine(seals, anchor.get())) return; // Check names it
        var hash = history.hashAt(anchor.get().sequence());
        if (hash.isEmpty()) {
            findings.add(new Finding(
                    "trail/" + instance,
                    "the trail is older than the database, which knows entry "
                            + anchor.get().sequence()));
            return;
        }
        if (!Octets.of(hash.get().bytes()).equals(anchor.get().head())) {
            findings.add(new Finding(
                    "trail/" + instance,
                    "entry " + anchor.get().sequence() + " is not the one that the database knows"));
        }
    }

    private void checkCounters(Map<Id, Long> counters) {
        var stored = new HashMap<Id, Long>();
        workspace
                .lookByItself(view -> view.reading().manifests())
                .forEach(manifest -> stored.put(manifest.scope().id(), manifest.counter()));
        counters.forEach((scope, reached) -> {
            long found = stored.getOrDefault(scope, 0L);
            if (found < reached) {
                findings.add(new Finding(
                        "scope/" + scope,
                        "the database is older than the trail: it is at change " + found + ", the trail at "
                                + reached));
            }
        });
    }
}
