package agentvault.bench;

import agentvault.address.CanonicalHost;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.store.SqliteStore;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Stamp;
import agentvault.workspace.Outcome;
import agentvault.workspace.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sqlite.SQLiteConfig;

/// What the database costs: committing the change of one service with its manifest, mark and anchor, and reading a
/// vault
/// of ten services. Peers: JDBC with the same settings, one insert of as many bytes in a transaction of its own; and a
/// select of ten such rows.
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx2g", "--enable-native-access=ALL-UNNAMED"})
public class StoreBenchmark {

    private static final Id INSTALLATION = new Id(1, 1);
    private static final Id VAULT = new Id(2, 2);
    private static final Scope SCOPE = Scope.vault(VAULT);
    private static final Octets SEAL = Octets.of(new byte[33]);
    private static final Octets SEALED = Octets.of(new byte[200]);
    private static final int SERVICES = 10;
    private static final int ROW_BYTES = 600;

    private final Path folder;
    private final Store store;
    private final Connection raw;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final Service service = service(0);
    private long counter;

    public StoreBenchmark() {
        try {
            folder = Files.createTempDirectory(Path.of("bench", "target"), "store");
            store = SqliteStore.open(folder.resolve("vault.db"));
            raw = open(folder.resolve("raw.db"));
            try (var statement = raw.createStatement()) {
                statement.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
            }
            raw.setAutoCommit(false);
            insert = raw.prepareStatement("INSERT INTO entry (bytes) VALUES (?)");
            select = raw.prepareStatement("SELECT bytes FROM entry WHERE id <= ?");
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Setup(Level.Trial)
    public void prepare() throws SQLException {
        var workspace = Scope.workspace(INSTALLATION);
        store.found(INSTALLATION, List.of(), List.of(new Store.StoredManifest(workspace, 0, SEALED)));
        store.write(List.of(SCOPE), writing -> {
            for (int i = 0; i < SERVICES; i++) writing.insert(service(i), SEAL);
            writing.put(new Store.StoredManifest(SCOPE, 0, SEALED));
            return Outcome.done(SERVICES);
        });
        for (int i = 0; i < SERVICES; i++) rawCommit();
        if (read() != SERVICES || rawRead() != SERVICES)
            throw new IllegalStateException("what is measured is not read");
    }

    @TearDown(Level.Trial)
    public void close() throws SQLException, IOException {
        store.close();
        raw.close();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
    }

    @Benchmark
    public Object commit() {
        counter++;
        return store.write(List.of(SCOPE), writing -> {
            writing.update(service, SEAL);
            writing.put(new Store.StoredManifest(SCOPE, counter, SEALED));
            writing.put(new Store.Mark(INSTALLATION, counter, SCOPE, counter, SEAL));
            writing.put(new Store.Anchor(INSTALLATION, counter, SEALED, SEAL));
            writing.forget(INSTALLATION, counter - 1);
            return Outcome.done(counter);
        });
    }

    @Benchmark
    public int rawCommit() throws SQLException {
        insert.setBytes(1, new byte[ROW_BYTES]);
        int count = insert.executeUpdate();
        raw.commit();
        return count;
    }

    @Benchmark
    public int read() {
        return store.read(reading -> reading.rows(SCOPE)).size();
    }

    @Benchmark
    public int rawRead() throws SQLException {
        select.setInt(1, SERVICES);
        int rows = 0;
        try (var results = select.executeQuery()) {
            while (results.next()) rows += results.getBytes(1).length / ROW_BYTES;
        }
        raw.commit();
        return rows;
    }

    private static Connection open(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        var connection = config.createConnection("jdbc:sqlite:" + file);
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA secure_delete = ON");
        }
        return connection;
    }

    private static Service service(int number) {
        var host = HostPattern.exact(new CanonicalHost("api-" + number + ".example.com"));
        var rule = new Service.Rule(
                new Reach.Destinations(List.of(Destination.of(host))),
                new Attachment.Bearer(new CredentialKey("TOKEN")),
                List.of());
        return new Service(
                new Id(3, number),
                VAULT,
                new Slug("service-" + number),
                rule,
                true,
                new Binding.Free(),
                Life.startedAt(new Stamp(Instant.EPOCH, number)));
    }
}
