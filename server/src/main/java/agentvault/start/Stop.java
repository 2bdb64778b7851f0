package agentvault.start;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for somebody to stop the process by a signal, and lets it end well.
final class Stop {

    /// After the drain, what is open is closed in less.
    private static final Duration PATIENCE = StartServer.DRAIN.plusSeconds(10);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    /// From now on a signal asks, and the process ends only when [#done] was called.
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::ended, "stop"));
    }

    void await() {
        try {
            asked.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void done() {
        done.countDown();
    }

    /// Ends with 0 what would else end with the number of the signal.
    private void ended() {
        asked.countDown();
        try {
            if (done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                Runtime.getRuntime().halt(0);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
