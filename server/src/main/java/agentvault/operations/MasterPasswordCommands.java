package agentvault.operations;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import agentvault.keys.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `master-password`: hands the root key from the key file to a password, from one password to another, and back.
/// Nothing below the root key changes, and nothing is lost when it is cut off: the root key is handed over in one
/// transaction.
final class MasterPasswordCommands {

    private MasterPasswordCommands() {}

    static List<Command> all() {
        return List.of(
                Offline.command(
                                "set",
                                "Let a password open the vault instead of the key file",
                                MasterPasswordCommands::set)
                        .example("agent-vault master-password set", "Choose it; it is typed twice")
                        .flags(MasterKeyCommands.FORCE, Typed.STDIN),
                Offline.command("change", """
                        Change the master password

                        With --password-stdin, the first line is the password of now, the second the new one.""", MasterPasswordCommands::change)
                        .example("agent-vault master-password change", "Type the old one, and the new one twice")
                        .flags(MasterKeyCommands.FORCE, Typed.STDIN),
                Offline.command(
                                "remove",
                                "Let a new key file open the vault instead of the password",
                                MasterPasswordCommands::remove)
                        .example("agent-vault master-password remove --master-key-file FILE", "Make the key file there")
                        .flags(MasterKeyCommands.FORCE, Typed.STDIN));
    }

    private static int set(Call call) {
        MasterKeyCommands.requireAlone(call);
        try (var vault = ClosedVault.open(call)) {
            if (Unlocked.byPassword(vault.store())) {
                throw Failure.of("The vault has a master password already.").next("agent-vault master-password change");
            }
            try (var now = Unlocked.keyFile(vault.place().keyFile());
                    var instance = vault.start(now);
                    var next = Unlocked.password(chosen(call))) {
                instance.workspace().rootKeys().handOver(next.provider());
            }
            call.reply().done("Set the master password.", Json.object().with("guarded_by", "master password"));
            call.terminal()
                    .say("The key file " + vault.place().keyFile()
                            + " opens backups made before now, and nothing else. "
                            + "Without such backups, delete it.");
            return Exit.DONE;
        }
    }

    private static int change(Call call) {
        MasterKeyCommands.requireAlone(call);
        try (var vault = ClosedVault.open(call)) {
            requirePassword(vault);
            var typed = call.on(Typed.STDIN) ? Typed.lines(call, 2) : List.<HiddenText>of();
            try (var now = typed.isEmpty() ? vault.unlock() : Unlocked.password(typed.getFirst());
                    var instance = vault.start(now);
                    var next =
                            Unlocked.password(typed.isEmpty() ? Typed.chosen(call) : Typed.strong(typed.getLast()))) {
                instance.workspace().rootKeys().handOver(next.provider());
            }
            call.reply().done("Changed the master password.", Json.object().with("guarded_by", "master password"));
            call.terminal().say("Backups made before now open with the old one.");
            return Exit.DONE;
        }
    }

    private static int remove(Call call) {
        MasterKeyCommands.requireAlone(call);
        try (var vault = ClosedVault.open(call)) {
            requirePassword(vault);
            var file = vault.place().keyFile();
            try (var now = vault.unlock();
                    var instance = vault.start(now);
                    var next = made(vault.place(), file)) {
                instance.workspace().rootKeys().handOver(next.provider());
            }
            call.reply()
                    .done(
                            "Removed the master password: the key file " + file + " opens the vault.",
                            Json.object().with("guarded_by", "key file").with("key_file", file.toString()));
            call.terminal().say("Keep a copy of it elsewhere: without it, vault and backups stay closed for ever.");
            return Exit.DONE;
        }
    }

    private static HiddenText chosen(Call call) {
        return call.on(Typed.STDIN) ? Typed.strong(Typed.lines(call, 1).getFirst()) : Typed.chosen(call);
    }

    private static void requirePassword(ClosedVault vault) {
        if (Unlocked.byPassword(vault.store())) return;
        throw Failure.of("The vault has no master password: its key file opens it.")
                .next("agent-vault master-password set");
    }

    /// A file that was made stays, whatever happens then: the root key may be wrapped with it already.
    private static Unlocked made(Place place, Path file) {
        if (file.startsWith(place.data())) {
            throw Failure.misuse("A key file inside the data directory opens whatever copy of it a thief has.")
                    .because("Name a place outside of " + place.data() + " with --master-key-file FILE.");
        }
        if (Files.exists(file)) {
            throw Failure.of("The file " + file + " is there already, and it is not overwritten.")
                    .because("It may open older backups. Name another place with --master-key-file FILE.");
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return switch (KeyFile.create(file, Unlocked.RANDOM)) {
            case KeyFile.Reading.Ready(var made) -> new Unlocked(made, made::close);
            case KeyFile.Reading.Refused(var sentence) -> throw Failure.of(sentence);
        };
    }
}
