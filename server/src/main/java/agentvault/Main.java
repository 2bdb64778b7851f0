package agentvault;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The `agent-vault` command: stdout is the answer, stderr the conversation, the exit code 0 for done, 2 for a command
/// that does not exist.
public final class Main {

    static final int DONE = 0;
    static final int NOT_UNDERSTOOD = 2;

    private static final String HELP = """
            Agents use secrets they never hold.

            Usage: agent-vault <command>

            Commands:
              help      Show this text
              version   Show the version

            This version has the vault and its rules as a library: vaults, credentials,
            services, permissions, sessions and proposals, and the encryption that keeps
            them. It has no server and no proxy, and opens no port.
            """;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream answer, PrintStream conversation) {
        if (arguments.isEmpty()) return help(answer);
        var command = arguments.getFirst();
        return switch (command) {
            case "help", "--help", "-h" -> help(answer);
            case "version", "--version" -> version(answer);
            default -> {
                conversation.println("No command is named \"" + command + "\".");
                conversation.println("See all commands: agent-vault help");
                yield NOT_UNDERSTOOD;
            }
        };
    }

    private static int help(PrintStream answer) {
        answer.print(HELP);
        return DONE;
    }

    private static int version(PrintStream answer) {
        answer.println("agent-vault " + builtVersion() + " (Java " + Runtime.version() + ")");
        return DONE;
    }

    private static String builtVersion() {
        try (var file = Main.class.getResourceAsStream("version.txt")) {
            if (file == null) return "unknown";
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
