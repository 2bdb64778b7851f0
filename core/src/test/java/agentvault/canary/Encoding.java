package agentvault.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// A way in which bytes are written down, and so the ways in which a secret may leave.
public enum Encoding {
    RAW,
    UTF_16,
    BASE64,
    BASE64_URL,
    HEX,
    HEX_UPPER,
    /// What a form writes: only some characters.
    PERCENT_SOME,
    PERCENT_ALL,
    PERCENT_ALL_UPPER;

    public byte[] of(byte[] bytes) {
        return switch (this) {
            case RAW -> bytes.clone();
            case UTF_16 -> wide(bytes);
            case BASE64 -> Base64.getEncoder().encode(bytes);
            case BASE64_URL -> Base64.getUrlEncoder().encode(bytes);
            case HEX -> ascii(HexFormat.of().formatHex(bytes));
            case HEX_UPPER -> ascii(HexFormat.of().withUpperCase().formatHex(bytes));
            case PERCENT_SOME -> ascii(URLEncoder.encode(new String(bytes, ISO_8859_1), ISO_8859_1));
            case PERCENT_ALL -> ascii(HexFormat.of().withPrefix("%").formatHex(bytes));
            case PERCENT_ALL_UPPER ->
                ascii(HexFormat.of().withPrefix("%").withUpperCase().formatHex(bytes));
        };
    }

    /// What stands in a text that was written like this and has the secret somewhere in it.
    List<byte[]> traces(byte[] secret) {
        return switch (this) {
            case BASE64, BASE64_URL -> aligned(secret);
            case UTF_16 -> List.of(Arrays.copyOfRange(of(secret), 1, 2 * secret.length)); // in either order of bytes
            case RAW, HEX, HEX_UPPER, PERCENT_SOME, PERCENT_ALL, PERCENT_ALL_UPPER -> List.of(of(secret));
        };
    }

    /// Three bytes become four characters, so what comes before a secret decides which characters it becomes. Those
    /// that it shares with a neighbour are left out.
    private List<byte[]> aligned(byte[] secret) {
        return IntStream.range(0, 3)
                .mapToObj(before -> {
                    byte[] shifted = new byte[before + secret.length];
                    System.arraycopy(secret, 0, shifted, before, secret.length);
                    int from = before == 0 ? 0 : before + 1;
                    return Arrays.copyOfRange(of(shifted), from, shifted.length * 8 / 6);
                })
                .toList();
    }

    private static byte[] wide(byte[] bytes) {
        var out = new ByteArrayOutputStream(2 * bytes.length);
        for (byte each : bytes) out.writeBytes(new byte[] {0, each});
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
