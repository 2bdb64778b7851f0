package agentvault.files;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/// Lets callers that wait for the disk at the same time share one fsync. An fsync that failed is never tried again: the
/// kernel may have dropped what it could not write.
final class GroupCommit {

    private final ReentrantLock lock = new ReentrantLock();
    private SegmentFile file;
    private long durable;
    private boolean failed;
    private volatile long written;

    GroupCommit(SegmentFile file) {
        this.file = file;
    }

    void wrote(long sequence) {
        written = sequence;
    }

    /// Returns when the record is on the disk.
    void await(long sequence) throws IOException {
        lock.lock();
        try {
            if (durable >= sequence) return;
            if (failed) throw new IOException("an earlier fsync failed");
            long reached = written;
            failed = true;
            file.force();
            failed = false;
            durable = reached;
        } finally {
            lock.unlock();
        }
    }

    /// Goes on with another file, after everything in this one is on the disk.
    void goOnWith(SegmentFile next) throws IOException {
        lock.lock();
        try {
            file.close();
            file = next;
        } finally {
            lock.unlock();
        }
    }
}
