package agentvault.start;

import agentvault.command.Command;
import agentvault.command.Flag;
import java.util.List;

/// The commands that run and look after a server. Nothing of a server is loaded until one of them runs.
public final class ServerCommands {

    static final Flag DETACH = Flag.on("detach", "Run in the background, and come back when it is ready")
            .letter("d");
    static final Flag DETACHED = Flag.on("detached", "").silent();

    private static final String SAYS = """
            Run the server

            Settings come from flags, then AGENT_VAULT_* variables, then config.toml in the
            data directory.

            Exit codes: 0 stopped as asked, 1 could not start or go on, 2 a flag or a setting is
            wrong, 3 the master password or key file is missing or wrong, 5 the database does not
            answer.""";

    private ServerCommands() {}

    public static List<Command> all() {
        return List.of(server(), rehearsal());
    }

    private static Command rehearsal() {
        return Command.of(Command.SILENT + "rehearse", "", call -> new Rehearsal(call).run())
                .takes(Rehearsal.PART);
    }

    private static Command server() {
        return Command.of("server", SAYS, call -> new StartServer(call).run())
                .example("agent-vault server", "Start on http://127.0.0.1:14321; Ctrl-C stops it")
                .example("agent-vault server -d", "Start in the background")
                .flags(DETACH, DETACHED, Unlocking.PASSWORD_STDIN)
                .flags(Setting.flags().toArray(Flag[]::new))
                .beside(
                        Command.of(
                                        "stop",
                                        "Stop the server that uses the data directory",
                                        call -> new StopServer(call).run())
                                .example("agent-vault server stop", "Let it answer what it was asked, and stop it")
                                .flags(Setting.DATA_DIR.flag()),
                        Command.of(
                                        "status",
                                        "Show whether a server uses the data directory, and is well",
                                        call -> new ServerStatus(call).run())
                                .example("agent-vault server status", "See its process and its address")
                                .flags(Setting.DATA_DIR.flag()));
    }
}
