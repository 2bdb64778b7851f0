package agentvault.wire;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Takes the bytes of a body from the event loop to the thread of the handler. It takes a window of bytes ahead of the
/// reader; the connection stops reading while the pipe is full. A reader waits as long as the connection lets the
/// client
/// take: it ends or breaks the pipe in any case.
final class BodyPipe {

    static final int WINDOW = 64 * 1024;

    private static final byte[] END = {};

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private final Runnable wanted;
    private int at;
    private int held;
    private boolean ended;
    private boolean discarding;
    private @Nullable RuntimeException broken;

    /// @param wanted is told, on the reader's thread, that the reader waits or that there is room again
    BodyPipe(Runnable wanted) {
        this.wanted = wanted;
    }

    boolean full() {
        lock.lock();
        try {
            return held >= WINDOW;
        } finally {
            lock.unlock();
        }
    }

    void offer(byte[] piece) {
        change(() -> {
            if (discarding) return;
            pieces.add(piece);
            held += piece.length;
        });
    }

    void end() {
        change(() -> ended = true);
    }

    /// Nobody reads any more: what comes is dropped.
    void discard() {
        change(() -> {
            discarding = true;
            clear();
        });
    }

    /// What was not read yet is lost, and readers get the cause.
    void fail(RuntimeException cause) {
        change(() -> {
            if (ended) return;
            broken = cause;
            clear();
        });
    }

    private void clear() {
        pieces.clear();
        at = held = 0;
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next bytes; none are the end.
    byte[] take() {
        lock.lock();
        try {
            if (!await()) return END;
            byte[] piece = pieces.remove();
            byte[] rest = at == 0 ? piece : Arrays.copyOfRange(piece, at, piece.length);
            at = 0;
            taken(rest.length);
            return rest;
        } finally {
            lock.unlock();
        }
    }

    int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) return 0;
        lock.lock();
        try {
            if (!await()) return -1;
            byte[] piece = pieces.element();
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, into, offset, count);
            at += count;
            if (at == piece.length) {
                pieces.remove();
                at = 0;
            }
            taken(count);
            return count;
        } finally {
            lock.unlock();
        }
    }

    private boolean await() {
        boolean asked = false;
        while (pieces.isEmpty()) {
            if (broken != null) throw broken;
            if (ended) return false;
            if (!asked) wanted.run();
            asked = true;
            changed.awaitUninterruptibly();
        }
        return true;
    }

    private void taken(int count) {
        boolean full = held >= WINDOW;
        held -= count;
        if (full && held < WINDOW) wanted.run();
    }
}
