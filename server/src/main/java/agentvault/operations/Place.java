package agentvault.operations;

import agentvault.command.Call;
import agentvault.command.Environment;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.files.DataDirectory;
import agentvault.json.HiddenText;
import agentvault.store.PostgresStore;
import agentvault.store.SqlStore;
import agentvault.store.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where a vault lies: its data directory, the file that may hold its key, and its database if that is elsewhere.
///
/// @param database the address of a PostgreSQL database; it may hold a password
record Place(Path data, Path keyFile, Optional<HiddenText> database) {

    static final Flag DATA_DIR = Flag.with("data-dir", "DIR", "The data directory; otherwise AGENT_VAULT_DATA_DIR")
            .purpose("Place");
    static final Flag KEY_FILE = Flag.with(
                    "master-key-file", "FILE", "The key file; otherwise AGENT_VAULT_MASTER_KEY_FILE, or DIR.key")
            .purpose("Place");

    static Place of(Call call) {
        var environment = call.environment();
        var data = call.value(DATA_DIR)
                .or(() -> environment.variable("AGENT_VAULT_DATA_DIR"))
                .map(environment.folder()::resolve)
                .orElseGet(() -> usual(environment))
                .normalize();
        var keyFile = call.value(KEY_FILE)
                .or(() -> environment.variable("AGENT_VAULT_MASTER_KEY_FILE"))
                .map(environment.folder()::resolve)
                .orElseGet(() -> usualKeyFile(data));
        var database = environment
                .variable("AGENT_VAULT_DATABASE_URL")
                .or(() -> environment.variable("DATABASE_URL"))
                .map(HiddenText::of);
        return new Place(data, keyFile.normalize(), database);
    }

    /// Beside the data directory, never in it.
    static Path usualKeyFile(Path data) {
        return data.resolveSibling(data.getFileName() + ".key");
    }

    /// The vault in a file of another directory, with the same key.
    Place at(Path other) {
        return new Place(other, keyFile, Optional.empty());
    }

    private static Path usual(Environment environment) {
        return environment
                .variable("XDG_DATA_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> environment.home().resolve(".local/share"))
                .resolve("agent-vault");
    }

    Path file() {
        return data.resolve("agent-vault.db");
    }

    Path trail() {
        return data.resolve("trail");
    }

    /// Takes the directory, which is there already: a command never makes one by accident.
    DataDirectory take() {
        requireTrail();
        return switch (DataDirectory.open(data)) {
            case DataDirectory.Opening.Opened(var directory) -> directory;
            case DataDirectory.Opening.Refused(var sentence) ->
                throw Failure.of(sentence).next("agent-vault server stop");
        };
    }

    void requireTrail() {
        if (Files.isDirectory(trail())) return;
        throw Failure.of("There is no vault in " + data + ".")
                .because("--data-dir or AGENT_VAULT_DATA_DIR says where it is; a server makes one where there is none.")
                .next("agent-vault server");
    }

    /// Opens the database, which is there already.
    SqlStore open() {
        if (database.isPresent()) return database.get().reveal(url -> PostgresStore.open(url, PostgresStore.SCHEMA));
        requireDatabase();
        return SqliteStore.open(file());
    }

    void requireDatabase() {
        if (Files.exists(file())) return;
        throw Failure.of("There is no database in " + data + ".")
                .because("If it is in PostgreSQL, AGENT_VAULT_DATABASE_URL says where.");
    }
}
