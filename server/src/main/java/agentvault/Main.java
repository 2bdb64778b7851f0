package agentvault;

import agentvault.cli.Program;
import agentvault.command.Environment;
import agentvault.demo.DemoCommand;
import agentvault.mcp.McpCommand;
import agentvault.operations.Operations;
import agentvault.run.RunCommand;
import agentvault.start.ServerCommands;
import java.util.List;
import java.util.stream.Stream;

/// The `agent-vault` process: what it was started with goes to [Program], and its answer is the exit code.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        var commands = Stream.of(
                        ServerCommands.all(),
                        Operations.all(),
                        RunCommand.all(),
                        List.of(DemoCommand.command(), McpCommand.command()))
                .flatMap(List::stream);
        int code = Program.run(arguments, Environment.system(), commands.toList());
        // Leaving by the end of main is quicker: exit() first sets up the JDK's logging.
        if (code != 0) System.exit(code);
    }
}
