package agentvault.store;

import agentvault.workspace.StoreUnavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;

/// A few connections that read, each from the state that was committed when it began.
final class SqliteReaders implements AutoCloseable {

    private static final int MOST = 4;
    private static final long WAIT_SECONDS = 5;
    private static final int WAIT_FOR_OTHERS_MILLIS = 1_000;

    private final Path file;
    private final Dialect dialect;
    private final Semaphore free = new Semaphore(MOST, true);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ConcurrentLinkedDeque<Link> idle = new ConcurrentLinkedDeque<>();

    SqliteReaders(Path file, Dialect dialect) {
        this.file = file;
        this.dialect = dialect;
    }

    <T> T reading(Function<Link, T> work) {
        take(1);
        try {
            var known = idle.pollFirst();
            return read(known == null ? open() : known, work);
        } finally {
            free.release();
        }
    }

    private <T> T read(Link link, Function<Link, T> work) {
        try {
            link.begin("BEGIN");
            return work.apply(link);
        } finally {
            link.rollBack();
            if (link.lost()) link.close();
            else idle.addFirst(link);
        }
    }

    /// Waits for reads that are under way; none begin after it. Closing twice is harmless.
    @Override
    public void close() {
        if (closed.getAndSet(true)) return;
        take(MOST);
        idle.forEach(Link::close);
    }

    private void take(int permits) {
        try {
            if (free.tryAcquire(permits, WAIT_SECONDS, TimeUnit.SECONDS)) return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new StoreUnavailable("the database is closed, or other reads of it took too long");
    }

    private Link open() {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(WAIT_FOR_OTHERS_MILLIS);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        try {
            var link = new Link(config.createConnection("jdbc:sqlite:" + file), dialect);
            link.execute("PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON");
            return link;
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }
}
