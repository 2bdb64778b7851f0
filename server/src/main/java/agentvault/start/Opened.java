package agentvault.start;

import agentvault.command.Failure;
import agentvault.files.DataDirectory;
import agentvault.store.PostgresStore;
import agentvault.store.SqlStore;
import agentvault.store.SqliteStore;

/// A data directory that is taken and a database that answers.
record Opened(DataDirectory directory, SqlStore store) implements AutoCloseable {

    static Opened of(Config.Keeping keeping) {
        var directory = switch (DataDirectory.open(keeping.data())) {
            case DataDirectory.Opening.Opened(var opened) -> opened;
            case DataDirectory.Opening.Refused(var sentence) -> throw Failure.of(sentence);
        };
        try {
            return new Opened(directory, store(keeping, directory));
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static SqlStore store(Config.Keeping keeping, DataDirectory directory) {
        return Trouble.of(() -> keeping.database().isPresent()
                ? PostgresStore.open(keeping.database().get().text(), PostgresStore.SCHEMA)
                : SqliteStore.open(directory.database()));
    }

    @Override
    public void close() {
        store.close();
        directory.close();
    }
}
