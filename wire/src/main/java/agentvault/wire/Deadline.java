package agentvault.wire;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One moment at which something happens, moved about at little cost: a later moment reuses the timer that is set.
/// Belongs to an event loop.
final class Deadline {

    private static final long NEVER = Long.MAX_VALUE;

    private final EventLoop loop;
    private final Runnable action;
    private long due = NEVER;
    private long set = NEVER;
    private @Nullable Future<?> timer;

    Deadline(EventLoop loop, Runnable action) {
        this.loop = loop;
        this.action = action;
    }

    void in(Duration time) {
        due = now() + time.toNanos();
        if (timer != null && set <= due) return;
        stop();
        start();
    }

    void never() {
        due = NEVER;
    }

    /// Lets go of the timer, too.
    void stop() {
        if (timer != null) timer.cancel(false);
        timer = null;
    }

    private void start() {
        set = due;
        timer = loop.schedule(this::ring, Math.max(0, due - now()), TimeUnit.NANOSECONDS);
    }

    private void ring() {
        timer = null;
        if (due == NEVER) return;
        if (due > now()) {
            start();
            return;
        }
        due = NEVER;
        action.run();
    }

    /// The event loop's own count, which starts near zero.
    private long now() {
        return loop.ticker().nanoTime() - loop.ticker().initialNanoTime();
    }
}
