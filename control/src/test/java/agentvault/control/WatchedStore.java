package agentvault.control;

import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import agentvault.workspace.Outcome;
import agentvault.workspace.Store;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/// A database before which a test has something happen: a failure, or a wait.
///
/// @param reading before every look
/// @param writing before every change
public record WatchedStore(Store behind, Runnable reading, Runnable writing) implements Store {

    @Override
    public Optional<Id> installation() {
        return behind.installation();
    }

    @Override
    public void found(Id installation, Collection<WrappedKey> keys, Collection<StoredManifest> manifests) {
        behind.found(installation, keys, manifests);
    }

    @Override
    public <T> T read(Function<Reading, T> work) {
        reading.run();
        return behind.read(work);
    }

    @Override
    public <T> Outcome<T> write(Hold hold, Function<Writing, Outcome<T>> work) {
        writing.run();
        return behind.write(hold, work);
    }

    @Override
    public void close() {
        behind.close();
    }
}
