package agentvault.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The help of one command: what it does, how it is typed, examples, then flags by purpose.
public final class HelpText {

    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private HelpText() {}

    /// @param everywhere the flags that every command takes
    public static String of(List<String> path, Command command, List<Flag> everywhere) {
        var help = new HelpText();
        help.out.append(command.says().stripTrailing()).append("\n\n");
        help.out.append("Usage: ").append(usage(path, command)).append("\n");
        help.examples(command.examples());
        help.section("Commands", lines(shown(command), HelpText::names, Command::summary));
        help.section("Arguments", lines(command.arguments(), Argument::name, Argument::says));
        byPurpose(command.flags()).forEach(help::section);
        help.section("Flags of every command", flagLines(Stream.concat(everywhere.stream(), Stream.of(Parser.HELP))));
        return help.out.toString();
    }

    private static List<Command> shown(Command group) {
        return group.commands().stream()
                .filter(command -> !command.name().startsWith(Command.SILENT))
                .toList();
    }

    private static String usage(List<String> path, Command command) {
        var words = command.group()
                ? Stream.of("<command>")
                : command.arguments().stream().map(Argument::shape);
        var flags = command.flags().isEmpty() ? Stream.<String>empty() : Stream.of("[flags]");
        var rest = command.takesLine() ? Stream.concat(flags, words) : Stream.concat(words, flags);
        return Stream.concat(Stream.of(String.join(" ", path)), rest).collect(Collectors.joining(" "));
    }

    private static Map<String, Map<String, String>> byPurpose(List<Flag> flags) {
        var sections = new LinkedHashMap<String, Map<String, String>>();
        Stream.concat(Stream.of(Flag.USUAL), flags.stream().map(Flag::purpose))
                .distinct()
                .forEach(purpose -> sections.put(
                        purpose,
                        flagLines(flags.stream().filter(flag -> flag.purpose().equals(purpose)))));
        return sections;
    }

    private static Map<String, String> flagLines(Stream<Flag> flags) {
        return lines(flags.filter(flag -> !flag.silence()).toList(), HelpText::shape, HelpText::meaning);
    }

    private static String shape(Flag flag) {
        var letter = flag.letter().isEmpty() ? "    " : "-" + flag.letter() + ", ";
        return letter + "--" + flag.name() + (flag.takesValue() ? " " + flag.value() : "");
    }

    private static String meaning(Flag flag) {
        return flag.says() + (flag.repeated() ? " (may be repeated)" : "");
    }

    private static String names(Command command) {
        return Stream.concat(Stream.of(command.name()), command.aliases().stream())
                .collect(Collectors.joining(", "));
    }

    private static <T> Map<String, String> lines(List<T> parts, Function<T, String> left, Function<T, String> right) {
        var lines = new LinkedHashMap<String, String>();
        parts.forEach(part -> lines.put(left.apply(part), right.apply(part)));
        return lines;
    }

    private void examples(List<Example> examples) {
        if (examples.isEmpty()) return;
        out.append("\nExamples:\n");
        examples.forEach(example -> out.append(INDENT)
                .append("# ")
                .append(example.says())
                .append("\n")
                .append(INDENT)
                .append(example.line())
                .append("\n"));
    }

    private void section(String heading, Map<String, String> lines) {
        if (lines.isEmpty()) return;
        out.append("\n").append(heading).append(":\n");
        int widest = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        lines.forEach((left, right) -> out.append(INDENT)
                .append(left)
                .append(" ".repeat(widest - left.length()))
                .append(INDENT)
                .append(right)
                .append("\n"));
    }
}
