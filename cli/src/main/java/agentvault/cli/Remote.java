package agentvault.cli;

import agentvault.command.Action;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import java.util.function.Function;

/// Commands that talk to a server: each takes the flags that say which, and begins with a connection.
final class Remote {

    static final Flag YES = Flag.on("yes", "Do not ask").letter("y");

    /// What such a command does once it is connected.
    interface Work {
        void run(Call call, Connection server);
    }

    private Remote() {}

    /// A command of the user who is logged in.
    static Command user(String name, String says, Work work) {
        return command(name, says, work, Connection::user);
    }

    /// A command that an agent may use, too, by the token in its environment.
    static Command agentOrUser(String name, String says, Work work) {
        return command(name, says, work, Connection::agentOrUser);
    }

    /// A command that needs no login.
    static Command open(String name, String says, Work work) {
        return command(name, says, work, Connection::open);
    }

    /// Has the person type the name of what will be gone; `--yes` says it was meant.
    static void confirm(Call call, String what, String name) {
        if (call.on(YES)) return;
        if (!call.terminal().screen().asks()) {
            throw Failure.misuse(what + " cannot be undone, and there is nobody to ask.")
                    .because("--yes says it is meant.");
        }
        var typed = call.terminal().ask(what + " cannot be undone. Type " + name + " to go on:");
        if (!typed.orElse("").equals(name))
            throw Failure.of("Nothing was done.").because("The name was not typed.");
    }

    private static Command command(String name, String says, Work work, Function<Call, Connection> connect) {
        Action action = call -> {
            work.run(call, connect.apply(call));
            return Exit.DONE;
        };
        return Command.of(name, says, action).flags(Connection.ADDRESS, Connection.PLAIN_HTTP);
    }
}
