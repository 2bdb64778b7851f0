package agentvault;

import agentvault.cli.Program;
import agentvault.command.Environment;
import agentvault.start.ServerCommands;

/// The `agent-vault` process: what it was started with goes to [Program], and its answer is the exit code.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        int code = Program.run(arguments, Environment.system(), ServerCommands.all());
        // Leaving by the end of main is quicker: exit() first sets up the JDK's logging.
        if (code != 0) System.exit(code);
    }
}
