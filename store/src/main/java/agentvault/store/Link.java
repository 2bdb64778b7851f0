package agentvault.store;

import agentvault.workspace.StoreUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A connection, with the statements that were prepared on it. One thread at a time uses it.
final class Link implements AutoCloseable {

    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private boolean broken;
    private boolean lost;

    @FunctionalInterface
    interface Bind {
        void to(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    interface Read<T> {
        T from(ResultSet results) throws SQLException;
    }

    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    Link(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /// How many rows the statement changed.
    int change(String sql, Bind bind) {
        return run(_ -> {
            var statement = statement(sql);
            bind.to(statement);
            return statement.executeUpdate();
        });
    }

    /// The same statement for each of these, sent together.
    void changeEach(String sql, List<Bind> binds) {
        run(_ -> {
            var statement = statement(sql);
            for (var bind : binds) {
                bind.to(statement);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    <T> List<T> list(String sql, Bind bind, Read<T> read) {
        return run(_ -> {
            var statement = statement(sql);
            bind.to(statement);
            var all = new ArrayList<T>();
            try (var results = statement.executeQuery()) {
                while (results.next()) all.add(read.from(results));
            }
            return all;
        });
    }

    <T> Optional<T> one(String sql, Bind bind, Read<T> read) {
        return list(sql, bind, read).stream().findFirst();
    }

    /// Runs statements that are not worth keeping.
    void execute(String... statements) {
        run(open -> {
            try (var statement = open.createStatement()) {
                for (String sql : statements) statement.execute(sql);
            }
            return true;
        });
    }

    <T> T run(Work<T> work) {
        try {
            return work.with(connection);
        } catch (SQLException e) {
            broken = true;
            throw dialect.failure(e);
        }
    }

    /// Begins a transaction; what failed before is over.
    void begin(String sql) {
        broken = false;
        execute(sql);
    }

    void commit() {
        if (broken) throw new IllegalStateException("a transaction with a failed statement cannot be committed");
        try {
            execute("COMMIT");
        } catch (StoreUnavailable e) {
            throw new StoreUnavailable(e.getMessage() + "; whether the change was stored is not known", e);
        }
    }

    void rollBack() {
        try {
            execute("ROLLBACK");
        } catch (StoreUnavailable _) {
            lost = true; // or the database has ended the transaction by itself
        }
    }

    /// Says that not even a rollback went through: the connection is of no more use.
    boolean lost() {
        return lost;
    }

    /// Some statements run alone.
    void closeStatements() {
        run(_ -> {
            for (var statement : prepared.values()) statement.close();
            return true;
        });
        prepared.clear();
    }

    @Override
    public void close() {
        run(open -> {
            open.close();
            return true;
        });
    }

    private PreparedStatement statement(String sql) throws SQLException {
        var known = prepared.get(sql);
        if (known != null) return known;
        var statement = connection.prepareStatement(sql);
        prepared.put(sql, statement);
        return statement;
    }
}
