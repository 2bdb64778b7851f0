package agentvault.backup;

import agentvault.crypto.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The checksum at the end of a backup: the SHA-256 of every byte before it, in hexadecimal. It is the end of the
/// archive's comment, so the file is an archive like any other.
final class Seal {

    static final int LENGTH = 64;

    /// The comment that a seal takes its place in.
    static final String ROOM = "agent-vault backup; sha256 of all before: " + "0".repeat(LENGTH);

    private static final int CHUNK = 1 << 16;

    private Seal() {}

    /// Puts the seal over the last bytes of a file.
    static void put(FileChannel file) throws IOException {
        var seal = StandardCharsets.US_ASCII.encode(of(file));
        long at = file.size() - LENGTH;
        while (seal.hasRemaining()) at += file.write(seal, at);
        file.force(true);
    }

    static boolean holds(FileChannel file) throws IOException {
        if (file.size() <= LENGTH) return false;
        var end = ByteBuffer.allocate(LENGTH);
        while (end.hasRemaining() && file.read(end, file.size() - LENGTH + end.position()) >= 0) {} // until it is full
        return StandardCharsets.US_ASCII.decode(end.flip()).toString().equals(of(file));
    }

    private static String of(FileChannel file) throws IOException {
        var digest = Hash.sha256();
        var chunk = ByteBuffer.allocate(CHUNK);
        long left = file.size() - LENGTH;
        for (long at = 0; left > 0; ) {
            chunk.clear().limit((int) Math.min(CHUNK, left));
            int read = file.read(chunk, at);
            if (read < 0) throw new IOException("the file became shorter");
            digest.update(chunk.flip());
            at += read;
            left -= read;
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
