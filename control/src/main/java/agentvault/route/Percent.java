package agentvault.route;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads percent-encoded text strictly: two hexadecimal digits after each `%`, UTF-8 in the end, no control characters.
final class Percent {

    private Percent() {}

    /// Empty for what is not encoded soundly.
    static Optional<String> decoded(String text, boolean plusIsBlank) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes.write(c == '+' && plusIsBlank ? ' ' : c);
                continue;
            }
            if (i + 2 >= text.length()) return Optional.empty();
            int high = Character.digit(text.charAt(i + 1), 16);
            int low = Character.digit(text.charAt(i + 2), 16);
            if (high < 0 || low < 0) return Optional.empty();
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            var decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            return decoded.chars().anyMatch(Character::isISOControl) ? Optional.empty() : Optional.of(decoded);
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
