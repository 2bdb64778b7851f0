package agentvault.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/// Whether the client of an exchange is still there, and who wants to know when it leaves.
final class Presence {

    private final Executor threads;
    private final List<Runnable> callbacks = new ArrayList<>();
    private boolean gone;

    Presence(Executor threads) {
        this.threads = threads;
    }

    synchronized boolean gone() {
        return gone;
    }

    synchronized void onGone(Runnable callback) {
        if (gone) threads.execute(callback);
        else callbacks.add(callback);
    }

    synchronized void leave() {
        if (gone) return;
        gone = true;
        callbacks.forEach(threads::execute);
        callbacks.clear();
    }
}
