package agentvault.json;

import java.util.Arrays;
import java.util.function.Function;

/// A text that a server is given and nobody is shown: a password, a token, a credential's value.
///
/// The process is short and the text becomes part of a request, so it is on the heap for as long as the command runs;
/// what
/// this type prevents is that it is printed, logged or compared by accident.
public final class HiddenText implements Json {

    private final char[] characters;

    private HiddenText(char[] characters) {
        this.characters = characters;
    }

    public static HiddenText of(String text) {
        return new HiddenText(text.toCharArray());
    }

    /// The only door.
    public <R> R reveal(Function<String, R> use) {
        return use.apply(new String(characters));
    }

    public boolean empty() {
        return characters.length == 0;
    }

    public int length() {
        return characters.length;
    }

    public boolean sameAs(HiddenText other) {
        return Arrays.equals(characters, other.characters);
    }

    @Override
    public String toString() {
        return "HiddenText[redacted]";
    }
}
