package agentvault.operations;

import agentvault.backup.Backup;
import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.json.Json;
import agentvault.store.SqliteStore;
import agentvault.workspace.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One restore: everything happens in a folder beside the wanted one, which takes its name when nothing is wrong.
record RestoreBackup(Call call) {

    int run() {
        var folder = call.environment().folder();
        var into = call.value(BackupCommands.INTO)
                .map(name -> folder.resolve(name).normalize())
                .orElseThrow(() ->
                        Failure.misuse("Where to is not said.").next("agent-vault backup restore FILE --into DIR"));
        requireFree(into);
        var file = folder.resolve(call.one(BackupCommands.FILE)).normalize();
        Offline.progress(call, "Checking every byte of " + file);
        switch (Backup.open(file)) {
            case Backup.Opening.Refused(var sentence) ->
                throw Failure.of(sentence).exit(Files.exists(file) ? Exit.TAMPERED : Exit.FAILED);
            case Backup.Opening.Opened(var backup) -> {
                try (backup) {
                    restore(backup, into);
                }
            }
        }
        return Exit.DONE;
    }

    private void restore(Backup backup, Path into) {
        var made = backup.manifest().made();
        try (var beside = Aside.beside(into)) {
            Offline.progress(call, "Unpacking it");
            backup.extract(beside.folder());
            Offline.progress(call, "Checking database, keys, values and trail");
            accept(beside.folder(), "restored from the backup of " + made);
            beside.keepAs(into);
        }
        call.reply()
                .done(
                        "Restored the backup of " + made + " into " + into + ".",
                        Json.object().with("data", into.toString()).with("made", made.toString()));
        call.terminal().say("Tokens, logins and grants are those of that time: revoke again what was revoked since.");
        call.terminal().say("Start it: agent-vault server --data-dir " + into + keyFile(into));
        if (Place.of(call).database().isPresent()) {
            call.terminal()
                    .say("The restored database is a file, and AGENT_VAULT_DATABASE_URL names another: unset it.");
        }
    }

    /// Proves everything with the keys, and opens the epoch.
    private void accept(Path beside, String reason) {
        try (var vault = ClosedVault.open(call, Place.of(call).at(beside));
                var unlocked = vault.unlock();
                var instance = vault.examine(unlocked)) {
            if (vault.store() instanceof SqliteStore file) requireNone(file.check());
            requireNone(instance.check());
            var reports = instance.verifyTrails(List.of());
            if (!TrailCommands.intact(reports)) throw TrailCommands.broken(reports);
            requireNone(instance.restore(reason).findings());
        }
    }

    private static void requireNone(List<Finding> findings) {
        if (!findings.isEmpty()) throw Offline.changed(findings);
    }

    private String keyFile(Path into) {
        var used = Place.of(call).keyFile();
        boolean found = used.equals(Place.usualKeyFile(into)) || !Files.exists(used);
        return found ? "" : " --master-key-file " + used;
    }

    private static void requireFree(Path into) {
        try {
            if (!Files.exists(into)) return;
            if (!Files.isDirectory(into)) throw Failure.of(into + " is no directory.");
            try (var files = Files.list(into)) {
                if (files.findAny().isEmpty()) return;
            }
            throw Failure.of("The directory " + into + " is not empty, and nothing in it is overwritten.")
                    .next("agent-vault backup restore FILE --into NEW-DIR");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
