package agentvault.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Reads an input from the front as a series of choices, and what is left as text or bytes. An input that has run out
/// chooses the first of everything.
final class Draw {

    private final byte[] input;
    private int at;

    Draw(byte[] input) {
        this.input = input;
    }

    /// The whole input as text; bytes that are no UTF-8 become U+FFFD.
    static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    int below(int bound) {
        return at < input.length ? Byte.toUnsignedInt(input[at++]) % bound : 0;
    }

    boolean flag() {
        return below(2) == 1;
    }

    <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    String restAsText() {
        return text(rest());
    }

    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(input, Math.min(at, input.length), input.length);
        at = input.length;
        return rest;
    }
}
