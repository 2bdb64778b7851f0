package agentvault.inject;

import agentvault.crypto.Secret;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Writes secrets into the head that is about to be sent, in the form in which each place takes them, or not at all.
final class Pen {

    /// What servers take in one header, at least.
    private static final int MOST_IN_HEADER = 8 * 1024;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuf out;

    Pen(ByteBuf out) {
        this.out = out;
    }

    /// As it is. Throws [Unplaceable] for what is no plain text of one line.
    void plain(Secret value) {
        value.reveal(bytes -> {
            requirePlain(bytes);
            return out.writeBytes(bytes);
        });
    }

    /// As a user and a password.
    void basic(Secret user, Secret password) {
        user.reveal(name -> password.reveal(word -> {
            requirePlain(name);
            requirePlain(word);
            for (byte b : name) if (b == ':') throw new Unplaceable("a user name with a colon");
            byte[] pair = Arrays.copyOf(name, name.length + 1 + word.length);
            pair[name.length] = ':';
            System.arraycopy(word, 0, pair, name.length + 1, word.length);
            byte[] encoded = Base64.getEncoder().encode(pair);
            out.writeBytes(encoded);
            Arrays.fill(pair, (byte) 0);
            Arrays.fill(encoded, (byte) 0);
            return out;
        }));
    }

    /// As a part of a path or a query: everything but the plainest characters is encoded.
    void encoded(Secret value) {
        value.reveal(bytes -> {
            for (byte b : bytes) encode(b);
            return out;
        });
    }

    private void encode(byte b) {
        if (isUnreserved(b)) {
            out.writeByte(b);
            return;
        }
        out.writeByte('%').writeByte(HEX[(b >> 4) & 0xf]).writeByte(HEX[b & 0xf]);
    }

    private static void requirePlain(byte[] bytes) {
        if (bytes.length > MOST_IN_HEADER) throw new Unplaceable("a value longer than 8 KiB");
        for (byte b : bytes) if (b < ' ' || b == 0x7f) throw new Unplaceable("a value beyond printable ASCII");
        if (bytes.length > 0 && (bytes[0] == ' ' || bytes[bytes.length - 1] == ' '))
            throw new Unplaceable("a value with a space at its edge");
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
