package agentvault.operations;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import agentvault.workspace.RootKeys;
import java.util.List;

/// `master-key`: the root key, which wraps all other keys.
final class MasterKeyCommands {

    /// Servers hold the root key in memory; the lock of a data directory keeps out none that has another directory.
    static final Flag FORCE = Flag.on("force", "With PostgreSQL: no other server runs on this database");

    private MasterKeyCommands() {}

    static List<Command> all() {
        return List.of(
                Offline.command(
                                "status",
                                "Show what guards the root key, and whether a rotation is unfinished",
                                MasterKeyCommands::status)
                        .example("agent-vault master-key status", "See it before a rotation")
                        .flags(Typed.STDIN),
                Offline.command("rotate", """
                        Replace the root key: everything is wrapped anew, in steps

                        A rotation that was cut off goes on where it stopped when this is run again.
                        Values are not encrypted anew. Backups that were made before hold the old root
                        key: they open with the password or key file of their time.""", MasterKeyCommands::rotate)
                        .example("agent-vault master-key rotate", "Replace it, or finish what was begun")
                        .flags(FORCE, Typed.STDIN));
    }

    private static int status(Call call) {
        try (var vault = ClosedVault.open(call);
                var unlocked = vault.unlock();
                var instance = vault.start(unlocked)) {
            var status = instance.workspace().rootKeys().status();
            show(call, vault.place(), unlocked, status);
            return Exit.DONE;
        }
    }

    private static int rotate(Call call) {
        requireAlone(call);
        try (var vault = ClosedVault.open(call)) {
            try (var unlocked = vault.unlock();
                    var instance = vault.start(unlocked)) {
                var rootKeys = instance.workspace().rootKeys();
                if (rootKeys.status().versions().size() > 1)
                    call.terminal().say("Going on with the rotation that was cut off.");
                var status = rootKeys.rotate(
                        unlocked.provider(), keys -> call.terminal().say("Wrapped " + keys + " keys anew."));
                call.reply()
                        .done(
                                "Rotated the root key: version "
                                        + status.versions().getLast() + " wraps everything, older ones are destroyed.",
                                document(unlocked, status));
                return Exit.DONE;
            }
        }
    }

    static void requireAlone(Call call) {
        if (Place.of(call).database().isEmpty() || call.on(FORCE)) return;
        throw Failure.misuse("The database is in PostgreSQL, and other servers may run on it.")
                .because("They would go on with keys that are no more. Stop all of them, then add --force.");
    }

    private static void show(Call call, Place place, Unlocked unlocked, RootKeys.Status status) {
        var rotation = status.versions().size() > 1 ? "unfinished: agent-vault master-key rotate" : "finished";
        var guard = unlocked.provider().kind();
        call.reply()
                .facts(
                        List.of(
                                new Fact(
                                        "guarded by", guard.equals("key file") ? guard + " " + place.keyFile() : guard),
                                new Fact("version", "" + status.versions().getLast()),
                                new Fact("rotation", rotation)),
                        document(unlocked, status));
    }

    private static Json document(Unlocked unlocked, RootKeys.Status status) {
        return Json.object()
                .with("guarded_by", unlocked.provider().kind())
                .with("version", status.versions().getLast())
                .with("rotation_unfinished", status.versions().size() > 1);
    }
}
