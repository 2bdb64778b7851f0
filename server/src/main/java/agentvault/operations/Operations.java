package agentvault.operations;

import agentvault.command.Command;
import java.util.List;

/// All commands that need no running server.
public final class Operations {

    private Operations() {}

    /// Groups are lambdas, for a reference to a method would load the class that has it; every command of the program
    /// passes here.
    public static List<Command> all() {
        return List.of(
                Command.group("audit", "The trail: who did what, and when", () -> TrailCommands.all()),
                Command.group(
                        "master-password", "What a person types to open the vault", () -> MasterPasswordCommands.all()),
                Command.group("master-key", "The root key, which wraps all other keys", () -> MasterKeyCommands.all()),
                Command.group("backup", "Copies of a vault, and the way back", () -> BackupCommands.all()),
                MigrateCommand.command(),
                Command.group(
                        "owner",
                        "What only owners may do",
                        () -> List.of(ResetPasswordCommand.command(), ResetCommand.command())),
                DoctorCommand.command());
    }
}
