package agentvault.operations;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.files.DataDirectory;
import agentvault.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `owner reset`: destroys the vault in a data directory. The directory stays, and so does whatever it holds that is
/// not ours.
final class ResetCommand {

    /// What a data directory of ours holds.
    private static final List<String> OURS = List.of(
            "agent-vault.db",
            "agent-vault.db-wal",
            "agent-vault.db-shm",
            "trail",
            "server.log",
            "server.pid",
            "server.address",
            "instance",
            "lock");

    private ResetCommand() {}

    static Command command() {
        return Offline.command("reset", """
                Destroy the vault in the data directory: credentials, accounts, trail, all of it

                The key file, config.toml and backups stay. A server that runs is not stopped, and
                keeps this from happening.""", ResetCommand::reset)
                .example("agent-vault owner reset", "Destroy it, after you typed reset")
                .flags(Typed.YES);
    }

    private static int reset(Call call) {
        var place = Place.of(call);
        if (place.database().isPresent()) {
            throw Failure.of("The database is in PostgreSQL, and other servers may use it.")
                    .because("Drop its schema there, and unset AGENT_VAULT_DATABASE_URL to reset the data directory.");
        }
        var directory = place.take();
        try {
            requireOurs(place);
            Typed.confirm(call, "Everything in the vault in " + place.data() + " will be gone for ever.", "reset");
            destroy(directory, place);
        } finally {
            directory.close();
        }
        var json = Json.object().with("reset", place.data().toString());
        call.reply().done("Destroyed the vault in " + place.data() + ".", json);
        if (Files.exists(place.keyFile())) {
            call.terminal().say("The key file " + place.keyFile() + " stays: it opens backups, if there are any.");
        }
        return Exit.DONE;
    }

    /// A folder named trail alone may be anybody's.
    private static void requireOurs(Place place) {
        if (!Files.exists(place.data().resolve("instance"))) place.requireDatabase();
    }

    /// The lock goes last: until then no server starts on what is left.
    private static void destroy(DataDirectory directory, Place place) {
        for (var name : OURS) {
            if (name.equals("lock")) directory.close();
            delete(place.data().resolve(name));
        }
    }

    private static void delete(Path path) {
        try {
            if (Files.isDirectory(path)) Aside.delete(path);
            else Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
