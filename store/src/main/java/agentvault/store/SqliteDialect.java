package agentvault.store;

import agentvault.workspace.StoreConflict;
import agentvault.workspace.StoreUnavailable;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What is particular to SQLite.
record SqliteDialect(List<String> migrations) implements Dialect {

    static final List<String> MIGRATIONS = List.of(
            "sqlite/0001-tables.sql",
            "sqlite/0002-accounts.sql",
            "sqlite/0003-trail-copies.sql",
            "sqlite/0004-root-certificate.sql",
            "sqlite/0005-passages.sql",
            "sqlite/0006-vault-limits.sql",
            "sqlite/0007-agent-invites.sql",
            "sqlite/0008-passage-blocks.sql",
            "sqlite/0009-webhooks.sql",
            "sqlite/0010-api-keys.sql",
            "sqlite/0011-environments.sql",
            "sqlite/0012-runs.sql",
            "sqlite/0013-credential-uses.sql");

    private static final String UNIQUE_FAILED = "UNIQUE constraint failed: ";
    private static final int PRIMARY_CODE = 0xFF;

    @Override
    public void queueToMigrate(Link link) {} // its transactions queue on the file

    @Override
    public boolean looksForTraces() {
        return true;
    }

    @Override
    public String contains(String column) {
        return "instr(" + column + ", ?) > 0";
    }

    @Override
    public RuntimeException failure(SQLException failed) {
        var code = failed instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (code) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY -> conflict(failed);
            default -> new StoreUnavailable(sentence(code), failed);
        };
    }

    /// Says that the device under the database failed: what it holds now is not known until it is opened again.
    static boolean deviceFailed(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLiteException known
                        && primary(known.getResultCode()) == SQLiteErrorCode.SQLITE_IOERR.code);
    }

    private static String sentence(SQLiteErrorCode code) {
        if (primary(code) == SQLiteErrorCode.SQLITE_FULL.code) return "the disk of the database is full";
        if (primary(code) == SQLiteErrorCode.SQLITE_READONLY.code) return "the database file cannot be written";
        if (primary(code) == SQLiteErrorCode.SQLITE_CANTOPEN.code) return "the database file cannot be opened";
        if (primary(code) == SQLiteErrorCode.SQLITE_IOERR.code) return "the disk of the database failed";
        if (primary(code) == SQLiteErrorCode.SQLITE_CORRUPT.code) return "the database file is damaged";
        if (primary(code) == SQLiteErrorCode.SQLITE_NOTADB.code) return "the file is no SQLite database";
        if (primary(code) == SQLiteErrorCode.SQLITE_BUSY.code) return "another process holds the database";
        return "the database refused a statement: " + code.name();
    }

    private static int primary(SQLiteErrorCode code) {
        return code.code & PRIMARY_CODE;
    }

    /// `[SQLITE_CONSTRAINT_UNIQUE] A UNIQUE constraint failed (UNIQUE constraint failed: token.hash)`.
    private static StoreConflict conflict(SQLException failed) {
        String message = String.valueOf(failed.getMessage());
        int columns = message.indexOf(UNIQUE_FAILED) + UNIQUE_FAILED.length();
        return new StoreConflict(UniqueIndex.over(message.substring(columns, message.lastIndexOf(')'))));
    }
}
