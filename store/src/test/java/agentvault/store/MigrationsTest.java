package agentvault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.workspace.StoreUnavailable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationsTest {

    private static final String LATER = "later/0002-later.sql";
    private static final String BROKEN = "later/0002-broken.sql";

    @TempDir
    private Path folder = Path.of("");

    enum Kind {
        SQLITE("sqlite/0001-tables.sql"),
        POSTGRES("postgres/0001-tables.sql");

        private final String first;

        Kind(String first) {
            this.first = first;
        }

        SqlStore open(Path file, String schema, String... more) {
            var migrations = Stream.concat(Stream.of(first), Stream.of(more)).toList();
            return switch (this) {
                case SQLITE -> SqliteStore.open(file, migrations);
                case POSTGRES -> PostgresStore.open(PostgresServer.url(), schema, migrations);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_migration_runs_once(Kind kind) {
        String schema = PostgresServer.newSchema();
        kind.open(file(), schema).close();
        kind.open(file(), schema, LATER).close();
        try (var store = kind.open(file(), schema, LATER)) {
            assertThat(versions(store)).containsExactly(1L, 2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_migration_that_did_not_end_has_done_nothing(Kind kind) {
        String schema = PostgresServer.newSchema();
        assertThatThrownBy(() -> kind.open(file(), schema, BROKEN)).isInstanceOf(StoreUnavailable.class);

        try (var store = kind.open(file(), schema)) {
            assertThat(versions(store)).containsExactly(1L);
            assertThatThrownBy(() -> store.reading(link -> PlainTables.count(link, "half")))
                    .isInstanceOf(StoreUnavailable.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_database_of_a_newer_version_is_refused(Kind kind) {
        String schema = PostgresServer.newSchema();
        kind.open(file(), schema, LATER).close();

        assertThatThrownBy(() -> kind.open(file(), schema))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("newer Agent Vault");
    }

    @Test
    void a_statement_ends_at_a_semicolon_at_the_end_of_a_line_and_comments_are_left_out() {
        assertThat(Migrations.statements(BROKEN))
                .containsExactly("CREATE TABLE half (id TEXT NOT NULL PRIMARY KEY)", "CREATE TABLE vault (id TEXT)");
        assertThat(Migrations.statements("sqlite/0001-tables.sql"))
                .noneMatch(statement -> statement.contains("--"))
                .hasSizeGreaterThan(40);
    }

    private Path file() {
        return folder.resolve("vault.db");
    }

    private static List<Long> versions(SqlStore store) {
        return store.reading(link -> link.list(
                "SELECT version FROM agent_vault_migration ORDER BY version", _ -> {}, results -> results.getLong(1)));
    }
}
