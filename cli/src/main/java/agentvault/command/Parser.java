package agentvault.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads one command line: names of commands, then words and flags in any order; `--` ends the flags, and so does the
/// first word of another program's line.
///
/// Written by hand because it is on the way of every command (see decision 0013). It never repeats a value: what was
/// typed at the wrong place may be a secret.
public final class Parser {

    public static final Flag HELP = Flag.on("help", "Show this text").letter("h");

    private final Flag[] everywhere;
    private final List<String> typed;
    private final List<String> path = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final Map<String, List<String>> flags = new LinkedHashMap<>();
    private Command command;
    private int at;
    private boolean wordsBegan;

    private Parser(Command root, List<Flag> everywhere, List<String> typed) {
        this.command = root;
        this.everywhere = Stream.concat(everywhere.stream(), Stream.of(HELP)).toArray(Flag[]::new);
        this.typed = typed;
        path.add(root.name());
    }

    /// @param everywhere the flags that every command takes
    public static Parsed parse(Command root, List<Flag> everywhere, List<String> typed) {
        var parser = new Parser(root, everywhere, List.copyOf(typed));
        try {
            return parser.parsed();
        } catch (Failure misuse) {
            return new Parsed.Misused(misuse);
        }
    }

    private Parsed parsed() {
        while (at < typed.size()) {
            var word = typed.get(at++);
            if (word.equals("--")) rest();
            else if (word.length() > 1 && word.startsWith("-")) flag(word);
            else word(word);
        }
        boolean helpful = flags.getOrDefault(HELP.name(), List.of()).contains("true");
        return switch (command.body()) {
            case Command.Body.Group _ -> {
                if (helpful || words.isEmpty()) yield new Parsed.Help(path, command);
                throw unknown(words.getFirst());
            }
            case Command.Body.Does does ->
                helpful ? new Parsed.Help(path, command) : new Parsed.Run(does.action(), new Given(placed(), flags));
        };
    }

    private void word(String word) {
        var inner = wordsBegan ? Optional.<Command>empty() : command.find(word);
        if (inner.isPresent()) {
            command = inner.get();
            path.add(command.name());
            return;
        }
        if (command.group()) throw unknown(word);
        wordsBegan = true;
        words.add(word);
        if (command.takesLine() && words.size() == command.arguments().size()) rest();
    }

    private void rest() {
        words.addAll(typed.subList(at, typed.size()));
        at = typed.size();
    }

    private void flag(String typedFlag) {
        int equals = typedFlag.indexOf('=');
        var shape = equals < 0 ? typedFlag : typedFlag.substring(0, equals);
        var flag = known(shape);
        var values = flags.computeIfAbsent(flag.name(), _ -> new ArrayList<>());
        if (!values.isEmpty() && !flag.repeated()) throw misuse(shape + " is given twice.");
        if (equals >= 0) values.add(checked(flag, shape, typedFlag.substring(equals + 1)));
        else if (!flag.takesValue()) values.add("true");
        else if (at < typed.size()) values.add(typed.get(at++));
        else throw misuse(shape + " needs a value: " + shape + " " + flag.value());
    }

    private String checked(Flag flag, String shape, String value) {
        if (flag.takesValue() || value.equals("true") || value.equals("false")) return value;
        throw misuse(shape + " takes no value.");
    }

    private Flag known(String shape) {
        return flags().filter(flag -> flag.spelled(shape)).findFirst().orElseThrow(() -> unknownFlag(shape));
    }

    private Stream<Flag> flags() {
        return Stream.concat(command.flags().stream(), Stream.of(everywhere));
    }

    private Map<String, List<String>> placed() {
        var placed = new LinkedHashMap<String, List<String>>();
        int from = 0;
        for (var argument : command.arguments()) {
            int to = (int) Math.min(words.size(), (long) from + argument.count().most);
            if (to - from < argument.count().least)
                throw misuse("Missing: " + argument.name() + ". " + argument.says());
            placed.put(argument.name(), List.copyOf(words.subList(from, to)));
            from = to;
        }
        if (from < words.size()) throw misuse("One word too many: \"" + harmless(words.get(from)) + "\".");
        return placed;
    }

    private Failure unknown(String word) {
        var within = String.join(" ", path);
        var failure = Failure.misuse("No command is named \"" + harmless(within + " " + word) + "\".");
        var names = command.commands().stream()
                .flatMap(one -> Stream.concat(Stream.of(one.name()), one.aliases().stream()))
                .toList();
        return Nearest.to(word, names)
                .map(near -> failure.next(within + " " + near))
                .orElse(failure)
                .next(within + " --help");
    }

    private Failure unknownFlag(String shape) {
        var name = shape.startsWith("--") ? shape.substring(2) : shape.substring(1);
        var failure = Failure.misuse("No flag is named \"" + shape + "\" here.");
        var names = flags().filter(flag -> !flag.silence()).map(Flag::name).toList();
        return Nearest.to(name, names)
                .map(near -> failure.next(String.join(" ", path) + " --" + near))
                .orElse(failure)
                .next(String.join(" ", path) + " --help");
    }

    private Failure misuse(String sentence) {
        return Failure.misuse(sentence).next(String.join(" ", path) + " --help");
    }

    /// What stands before a value: `KEY=VALUE` is repeated as `KEY=…`.
    private static String harmless(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? word : word.substring(0, equals) + "=…";
    }
}
