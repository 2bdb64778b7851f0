package agentvault.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/// A copy of a database file as of one moment, taken while a server may work with it. SQLite writes the copy anew from
/// the rows that are there, so nothing that was destroyed is in it.
public final class SqliteSnapshot {

    private static final int WAIT_FOR_OTHERS_MILLIS = 10_000;

    private SqliteSnapshot() {}

    /// @param target is made, readable by its owner alone; it must not exist
    public static void take(Path database, Path target) {
        var dialect = new SqliteDialect(SqliteDialect.MIGRATIONS);
        SqliteFile.prepare(database);
        SqliteFile.make(target);
        var config = new SQLiteConfig();
        config.setBusyTimeout(WAIT_FOR_OTHERS_MILLIS);
        try (var connection = config.createConnection("jdbc:sqlite:" + database);
                var statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, target.toString());
            statement.execute();
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }
}
