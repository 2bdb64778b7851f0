package agentvault.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/// Opening lines and asking once on each, some at a time. One that is lost meanwhile ends it.
final class Opening implements Line.Listener {

    private static final int AT_ONCE = 32;

    private final Queue<Trip> left;
    private final int wanted;
    private final Opener opener;
    private final List<Line> open = new ArrayList<>();
    private final CompletableFuture<Collection<Line>> over = new CompletableFuture<>();

    Opening(List<Trip> trips, Opener opener) {
        this.left = new ArrayDeque<>(trips);
        this.wanted = trips.size();
        this.opener = opener;
    }

    void start() {
        for (int count = 0; count < AT_ONCE; count++) next();
    }

    private void next() {
        var trip = left.poll();
        if (trip != null) opener.open(trip, this);
    }

    CompletableFuture<Collection<Line>> over() {
        return over;
    }

    @Override
    public void opened(Line line) {
        line.ask();
    }

    @Override
    public void answered(Line line, int status) {
        if (status != Tally.OK) {
            lost(line, "answered " + status);
            return;
        }
        open.add(line);
        if (open.size() == wanted) over.complete(open);
        else next();
    }

    @Override
    public void lost(Line line, String why) {
        over.completeExceptionally(new IllegalStateException(
                "connection " + (open.size() + 1) + " to " + line.trip().dialled() + ": " + why));
    }
}
