package agentvault.workspace;

import agentvault.crypto.RowSeal;
import agentvault.id.Id;
import agentvault.trail.Head;
import java.util.List;

/// Keeps the newest [Reckoning] beside the trail, and lets go of the marks that it makes needless.
public final class Reckonings {

    private final Workspace workspace;
    private final Id instance;
    private final RowSeal seals;

    /// @param instance whose trail it is
    public Reckonings(Workspace workspace, Id instance) {
        this.workspace = workspace;
        this.instance = instance;
        this.seals = new RowSeal(workspace.keys());
    }

    /// The one that is kept, if it is genuine and of this chain; else the one before the first entry: whoever takes it
    /// away, or puts an older one back, makes a start longer and nothing else.
    Reckoning newest(History history) {
        return history.kept()
                .flatMap(kept -> Reckoning.open(kept, seals))
                .filter(kept -> kept.instance().equals(instance))
                .filter(kept -> history.hashAt(kept.upTo().sequence())
                        .filter(kept.upTo().hash()::equals)
                        .isPresent())
                .orElse(Reckoning.none(instance));
    }

    /// Brings it up to what is closed and on the disk. A mark answers whether an open intent was applied, so the marks
    /// up to there are of no more use.
    public void advance(History history) {
        var before = newest(history);
        long reach = workspace.trail().settled().sequence();
        var account = new Account(before);
        history.replay(before.upTo().sequence(), recorded -> {
            if (recorded.sequence() <= reach) account.follow(recorded);
        });
        long upTo = account.closedUpTo(reach);
        if (upTo <= before.upTo().sequence()) return;
        var head = new Head(upTo, history.hashAt(upTo).orElseThrow());
        history.keep(account.reckoned(head).sealed(seals));
        workspace.store().write(List.of(), writing -> {
            writing.forget(instance, upTo);
            return Outcome.done(upTo);
        });
    }
}
