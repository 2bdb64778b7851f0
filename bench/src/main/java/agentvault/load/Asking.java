package agentvault.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/// Asking on open lines, each in turn, for a while. In the place of a line that is lost comes a new one.
final class Asking implements Line.Listener {

    private final List<Line> lines;
    private final Opener opener;
    private final int atOnce;
    private final long nanos;
    private final Queue<Line> resting = new ArrayDeque<>();
    private final CompletableFuture<Tally> over = new CompletableFuture<>();
    private Tally tally = new Tally();
    private long end;
    private int underWay;

    Asking(List<Line> lines, Opener opener, int atOnce, Duration time) {
        this.lines = lines;
        this.opener = opener;
        this.atOnce = Math.min(atOnce, lines.size());
        this.nanos = time.toNanos();
    }

    void start() {
        tally = new Tally();
        end = System.nanoTime() + nanos;
        lines.forEach(line -> line.tell(this));
        resting.addAll(lines);
        underWay = atOnce;
        for (int count = 0; count < atOnce; count++) resting.remove().ask();
    }

    CompletableFuture<Tally> over() {
        return over;
    }

    @Override
    public void opened(Line line) {
        lines.add(line);
        resting.add(line);
        goOn();
    }

    @Override
    public void answered(Line line, int status) {
        tally.answered(status, line.asked());
        resting.add(line);
        goOn();
    }

    @Override
    public void lost(Line line, String why) {
        tally.failed(why);
        lines.remove(line);
        if (resting.remove(line)) return;
        if (running()) opener.open(line.trip(), this);
        else goOn();
    }

    private void goOn() {
        var next = running() ? resting.poll() : null;
        if (next != null) next.ask();
        else if (--underWay == 0) over.complete(tally);
    }

    private boolean running() {
        return System.nanoTime() - end < 0;
    }
}
