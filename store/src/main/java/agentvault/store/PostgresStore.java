package agentvault.store;

import agentvault.crypto.Scope;
import agentvault.workspace.StoreUnavailable;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import com.zaxxer.hikari.util.DriverDataSource;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// The store in a PostgreSQL database, which several servers may share. Writers of one scope queue on a row that stands
/// for it; writers of different scopes do not wait for each other.
public final class PostgresStore extends SqlStore {

    /// The schema that is used if none is named.
    public static final String SCHEMA = "agent_vault";

    private static final Pattern SCHEMA_FORM = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final int CONNECTIONS = 8;
    private static final long WAIT_FOR_CONNECTION_MILLIS = 250;
    private static final long WAIT_FOR_FIRST_CONNECTION_MILLIS = 2_000;
    private static final List<String> SCOPE = List.of("scope_kind", "scope_id");
    private static final String LIMITS = "SET lock_timeout = '10s'; SET statement_timeout = '60s'; "
            + "SET idle_in_transaction_session_timeout = '60s'";

    private final PostgresDialect dialect;
    private final HikariDataSource pool;

    private PostgresStore(HikariDataSource pool, PostgresDialect dialect) {
        this.pool = pool;
        this.dialect = dialect;
    }

    /// Connects, and brings the schema to this version. Making it needs the right to create in the database; if
    /// somebody made the schema before, the right to create in it is enough.
    public static PostgresStore open(String url, String schema) {
        return open(url, schema, PostgresDialect.MIGRATIONS);
    }

    static PostgresStore open(String url, String schema, List<String> migrations) {
        if (!SCHEMA_FORM.matcher(schema).matches()) {
            throw new StoreUnavailable("the name of a schema has a-z, 0-9 and _, and starts with no digit");
        }
        var store = new PostgresStore(pool(PostgresUrl.parse(url), schema), new PostgresDialect(schema, migrations));
        try {
            Migrations.run(store, store.dialect);
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Who answers at an address: nothing is made there.
    public static String server(String url) {
        try (var connection = source(PostgresUrl.parse(url), SCHEMA).getConnection()) {
            return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new StoreUnavailable("the database cannot be reached", e);
        }
    }

    private static HikariDataSource pool(PostgresUrl url, String schema) {
        var config = new HikariConfig();
        config.setPoolName("agent-vault");
        config.setDataSource(source(url, schema));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION_MILLIS);
        config.setInitializationFailTimeout(WAIT_FOR_FIRST_CONNECTION_MILLIS);
        config.setValidationTimeout(WAIT_FOR_CONNECTION_MILLIS);
        config.setConnectionInitSql("SET search_path = \"" + schema + "\"; " + LIMITS);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new StoreUnavailable("the database cannot be reached", e);
        }
    }

    /// A source of our own: the pool prints the settings that it is given.
    private static DataSource source(PostgresUrl url, String schema) {
        var settings = url.properties();
        PGProperty.APPLICATION_NAME.set(settings, "agent-vault " + schema);
        return new DriverDataSource(url.jdbcUrl(), Driver.class.getName(), settings, null, null);
    }

    @Override
    <T> T reading(Function<Link, T> work) {
        return connected(link -> {
            try {
                link.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
                return work.apply(link);
            } finally {
                link.rollBack();
            }
        });
    }

    @Override
    <T> T changing(Hold hold, Function<Link, Attempt<T>> work) {
        return connected(link -> {
            boolean over = false;
            try {
                link.begin("BEGIN ISOLATION LEVEL READ COMMITTED");
                hold(link, hold);
                var attempt = work.apply(link);
                if (attempt.commit()) link.commit();
                over = attempt.commit();
                return attempt.result();
            } finally {
                if (!over) link.rollBack();
            }
        });
    }

    /// Locks the rows that stand for the scopes, all in one order, so that no two transactions wait for each other.
    private static void hold(Link link, Hold hold) {
        Stream.concat(hold.alone().stream(), hold.shared().stream())
                .sorted(Comparator.comparing(Scope::toString))
                .forEach(scope -> {
                    if (hold.alone().contains(scope)) lock(link, scope);
                    else share(link, scope);
                });
    }

    /// The row is made if it is missing: a conflict locks the row that is there even if nothing of it is updated.
    private static void lock(Link link, Scope scope) {
        var values = new Values().scope(scope);
        link.change("""
                INSERT INTO scope_lock (scope_kind, scope_id)
                VALUES (?, ?)
                ON CONFLICT (scope_kind, scope_id) DO UPDATE SET scope_kind = excluded.scope_kind WHERE FALSE
                """, statement -> values.bind(statement, SCOPE));
    }

    /// Several may share a row. One that is missing is made, and then held alone for once: its scope may be about to
    /// see its first change.
    private static void share(Link link, Scope scope) {
        var values = new Values().scope(scope);
        var shared = link.list("""
                SELECT scope_kind FROM scope_lock
                WHERE scope_kind = ? AND scope_id = ?
                FOR SHARE
                """, statement -> values.bind(statement, SCOPE), results -> results.getString(1));
        if (shared.isEmpty()) lock(link, scope);
    }

    private <T> T connected(Function<Link, T> work) {
        var link = connect();
        try {
            return work.apply(link);
        } finally {
            if (link.lost()) pool.getHikariPoolMXBean().softEvictConnections();
            link.close();
        }
    }

    private Link connect() {
        try {
            return new Link(pool.getConnection(), dialect);
        } catch (SQLException e) {
            throw new StoreUnavailable("the database cannot be reached, or is too busy", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
