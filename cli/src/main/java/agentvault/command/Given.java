package agentvault.command;

import java.util.List;
import java.util.Map;

/// The words and flags that a command was given. What it prints of itself are names alone: a value may be a secret.
public final class Given {

    private final Map<String, List<String>> words;
    private final Map<String, List<String>> flags;

    /// By their names.
    Given(Map<String, List<String>> words, Map<String, List<String>> flags) {
        this.words = Map.copyOf(words);
        this.flags = Map.copyOf(flags);
    }

    List<String> words(Argument argument) {
        return words.getOrDefault(argument.name(), List.of());
    }

    List<String> values(Flag flag) {
        return flags.getOrDefault(flag.name(), List.of());
    }

    public boolean on(Flag flag) {
        return values(flag).contains("true");
    }

    @Override
    public String toString() {
        return "Given" + flags.keySet().stream().sorted().toList();
    }
}
