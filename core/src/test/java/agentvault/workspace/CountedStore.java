package agentvault.workspace;

import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Counts how often the store behind it is asked.
record CountedStore(Store store, AtomicInteger asked) implements Store {

    @Override
    public Optional<Id> installation() {
        asked.incrementAndGet();
        return store.installation();
    }

    @Override
    public void found(Id installation, Collection<WrappedKey> keys, Collection<StoredManifest> manifests) {
        asked.incrementAndGet();
        store.found(installation, keys, manifests);
    }

    @Override
    public <T> T read(Function<Reading, T> work) {
        asked.incrementAndGet();
        return store.read(work);
    }

    @Override
    public <T> Outcome<T> write(Hold hold, Function<Writing, Outcome<T>> work) {
        asked.incrementAndGet();
        return store.write(hold, work);
    }

    @Override
    public void close() {
        store.close();
    }
}
