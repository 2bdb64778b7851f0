package agentvault.store;

import static agentvault.workspace.Examples.SEAL;
import static agentvault.workspace.Examples.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.crypto.Scope;
import agentvault.workspace.Examples;
import agentvault.workspace.Outcome;
import agentvault.workspace.Store.Hold;
import agentvault.workspace.Store.StoredRow;
import agentvault.workspace.StoreConflict;
import agentvault.workspace.StoreUnavailable;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresStoreTest {

    private static final Scope ONE = Scope.vault(id(1));
    private static final Scope ANOTHER = Scope.vault(id(2));

    private final String schema = PostgresServer.newSchema();
    private final PostgresStore store = PostgresStore.open(PostgresServer.url(), schema);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void writers_of_different_scopes_do_not_wait_for_each_other() {
        var otherIsDone = new CountDownLatch(1);
        var waited = new ArrayList<Boolean>();

        Together.run(List.of(
                () -> store.write(Set.of(ONE), _ -> Outcome.done(waited.add(within10Seconds(otherIsDone)))), () -> {
                    store.write(Set.of(ANOTHER), all -> {
                        all.insert(Examples.vault(id(2), "another"), SEAL);
                        return Outcome.done(true);
                    });
                    otherIsDone.countDown();
                }));

        assertThat(waited).containsExactly(true);
    }

    @Test
    void a_shared_scope_waits_with_its_first_change_until_its_reader_is_done() {
        var other = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            store.write(new Hold(Set.of(ONE), Set.of(ANOTHER)), all -> {
                assertThat(all.rows(ANOTHER)).isEmpty();
                threads.execute(() -> {
                    insertAnother();
                    other.countDown();
                });
                while (other.getCount() > 0 && waiting() == 0) Thread.onSpinWait();
                assertThat(all.rows(ANOTHER)).isEmpty();
                return Outcome.done(true);
            });
            assertThat(within10Seconds(other)).isTrue();
        }
        List<StoredRow> rows = store.read(all -> all.rows(ANOTHER));
        assertThat(rows).hasSize(1);
    }

    private void insertAnother() {
        store.write(Set.of(ANOTHER), all -> {
            all.insert(Examples.vault(id(2), "another"), SEAL);
            return Outcome.done(true);
        });
    }

    private long waiting() {
        return store.reading(link -> link.one(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = ? AND wait_event_type = 'Lock'",
                        statement -> statement.setString(1, "agent-vault " + schema),
                        results -> results.getLong(1)))
                .orElseThrow();
    }

    @Test
    void two_servers_share_one_database() {
        try (var other = PostgresStore.open(PostgresServer.url(), schema)) {
            store.found(id(9), List.of(), List.of());

            assertThat(other.installation()).contains(id(9));
        }
    }

    @Test
    void servers_that_start_at_once_migrate_once() {
        String fresh = PostgresServer.newSchema();
        Runnable start = () -> PostgresStore.open(PostgresServer.url(), fresh).close();

        Together.run(List.of(start, start, start));

        try (var opened = PostgresStore.open(PostgresServer.url(), fresh)) {
            assertThat(opened.installation()).isEmpty();
        }
    }

    @Test
    void a_lost_connection_is_told_and_the_next_call_works_again() {
        store.write(Set.of(ONE), _ -> Outcome.done(true));

        assertThatThrownBy(() -> store.write(Set.of(ONE), all -> {
                    endConnections();
                    return Outcome.done(all.manifests());
                }))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("cannot be reached");

        assertThat(store.installation()).isEmpty();
        assertThat(store.write(Set.of(ONE), _ -> Outcome.done(true))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void after_a_restart_of_the_database_the_second_call_works_at_the_latest() {
        Runnable look = () -> assertThat(store.installation()).isEmpty();
        Together.run(List.of(look, look, look, look));
        endConnections();

        assertThatCode(() -> store.installation())
                .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        lost -> assertThat(lost).isInstanceOf(StoreUnavailable.class));
        look.run();
    }

    @Test
    void a_conflict_costs_no_connection() {
        var vault = Examples.vault(id(1), "production");
        store.write(Set.of(ONE), all -> {
            all.insert(vault, SEAL);
            return Outcome.done(true);
        });
        var before = connections();

        assertThatThrownBy(() -> store.write(Set.of(ONE), all -> {
                    all.insert(vault, SEAL);
                    return Outcome.done(true);
                }))
                .isInstanceOf(StoreConflict.class);

        assertThat(store.installation()).isEmpty();
        assertThat(connections()).containsAll(before);
    }

    private List<Long> connections() {
        return store.reading(link -> link.list(
                "SELECT pid FROM pg_stat_activity WHERE application_name = ?",
                statement -> statement.setString(1, "agent-vault " + schema),
                results -> results.getLong(1)));
    }

    @Test
    void a_database_that_is_not_there_is_told_without_its_password() {
        assertThatThrownBy(() -> PostgresStore.open("postgres://agent:opensesame@localhost:1/vault", schema))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageNotContaining("opensesame")
                .rootCause()
                .hasMessageNotContaining("opensesame");
    }

    @Test
    void a_schema_with_tables_of_another_program_is_refused() {
        String taken = PostgresServer.newSchema();
        Database.run(PostgresServer.jdbcUrl(taken), "CREATE SCHEMA " + taken);
        Database.run(PostgresServer.jdbcUrl(taken), "CREATE TABLE " + taken + ".vault (id BIGINT)");

        assertThatThrownBy(() -> PostgresStore.open(PostgresServer.url(), taken))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("another program");
    }

    @Test
    void the_name_of_a_schema_is_plain() {
        assertThatThrownBy(() -> PostgresStore.open(PostgresServer.url(), "x\"; DROP SCHEMA public"))
                .isInstanceOf(StoreUnavailable.class);
    }

    private void endConnections() {
        try (var connection = DriverManager.getConnection(PostgresServer.jdbcUrl(schema));
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    + "WHERE application_name = 'agent-vault " + schema + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean within10Seconds(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
