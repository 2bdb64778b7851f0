package agentvault.store;

import agentvault.workspace.StoreUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/// The database file: made with its permissions before anything is in it, refused if it is another product's.
final class SqliteFile {

    /// `AVDT`, written into the header of every database of ours.
    static final int APPLICATION_ID = 0x41564454;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 100;
    private static final int APPLICATION_ID_AT = 68;
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private final Path file;

    private SqliteFile(Path file) {
        this.file = file;
    }

    /// Makes the file if it is missing, for its owner alone; SQLite gives its other files the same permissions.
    static void prepare(Path file) {
        try {
            var folder = file.toAbsolutePath().getParent();
            if (folder != null) Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_FILE));
        } catch (FileAlreadyExistsException _) {
            new SqliteFile(file).inspect();
        } catch (IOException e) {
            throw new StoreUnavailable("the database file " + file + " cannot be made", e);
        }
    }

    /// Makes an empty file that is not there, for its owner alone.
    static void make(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_FILE));
        } catch (IOException e) {
            throw new StoreUnavailable("the database file " + file + " cannot be made", e);
        }
    }

    /// The size of the write-ahead log that the last process left: nothing, unless it was killed.
    static long logOf(Path file) {
        try {
            var log = file.resolveSibling(file.getFileName() + "-wal");
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new StoreUnavailable("the log of the database file " + file + " cannot be read", e);
        }
    }

    private void inspect() {
        try {
            var header = header();
            if (header.limit() == 0) return;
            if (header.limit() < HEADER || !header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
                throw refused("is no SQLite database");
            }
            int application = header.getInt(APPLICATION_ID_AT);
            if (application != APPLICATION_ID) requireUnused(application);
            Files.setPosixFilePermissions(file, OWNER_FILE);
        } catch (IOException e) {
            throw new StoreUnavailable("the database file " + file + " cannot be read", e);
        }
    }

    private ByteBuffer header() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var header = ByteBuffer.allocate(HEADER);
            while (header.hasRemaining() && channel.read(header) >= 0) {} // until it is full or the file ends
            return header.flip();
        }
    }

    /// A database without tables is one of ours whose first transaction never came, or anybody's empty one.
    private void requireUnused(int application) {
        var tables = tables();
        if (application == 0 && tables.isEmpty()) return;
        String named = tables.isEmpty() ? "no tables" : "tables " + String.join(", ", tables);
        throw refused("is a database of another program: application id 0x" + Integer.toHexString(application) + ", "
                + named);
    }

    /// Reads the file as it lies there: nothing of a stranger's database is opened for writing or recovered.
    private List<String> tables() {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        String url = "jdbc:sqlite:" + file.toUri() + "?immutable=1";
        try (var connection = config.createConnection(url)) {
            return names(connection);
        } catch (SQLException e) {
            throw new StoreUnavailable("the database file " + file + " cannot be read", e);
        }
    }

    private static List<String> names(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var results = statement.executeQuery("""
                        SELECT name FROM sqlite_schema
                        WHERE type = 'table'
                        ORDER BY name
                        LIMIT 5
                        """)) {
            while (results.next()) names.add(results.getString(1));
        }
        return names;
    }

    private StoreUnavailable refused(String why) {
        return new StoreUnavailable(file + " " + why + ". Agent Vault does not touch it: name another data directory");
    }
}
