package agentvault.store;

import agentvault.workspace.IntegrityContract.Attacked;
import agentvault.workspace.Outcome;
import agentvault.workspace.Store;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A database beside whose server somebody else writes.
///
/// @param url what the attacker connects to
/// @param tables a query for the names of its tables
record AttackedDatabase(Store store, String url, String tables, Runnable leave) implements Attacked {

    static AttackedDatabase sqlite() {
        var folder = Database.folder();
        var file = folder.resolve("vault.db");
        return new AttackedDatabase(
                SqliteStore.open(file),
                "jdbc:sqlite:" + file,
                "SELECT name FROM sqlite_schema WHERE type = 'table'",
                () -> Database.delete(folder));
    }

    static AttackedDatabase postgres() {
        String schema = PostgresServer.newSchema();
        return new AttackedDatabase(
                PostgresStore.open(PostgresServer.url(), schema),
                PostgresServer.jdbcUrl(schema),
                "SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "'",
                () -> {});
    }

    @Override
    public void edit(Consumer<Store.Writing> change) {
        var scopes = store.read(Store.Reading::scopes);
        var outcome = store.write(scopes, writing -> {
            change.accept(writing);
            return Outcome.done(true);
        });
        if (outcome instanceof Outcome.Refused<?>) throw new AssertionError(outcome);
    }

    @Override
    public Runnable snapshot() {
        var names = names();
        names.forEach(name -> Database.run(url, "CREATE TABLE was_" + name + " AS SELECT * FROM " + name));
        return () -> names.forEach(name -> {
            Database.run(url, "DELETE FROM " + name);
            Database.run(url, "INSERT INTO " + name + " SELECT * FROM was_" + name);
            Database.run(url, "DROP TABLE was_" + name);
        });
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var found = statement.executeQuery(tables)) {
            while (found.next()) names.add(found.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return names;
    }

    @Override
    public void close() {
        store.close();
        leave.run();
    }
}
