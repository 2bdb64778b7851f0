package agentvault.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;

/// Takes secrets out of what servers elsewhere say: as they were sent, and in the encodings in which servers repeat
/// what
/// they were sent.
///
/// Any eight bytes that follow one another in a secret, or in an encoding of it, are taken out wherever they stand, so
/// that a piece of a secret is found, too. Upper and lower case count as one.
public final class Mask {

    private static final String MARK = "[masked]";
    private static final int WINDOW = Long.BYTES;

    private Mask() {}

    /// The bytes as text in UTF-8, without what is secret.
    public static String over(byte[] said, Collection<Secret> secrets) {
        var hidden = new BitSet(said.length);
        for (var secret : secrets) {
            secret.reveal(bytes -> {
                for (byte[] form : Encodings.of(bytes)) {
                    hide(said, form, hidden);
                    Arrays.fill(form, (byte) 0);
                }
                return hidden;
            });
        }
        return written(said, hidden);
    }

    public static String over(String said, Collection<Secret> secrets) {
        return over(said.getBytes(StandardCharsets.UTF_8), secrets);
    }

    private static void hide(byte[] said, byte[] form, BitSet hidden) {
        int length = Math.min(form.length, WINDOW);
        if (length == 0 || said.length < length) return;
        long[] wanted = windows(form, length);
        Arrays.sort(wanted);
        long[] found = windows(said, length);
        for (int i = 0; i < found.length; i++)
            if (Arrays.binarySearch(wanted, found[i]) >= 0) hidden.set(i, i + length);
        Arrays.fill(wanted, 0);
    }

    /// Every so many bytes that follow one another, each as a number.
    private static long[] windows(byte[] bytes, int length) {
        long[] windows = new long[bytes.length - length + 1];
        long kept = length == WINDOW ? -1 : (1L << (length * Byte.SIZE)) - 1;
        long window = 0;
        for (int i = 0; i < bytes.length; i++) {
            window = ((window << Byte.SIZE) | folded(bytes[i])) & kept;
            if (i >= length - 1) windows[i - length + 1] = window;
        }
        return windows;
    }

    private static int folded(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b & 0xFF;
    }

    private static String written(byte[] said, BitSet hidden) {
        var out = new ByteArrayOutputStream(said.length);
        int at = 0;
        while (at < said.length) {
            int next = hidden.nextSetBit(at);
            int end = next < 0 ? said.length : next;
            out.write(said, at, end - at);
            if (next < 0) break;
            out.writeBytes(MARK.getBytes(StandardCharsets.US_ASCII));
            at = hidden.nextClearBit(next);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
