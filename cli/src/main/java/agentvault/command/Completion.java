package agentvault.command;

import java.util.List;
import java.util.stream.Stream;

/// What may follow the words that are typed so far.
public final class Completion {

    private Completion() {}

    /// The names of commands and flags; none where a value is expected, so that the shell offers files.
    ///
    /// @param everywhere the flags that every command takes
    public static List<String> after(Command root, List<Flag> everywhere, List<String> typed) {
        var command = root;
        boolean value = false;
        for (var word : typed) {
            var flags = flags(command, everywhere);
            if (value) value = false;
            else if (word.startsWith("-")) value = takesValue(flags, word);
            else if (command.takesLine()) return List.of();
            else command = command.find(word).orElse(command);
        }
        if (value) return List.of();
        var names = command.commands().stream().map(Command::name).filter(name -> !name.startsWith(Command.SILENT));
        var flags = flags(command, everywhere).stream()
                .filter(flag -> !flag.silence())
                .map(flag -> "--" + flag.name());
        return Stream.concat(names, flags).toList();
    }

    private static List<Flag> flags(Command command, List<Flag> everywhere) {
        return Stream.of(command.flags(), everywhere, List.of(Parser.HELP))
                .flatMap(List::stream)
                .toList();
    }

    private static boolean takesValue(List<Flag> flags, String word) {
        return flags.stream().anyMatch(flag -> flag.takesValue() && flag.spelled(word));
    }
}
