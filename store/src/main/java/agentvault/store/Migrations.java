package agentvault.store;

import agentvault.workspace.Store.Hold;
import agentvault.workspace.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Brings a database to the schema of this version. Each migration is one transaction with the row that says that it
/// was done, so a kill leaves a database at one version or at the next.
final class Migrations {

    private static final Pattern COMMENT = Pattern.compile("(?m)^--.*$");

    /// @param file a resource whose name starts with the version: `sqlite/0001-tables.sql`
    private record Migration(long version, String file) {

        static Migration of(String file) {
            String name = file.substring(file.lastIndexOf('/') + 1);
            return new Migration(Long.parseLong(name.substring(0, name.indexOf('-'))), file);
        }

        void run(Link link) {
            if (done(link, version)) return;
            statements(file).forEach(link::execute);
            link.change("INSERT INTO agent_vault_migration (version, file) VALUES (?, ?)", statement -> {
                statement.setLong(1, version);
                statement.setString(2, file);
            });
        }
    }

    private Migrations() {}

    static void run(SqlStore store, Dialect dialect) {
        var migrations = dialect.migrations().stream().map(Migration::of).toList();
        long newest = migrations.getLast().version();
        alone(store, dialect, link -> {
            begin(link);
            requireNotNewer(done(link), newest);
        });
        migrations.forEach(migration -> alone(store, dialect, migration::run));
    }

    /// Runs all of them on a link that nobody else uses.
    static void run(Link link) {
        begin(link);
        link.dialect().migrations().stream().map(Migration::of).forEach(migration -> migration.run(link));
    }

    /// The migrations that were done, in order.
    static List<String> files(Link link) {
        return link.list(
                "SELECT file FROM agent_vault_migration ORDER BY version", _ -> {}, results -> results.getString(1));
    }

    /// The table that says which migrations were done.
    private static void begin(Link link) {
        link.execute("""
                CREATE TABLE IF NOT EXISTS agent_vault_migration (
                    version BIGINT NOT NULL PRIMARY KEY,
                    file TEXT NOT NULL
                )
                """);
    }

    static List<String> statements(String file) {
        return Stream.of(COMMENT.matcher(text(file)).replaceAll("").split(";\\n", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static boolean done(Link link, long version) {
        return link.one(
                        "SELECT version FROM agent_vault_migration WHERE version = ?",
                        statement -> statement.setLong(1, version),
                        results -> results.getLong(1))
                .isPresent();
    }

    private static long done(Link link) {
        return link.one("SELECT max(version) FROM agent_vault_migration", _ -> {}, results -> results.getLong(1))
                .orElse(0L);
    }

    private static void requireNotNewer(long done, long newest) {
        if (done > newest) {
            throw new StoreUnavailable("the database is of a newer Agent Vault: it has schema " + done
                    + ", this one knows " + newest + ". Start the version that made it, or a newer one");
        }
    }

    private static void alone(SqlStore store, Dialect dialect, Consumer<Link> work) {
        store.changing(Hold.NOTHING, link -> {
            dialect.queueToMigrate(link);
            work.accept(link);
            return SqlStore.Attempt.committed(work);
        });
    }

    private static String text(String file) {
        try (var in = Objects.requireNonNull(Migrations.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
