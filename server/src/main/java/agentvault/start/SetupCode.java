package agentvault.start;

import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import java.nio.charset.StandardCharsets;

/// What the first user shows who registers from another machine. Made at every start, printed once, kept nowhere.
final class SetupCode {

    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 16;
    private static final int GROUP = 4;

    private SetupCode() {}

    /// 80 random bits as four groups of four letters.
    static Secret made(Randomness random) {
        var code = new StringBuilder();
        for (byte one : random.bytes(LENGTH)) {
            if (code.length() % (GROUP + 1) == GROUP) code.append('-');
            code.append(LETTERS.charAt(Byte.toUnsignedInt(one) % LETTERS.length()));
        }
        return Secret.take(code.toString().toCharArray());
    }

    static String shown(Secret code) {
        return code.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }
}
