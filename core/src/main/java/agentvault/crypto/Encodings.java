package agentvault.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntPredicate;

/// The ways in which servers write down bytes that they were sent. Who asks for them overwrites them.
final class Encodings {

    private static final int BITS_OF_BASE64 = 6;
    private static final int ALIGNMENTS = 3;

    private Encodings() {}

    static List<byte[]> of(byte[] bytes) {
        var all = new ArrayList<byte[]>();
        all.add(bytes.clone());
        for (int shift = 0; shift < ALIGNMENTS; shift++) {
            all.add(base64(Base64.getEncoder(), bytes, shift));
            all.add(base64(Base64.getUrlEncoder(), bytes, shift));
        }
        all.add(ascii(HexFormat.of().formatHex(bytes)));
        all.add(escaped(bytes, b -> !unreserved(b), "%%%02x"));
        all.add(escaped(bytes, _ -> true, "%%%02x"));
        all.add(escaped(bytes, b -> b == '"' || b == '\\', "\\%c"));
        all.add(escaped(bytes, b -> b == '"' || b == '\\' || b == '/', "\\%c"));
        all.add(escaped(bytes, _ -> true, "\\u%04x"));
        return all;
    }

    /// What is the same wherever the bytes stand in a longer text, so many bytes after a multiple of three.
    private static byte[] base64(Base64.Encoder encoder, byte[] bytes, int shift) {
        byte[] shifted = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        byte[] encoded = encoder.withoutPadding().encode(shifted);
        int from = (shift * Byte.SIZE + BITS_OF_BASE64 - 1) / BITS_OF_BASE64;
        int to = shifted.length * Byte.SIZE / BITS_OF_BASE64;
        byte[] fixed = Arrays.copyOfRange(encoded, Math.min(from, to), to);
        Arrays.fill(shifted, (byte) 0);
        Arrays.fill(encoded, (byte) 0);
        return fixed;
    }

    private static byte[] escaped(byte[] bytes, IntPredicate which, String form) {
        var out = new ByteArrayOutputStream(bytes.length);
        for (byte b : bytes) {
            if (which.test(b)) out.writeBytes(ascii(form.formatted(b & 0xFF)));
            else out.write(b);
        }
        return out.toByteArray();
    }

    private static boolean unreserved(int b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || "-._~".indexOf(b) >= 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
