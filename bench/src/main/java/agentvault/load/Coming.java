package agentvault.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Coming anew for each request, for a while: a line is opened, asks once and is closed. What is counted is the whole.
final class Coming implements Line.Listener {

    private final Supplier<Trip> trips;
    private final Opener opener;
    private final int atOnce;
    private final long nanos;
    private final CompletableFuture<Tally> over = new CompletableFuture<>();
    private Tally tally = new Tally();
    private long end;
    private int underWay;

    Coming(Supplier<Trip> trips, Opener opener, int atOnce, Duration time) {
        this.trips = trips;
        this.opener = opener;
        this.atOnce = atOnce;
        this.nanos = time.toNanos();
    }

    void start() {
        tally = new Tally();
        end = System.nanoTime() + nanos;
        underWay = atOnce;
        for (int count = 0; count < atOnce; count++) opener.open(trips.get(), this);
    }

    CompletableFuture<Tally> over() {
        return over;
    }

    @Override
    public void opened(Line line) {
        line.ask();
    }

    @Override
    public void answered(Line line, int status) {
        tally.answered(status, line.begun());
        line.close();
        goOn();
    }

    @Override
    public void lost(Line line, String why) {
        tally.failed(why);
        goOn();
    }

    private void goOn() {
        if (System.nanoTime() - end < 0) opener.open(trips.get(), this);
        else if (--underWay == 0) over.complete(tally);
    }
}
