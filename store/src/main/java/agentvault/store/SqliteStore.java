package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.workspace.Finding;
import agentvault.workspace.StoreUnavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;

/// The store in a file beside the server. One connection writes, a few read; a commit is one write to the log and one
/// fsync. A commit that destroyed something sealed also empties the log into the file and looks through the file for
/// what
/// is left of it; a server that was killed before it could do so is made up for when the file is opened again.
public final class SqliteStore extends SqlStore {

    private static final long WAIT_TO_WRITE_SECONDS = 10;
    private static final int WAIT_FOR_OTHERS_MILLIS = 1_000;
    private static final int WAIT_FOR_READERS_MILLIS = 50;

    private final Path file;
    private final SqliteDialect dialect;
    private final Link writer;
    private final SqliteReaders readers;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicBoolean wiping = new AtomicBoolean();
    private final List<Octets> gone = new ArrayList<>();
    private volatile boolean failed;

    private SqliteStore(Path file, SqliteDialect dialect) {
        this.file = file;
        this.dialect = dialect;
        writer = openWriter(file, dialect);
        readers = new SqliteReaders(file, dialect);
    }

    /// Opens a database file of ours, or makes one; brings it to the schema of this version.
    public static SqliteStore open(Path file) {
        return open(file, SqliteDialect.MIGRATIONS);
    }

    static SqliteStore open(Path file, List<String> migrations) {
        SqliteFile.prepare(file);
        boolean killed = SqliteFile.logOf(file) > 0;
        var store = new SqliteStore(file, new SqliteDialect(migrations));
        try {
            Migrations.run(store, store.dialect);
            if (killed) store.rebuild();
            store.wipe();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Looks for malformed pages, indexes that differ from their tables, and a schema that differs from ours. Places
    /// are pages, indexes, tables and columns.
    public List<Finding> check() {
        return reading(SqliteCheck::findings);
    }

    @Override
    <T> T reading(Function<Link, T> work) {
        requireUsable();
        try {
            return readers.reading(work);
        } finally {
            if (wiping.get()) wipeUnlessBusy();
        }
    }

    @Override
    <T> T changing(Hold hold, Function<Link, Attempt<T>> work) {
        lock();
        try {
            requireUsable();
            writer.begin("BEGIN IMMEDIATE");
            var attempt = attempted(work);
            if (attempt.commit()) gone.addAll(attempt.destroyed());
            if (!gone.isEmpty()) wipe();
            return attempt.result();
        } finally {
            writing.unlock();
        }
    }

    private <T> Attempt<T> attempted(Function<Link, Attempt<T>> work) {
        boolean over = false;
        try {
            var attempt = work.apply(writer);
            if (attempt.commit()) writer.commit();
            over = attempt.commit();
            return attempt;
        } catch (RuntimeException e) {
            if (SqliteDialect.deviceFailed(e)) failed = true;
            throw e;
        } finally {
            if (!over) writer.rollBack();
        }
    }

    /// Makes sure that what was destroyed is in no file. Readers that still look at old pages put it off.
    private void wipe() {
        wiping.set(true);
        try {
            if (!logEmptied()) return;
            if (SqliteTraces.in(file, gone)) {
                rebuild();
                if (!logEmptied()) return;
            }
            gone.clear();
            wiping.set(false);
        } catch (StoreUnavailable e) {
            if (SqliteDialect.deviceFailed(e)) failed = true; // the change before it is committed all the same
        }
    }

    /// Writes the whole file anew, which no other statement of the connection may stand beside.
    private void rebuild() {
        writer.closeStatements();
        writer.execute("VACUUM");
    }

    /// Moves the log into the file and cuts it to nothing.
    private boolean logEmptied() {
        writer.execute("PRAGMA busy_timeout = " + WAIT_FOR_READERS_MILLIS);
        try {
            return writer.one("PRAGMA wal_checkpoint(TRUNCATE)", _ -> {}, results -> results.getInt(1) == 0)
                    .orElse(false);
        } finally {
            writer.execute("PRAGMA busy_timeout = " + WAIT_FOR_OTHERS_MILLIS);
        }
    }

    private void wipeUnlessBusy() {
        if (writing.isHeldByCurrentThread() || !writing.tryLock()) return;
        try {
            if (!failed) wipe();
        } finally {
            writing.unlock();
        }
    }

    private void lock() {
        try {
            if (writing.tryLock(WAIT_TO_WRITE_SECONDS, TimeUnit.SECONDS)) return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new StoreUnavailable("other changes of the database took too long");
    }

    private void requireUsable() {
        if (failed) {
            throw new StoreUnavailable(
                    "the disk of the database failed: nothing is read or written until the server is started again");
        }
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }

    private static Link openWriter(Path file, SqliteDialect dialect) {
        var config = new SQLiteConfig();
        config.setBusyTimeout(WAIT_FOR_OTHERS_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        try {
            var link = new Link(config.createConnection("jdbc:sqlite:" + file), dialect);
            link.execute("PRAGMA secure_delete = ON", "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON");
            return link;
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }
}
