package agentvault.command;

import java.util.List;
import java.util.Map;

/// The words and flags that a command was given. What it prints of itself are names alone: a value may be a secret.
public final class Given {

    private final Map<Argument, List<String>> words;
    private final Map<Flag, List<String>> flags;

    Given(Map<Argument, List<String>> words, Map<Flag, List<String>> flags) {
        this.words = Map.copyOf(words);
        this.flags = Map.copyOf(flags);
    }

    List<String> words(Argument argument) {
        return words.getOrDefault(argument, List.of());
    }

    List<String> values(Flag flag) {
        return flags.getOrDefault(flag, List.of());
    }

    public boolean on(Flag flag) {
        return values(flag).contains("true");
    }

    @Override
    public String toString() {
        return "Given" + flags.keySet().stream().map(Flag::name).sorted().toList();
    }
}
