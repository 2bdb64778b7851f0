package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Environment;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.command.Given;
import agentvault.command.HelpText;
import agentvault.command.Parsed;
import agentvault.command.Parser;
import agentvault.terminal.Reply;
import java.util.ArrayList;
import java.util.List;

/// The `agent-vault` command: from the words that were typed to the code it ends with.
public final class Program {

    private static final Flag JSON = Flag.on("json", "Answer with one JSON document");
    private static final Flag QUIET =
            Flag.on("quiet", "Print only what a script keeps").letter("q");

    /// Clients of older versions send it. There is nothing to turn on or off: no data about use is collected.
    private static final Flag TELEMETRY = Flag.on("telemetry", "").silent();

    static final List<Flag> EVERYWHERE = List.of(JSON, QUIET, TELEMETRY);

    private Program() {}

    /// Runs one command. The commands that are given beside ours join groups of the same name.
    ///
    /// @return the code to end the process with
    public static int run(String[] arguments, Environment environment, List<Command> more) {
        int code = run(Root.of(more), spelled(List.of(arguments)), environment);
        environment.terminal().conversation().flush();
        if (!environment.terminal().answer().checkError()) return code;
        return fail(environment, Failure.of("The answer could not be written."));
    }

    private static int run(Command root, List<String> arguments, Environment environment) {
        return switch (Parser.parse(root, EVERYWHERE, arguments)) {
            case Parsed.Help(var path, var command) -> {
                environment.terminal().answer().print(HelpText.of(path, command, EVERYWHERE));
                yield Exit.DONE;
            }
            case Parsed.Misused(var failure) -> fail(environment, failure);
            case Parsed.Run(var action, var given) -> {
                var reply = new Reply(environment.terminal(), form(given));
                yield new Guarded(action, environment).run(new Call(root, given, environment, reply));
            }
        };
    }

    static int fail(Environment environment, Failure failure) {
        environment.terminal().error(failure.what(), failure.why(), failure.next(), failure.reference());
        return failure.exit();
    }

    private static Reply.Form form(Given given) {
        if (given.on(JSON)) return Reply.Form.JSON;
        return given.on(QUIET) ? Reply.Form.QUIET : Reply.Form.PEOPLE;
    }

    /// Two habits: `help COMMAND` for `COMMAND --help`, and `--version`.
    private static List<String> spelled(List<String> arguments) {
        if (arguments.equals(List.of("--version"))) return List.of("version");
        if (arguments.isEmpty() || !arguments.getFirst().equals("help")) return arguments;
        var spelled = new ArrayList<>(arguments.subList(1, arguments.size()));
        spelled.add("--" + Parser.HELP.name());
        return spelled;
    }
}
