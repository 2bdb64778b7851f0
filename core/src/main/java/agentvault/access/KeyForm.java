package agentvault.access;

import java.util.Optional;
import java.util.stream.Stream;

/// What an API key looks like. A form is a prefix before 64 hex digits and nothing else: it is there for clients that
/// look at how a key begins.
public enum KeyForm {
    USUAL("an", "an_sk_"),
    TWENTY_FIRST("21st", "21st_sk_"),
    QODER("qoder", "pt-"),
    ANTHROPIC("anthropic", "sk-ant-");

    private final String word;
    private final String prefix;

    KeyForm(String word, String prefix) {
        this.word = word;
        this.prefix = prefix;
    }

    /// What people call it.
    public String word() {
        return word;
    }

    public String prefix() {
        return prefix;
    }

    public static Optional<KeyForm> called(String word) {
        return Stream.of(values()).filter(form -> form.word.equals(word)).findFirst();
    }
}
