package agentvault.server;

import agentvault.log.Event;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.trail.TrailUnavailable;
import agentvault.workspace.StoreUnavailable;
import agentvault.workspace.Workspace;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What a server does by itself from time to time. What fails is done the next time.
final class Upkeep implements AutoCloseable {

    private static final int CONFIRM_MILLIS = 1_000;
    private static final int TIDY_MILLIS = 30_000;

    private final Workspace workspace;
    private final Log log;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("upkeep-", 0).factory());
    private volatile boolean answering = true;

    private Upkeep(Workspace workspace, Log log) {
        this.workspace = workspace;
        this.log = log;
    }

    /// Confirms once before it returns, so that whoever comes first is known.
    static Upkeep start(Workspace workspace, Log log) {
        var upkeep = new Upkeep(workspace, log);
        upkeep.confirm();
        upkeep.every(CONFIRM_MILLIS, upkeep::confirm);
        upkeep.every(TIDY_MILLIS, upkeep::tidy);
        return upkeep;
    }

    /// Whether the database answered the last time.
    boolean answering() {
        return answering;
    }

    private void every(int millis, Runnable work) {
        var _ = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException failure) {
                        log.tell(Event.of(Level.ERROR, "upkeep_failed").with(failure));
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /// What other servers changed holds here from now on.
    private void confirm() {
        try {
            workspace.authentication().confirm();
            if (!answering) log.tell(Event.of(Level.INFO, "database_back"));
            answering = true;
        } catch (StoreUnavailable e) {
            if (answering) log.tell(Event.of(Level.WARN, "database_gone").with("why", String.valueOf(e.getMessage())));
            answering = false;
        }
    }

    private void tidy() {
        try {
            workspace.logins().used(workspace.authentication().takeUses());
            workspace.proposals().expireLate();
        } catch (StoreUnavailable | TrailUnavailable e) {
            log.tell(Event.of(Level.WARN, "tidying_put_off").with("why", String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        tidy();
    }
}
