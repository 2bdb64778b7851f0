package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import agentvault.traffic.CredentialUses;
import agentvault.traffic.PassageLog;
import agentvault.trail.SegmentVault;
import agentvault.workspace.Outcome;
import agentvault.workspace.Store;
import agentvault.workspace.StoreConflict;
import agentvault.workspace.StoreUnavailable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// A store in an SQL database: what SQLite and PostgreSQL share.
public abstract sealed class SqlStore implements Store permits SqliteStore, PostgresStore {

    /// What came of the work inside a transaction.
    ///
    /// @param destroyed sealed values and keys that were overwritten or deleted
    record Attempt<T>(T result, boolean commit, List<Octets> destroyed) {
        static <T> Attempt<T> committed(T result) {
            return new Attempt<>(result, true, List.of());
        }
    }

    /// Who is inside a transaction: with another one they would wait for themselves.
    private final Set<Thread> writers = ConcurrentHashMap.newKeySet();

    SqlStore() {}

    /// Works on one consistent state.
    abstract <T> T reading(Function<Link, T> work);

    /// Works inside a transaction that holds these scopes alone.
    abstract <T> T changing(Hold hold, Function<Link, Attempt<T>> work);

    /// Where servers that share a database leave copies of their trails for one another.
    public final SegmentVault segments() {
        return new SqlSegmentVault(this);
    }

    /// What passed through the proxy.
    public final PassageLog passages() {
        return new SqlPassageLog(this);
    }

    /// When credentials were last used.
    public final CredentialUses credentialUses() {
        return new SqlCredentialUses(this);
    }

    @Override
    public final Optional<Id> installation() {
        return reading(PlainTables::installation);
    }

    @Override
    public final void found(Id installation, Collection<WrappedKey> keys, Collection<StoredManifest> manifests) {
        changing(Hold.NOTHING, link -> {
            requireEmpty(link);
            PlainTables.putInstallation(link, installation);
            keys.forEach(key -> PlainTables.put(link, key));
            manifests.forEach(manifest -> PlainTables.put(link, manifest));
            return Attempt.committed(installation);
        });
    }

    @Override
    public final <T> T read(Function<Reading, T> work) {
        return reading(link -> work.apply(new SqlReading(link)));
    }

    @Override
    public final <T> Outcome<T> write(Hold hold, Function<Writing, Outcome<T>> work) {
        if (!writers.add(Thread.currentThread())) throw new IllegalStateException("a transaction inside a transaction");
        try {
            return changing(hold, link -> {
                var transaction = new SqlTransaction(link, hold);
                var outcome = work.apply(transaction);
                return new Attempt<>(outcome, outcome instanceof Outcome.Done<T>, transaction.destroyed());
            });
        } finally {
            writers.remove(Thread.currentThread());
        }
    }

    private static void requireEmpty(Link link) {
        PlainTables.unfinishedCopy(link).ifPresent(installation -> {
            throw new StoreUnavailable("the database holds an unfinished copy of installation " + installation
                    + ": run the copy again, or use an empty database");
        });
        if (PlainTables.installation(link).isPresent()) {
            throw new StoreConflict(StoreConflict.Unique.INSTALLATION);
        }
    }
}
