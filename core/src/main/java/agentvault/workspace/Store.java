package agentvault.workspace;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import agentvault.page.Page;
import agentvault.page.PageRequest;
import agentvault.vault.Slug;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The database. It keeps rows with their seals and believes nothing: what a row means and whether it is genuine is
/// decided above it.
public interface Store extends AutoCloseable {

    /// The installation that this database belongs to; empty before the first start.
    Optional<Id> installation();

    /// Makes an empty database the database of an installation, with its first keys and manifests, in one transaction.
    void found(Id installation, Collection<WrappedKey> keys, Collection<StoredManifest> manifests);

    /// Reads from one consistent state.
    <T> T read(Function<Reading, T> work);

    /// Runs one transaction that holds these scopes; it commits if the outcome is done. Rows of other scopes can
    /// neither
    /// be read nor changed in it: they may change between two looks at them.
    ///
    /// Throws [StoreConflict] or [StoreUnavailable], and has then changed nothing.
    <T> Outcome<T> write(Hold hold, Function<Writing, Outcome<T>> work);

    default <T> Outcome<T> write(Collection<Scope> alone, Function<Writing, Outcome<T>> work) {
        return write(new Hold(Set.copyOf(alone), Set.of()), work);
    }

    /// What a transaction keeps others from.
    ///
    /// @param alone scopes that it changes, and that nobody else changes or looks at meanwhile
    /// @param shared scopes that it looks at, and that nobody changes meanwhile
    record Hold(Set<Scope> alone, Set<Scope> shared) {
        public static final Hold NOTHING = new Hold(Set.of(), Set.of());

        public Hold {
            var changed = Set.copyOf(alone);
            alone = changed;
            shared = shared.stream().filter(scope -> !changed.contains(scope)).collect(Collectors.toUnmodifiableSet());
        }

        public boolean readable(Scope scope) {
            return alone.contains(scope) || shared.contains(scope);
        }
    }

    @Override
    void close();

    /// A row as it was found.
    sealed interface StoredRow {
        record Rebuilt(SealedRow row, Octets seal) implements StoredRow {}

        /// Columns that no row of ours has.
        record Unreadable(String table, String id, String why) implements StoredRow {}
    }

    record StoredManifest(Scope scope, long counter, Octets sealed) {}

    /// That a change of the trail reached the database: one for each scope that it changed; sealed like a row.
    ///
    /// @param sequence of its intent in the trail of `instance`
    record Mark(Id instance, long sequence, Scope scope, long counter, Octets seal) {}

    /// How far the trail of an instance is known to reach; sealed like a row.
    record Anchor(Id instance, long sequence, Octets head, Octets seal) {}

    /// Where a token stands, by its hash.
    record TokenPlace(Scope scope, Id token) {}

    interface Reading {

        Optional<StoredManifest> manifest(Scope scope);

        List<StoredManifest> manifests();

        /// The sum of all counters of manifests. Counters only grow, so it differs if, and only if, one of them does.
        long changes();

        Map<Scope, Long> counters();

        List<StoredRow> rows(Scope scope);

        /// Every scope that any row claims to belong to.
        Set<Scope> scopes();

        /// The installation's own keys, without those of vaults.
        List<WrappedKey> keys();

        /// Keys that another root key than this one wraps, root keys left out; at most so many.
        List<WrappedKey> behind(Id root, int limit);

        List<WrappedKey> vaultKeys(Id vault);

        Optional<Id> vaultNamed(Slug slug);

        /// Ids of the vaults that an actor seems to have a grant in; what they are is read from their scopes.
        Page<Id> vaults(Id actor, PageRequest request);

        /// All active vaults, whoever has a grant in them.
        Set<Id> vaults();

        /// The vaults that an actor seems to have a grant in, archived ones too.
        Set<Id> grantedTo(Id actor);

        Optional<TokenPlace> token(Octets hash);

        List<Mark> marks(Id instance);

        Optional<Anchor> anchor(Id instance);

        /// Of all instances that ever changed something.
        List<Anchor> anchors();
    }

    interface Writing extends Reading {

        void insert(SealedRow row, Octets seal);

        void update(SealedRow row, Octets seal);

        void delete(SealedRow row);

        void put(StoredManifest manifest);

        void put(WrappedKey key);

        void delete(WrappedKey key);

        void put(Mark mark);

        /// Marks up to this sequence are closed in the trail.
        void forget(Id instance, long upTo);

        /// An anchor never goes back: one that is not beyond the stored one changes nothing.
        void put(Anchor anchor);
    }
}
