package agentvault.store;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.workspace.StoreUnavailable;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteDialectTest {

    private final SqliteDialect dialect = new SqliteDialect(List.of());

    @ParameterizedTest
    @CsvSource({
        "SQLITE_FULL, the disk of the database is full, false",
        "SQLITE_IOERR_FSYNC, the disk of the database failed, true",
        "SQLITE_IOERR_WRITE, the disk of the database failed, true",
        "SQLITE_READONLY_DBMOVED, the database file cannot be written, false",
        "SQLITE_CORRUPT_INDEX, the database file is damaged, false",
        "SQLITE_BUSY, another process holds the database, false",
        "SQLITE_CONSTRAINT_NOTNULL, the database refused a statement: SQLITE_CONSTRAINT_NOTNULL, false"
    })
    void a_failure_has_a_sentence_and_only_a_failed_device_is_final(
            SQLiteErrorCode code, String sentence, boolean deviceFailed) {
        var failure = dialect.failure(new SQLiteException("[" + code + "] with a value in it", code));

        assertThat(failure).isInstanceOf(StoreUnavailable.class).hasMessage(sentence);
        assertThat(SqliteDialect.deviceFailed(failure)).isEqualTo(deviceFailed);
        assertThat(SqliteDialect.deviceFailed(new StoreUnavailable("at the commit", failure)))
                .isEqualTo(deviceFailed);
    }

    @Test
    void a_failure_of_the_driver_itself_is_no_failed_device() {
        assertThat(SqliteDialect.deviceFailed(dialect.failure(new SQLException("closed"))))
                .isFalse();
    }
}
