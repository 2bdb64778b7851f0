package agentvault.store;

import java.sql.SQLException;
import java.util.List;

/// Where the two databases differ, one difference per method.
interface Dialect {

    /// The migrations in their order, as resources beside this class.
    List<String> migrations();

    /// Makes migrating wait for another server that migrates the same database.
    void queueToMigrate(Link link);

    /// Says that the store looks for what destroyed values left in its files.
    boolean looksForTraces();

    /// Says that a text column contains a parameter.
    String contains(String column);

    /// What a failed statement means to the caller: [agentvault.workspace.StoreConflict] if it broke a unique index,
    /// else [agentvault.workspace.StoreUnavailable].
    RuntimeException failure(SQLException failed);
}
