package agentvault.store;

import agentvault.workspace.StoreConflict;
import agentvault.workspace.StoreUnavailable;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.postgresql.util.PSQLException;

/// What is particular to PostgreSQL.
///
/// @param schema where the tables are
record PostgresDialect(String schema, List<String> migrations) implements Dialect {

    static final List<String> MIGRATIONS = List.of(
            "postgres/0001-tables.sql",
            "postgres/0002-accounts.sql",
            "postgres/0003-trail-copies.sql",
            "postgres/0004-root-certificate.sql",
            "postgres/0005-passages.sql",
            "postgres/0006-vault-limits.sql",
            "postgres/0007-agent-invites.sql",
            "postgres/0008-passage-blocks.sql",
            "postgres/0009-webhooks.sql",
            "postgres/0010-api-keys.sql",
            "postgres/0011-environments.sql",
            "postgres/0012-runs.sql",
            "postgres/0013-credential-uses.sql");

    private static final String UNIQUE_VIOLATION = "23505";

    /// The schema is made here if it is missing, which only some users may do.
    @Override
    public void queueToMigrate(Link link) {
        link.one(
                "SELECT pg_advisory_xact_lock(hashtext(?))",
                statement -> statement.setString(1, "agent vault " + schema),
                _ -> true);
        boolean missing = link.one(
                        "SELECT 1 FROM pg_namespace WHERE nspname = ?",
                        statement -> statement.setString(1, schema),
                        _ -> true)
                .isEmpty();
        if (missing) link.execute("CREATE SCHEMA \"" + schema + "\"");
    }

    /// Its files are the administrator's: dead rows stay in them until VACUUM, and in its logs and backups.
    @Override
    public boolean looksForTraces() {
        return false;
    }

    @Override
    public String contains(String column) {
        return "strpos(" + column + ", ?) > 0";
    }

    @Override
    public RuntimeException failure(SQLException failed) {
        String state = Objects.requireNonNullElse(failed.getSQLState(), "");
        if (!state.equals(UNIQUE_VIOLATION)) return new StoreUnavailable(sentence(state), failed);
        var detail = failed instanceof PSQLException known ? known.getServerErrorMessage() : null;
        String index = detail == null ? null : detail.getConstraint();
        return new StoreConflict(UniqueIndex.named(String.valueOf(index)));
    }

    private static String sentence(String state) {
        return switch (state) {
            case "55P03" -> "other changes of the database took too long";
            case "40P01", "40001" -> "the change collided with another one and was not made: try again";
            case "25006" -> "the database only reads: it may be a standby";
            case "42P07" -> "the schema of the database has a table of another program: name another schema";
            case "42501", "28000", "28P01" -> "the database refused its user";
            case "53100" -> "the disk of the database is full";
            case "53300" -> "the database has too many connections";
            default ->
                state.startsWith("08") || state.startsWith("57P") || state.isEmpty()
                        ? "the database cannot be reached"
                        : "the database refused a statement: SQL state " + state;
        };
    }
}
