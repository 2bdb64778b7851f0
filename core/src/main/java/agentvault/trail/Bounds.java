package agentvault.trail;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The limits of what an entry may hold.
final class Bounds {

    static final int TEXT_BYTES = 512;
    static final int NOTE_BYTES = 1024;
    static final int CREDENTIALS = 255;
    static final int TARGETS = 1_000;
    static final int COUNTERS = 2_000;

    private static final String CUT = "…";
    private static final int CUT_BYTES = 3;
    private static final int MAX_UTF8_PER_CHAR = 3;

    /// The largest whole number that every JSON reader keeps exact.
    private static final long LARGEST = (1L << 53) - 1;

    private Bounds() {}

    static long count(long value) {
        if (value < 0 || value > LARGEST) throw new IllegalArgumentException("a count is between 0 and 2^53 - 1");
        return value;
    }

    static <T> List<T> list(List<T> values, int most) {
        if (values.size() > most) throw new IllegalArgumentException("an entry lists at most " + most);
        return List.copyOf(values);
    }

    static String note(String text) {
        if (utf8(text) > NOTE_BYTES) throw new IllegalArgumentException("a checkpoint's note is too long");
        return text;
    }

    /// Cuts a text to its bound, with a mark, and makes it well-formed, so that what is read is what was written.
    static String text(String text) {
        if (text.length() * MAX_UTF8_PER_CHAR <= TEXT_BYTES && !surrogates(text)) return text;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String wellFormed = new String(bytes, StandardCharsets.UTF_8);
        if (bytes.length <= TEXT_BYTES) return wellFormed;
        int end = TEXT_BYTES - CUT_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) end--;
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + CUT;
    }

    private static boolean surrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) return true;
        }
        return false;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
