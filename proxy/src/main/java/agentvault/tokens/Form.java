package agentvault.tokens;

import agentvault.crypto.Secret;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of a request to a token endpoint, written without a text being made of the secrets among them.
final class Form {

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, Secret> fields = new LinkedHashMap<>();

    /// What is no secret is treated as one, too.
    Form with(String name, String value) {
        if (!value.isEmpty()) fields.put(name, Secret.take(value.toCharArray()));
        return this;
    }

    Form with(String name, Secret value) {
        fields.put(name, value.copy());
        return this;
    }

    void write(ByteBuf out) {
        boolean first = true;
        for (var field : fields.entrySet()) {
            if (!first) out.writeByte('&');
            first = false;
            ascii(out, field.getKey() + "=");
            encode(out, field.getValue());
        }
    }

    /// `id:secret`, each encoded as in a form, and all of it once more (RFC 6749, 2.3.1).
    static void basic(ByteBuf out, String client, Secret secret) {
        var pair = out.alloc().heapBuffer();
        try (var id = Secret.take(client.toCharArray())) {
            encode(pair, id);
            pair.writeByte(':');
            encode(pair, secret);
            byte[] clear = new byte[pair.readableBytes()];
            pair.readBytes(clear);
            byte[] encoded = Base64.getEncoder().encode(clear);
            out.writeBytes(encoded);
            Arrays.fill(clear, (byte) 0);
            Arrays.fill(encoded, (byte) 0);
        } finally {
            pair.setZero(0, pair.capacity());
            pair.release();
        }
    }

    private static void encode(ByteBuf out, Secret value) {
        value.reveal(bytes -> {
            for (byte b : bytes) encode(out, b);
            return bytes.length;
        });
    }

    private static void encode(ByteBuf out, byte b) {
        boolean plain =
                (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || "-._~".indexOf(b) >= 0;
        if (plain) {
            out.writeByte(b);
            return;
        }
        out.writeByte('%').writeByte(HEX[(b >> 4) & 0xF]).writeByte(HEX[b & 0xF]);
    }

    static void ascii(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    void close() {
        fields.values().forEach(Secret::close);
    }
}
