package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.workspace.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Looks through a database file for what deleted values left in it.
///
/// SQLite overwrites what it deletes (`secure_delete`), but a page that it rebuilt while it balanced a table keeps old
/// copies of cells between its cells, and those it does not overwrite when the row goes.
final class SqliteTraces {

    private static final int BEGINNING = 40;
    private static final int MASK = 0xFFFF;
    private static final int BLOCK = 1 << 20;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final boolean[] ends = new boolean[MASK + 1];
    private final Set<Long> words = new HashSet<>();

    private SqliteTraces(Collection<Octets> gone) {
        gone.forEach(value -> add(value.bytes()));
    }

    /// Whether the file holds a word of eight bytes from the beginning of any of these. An envelope begins with its
    /// salt: without ten bytes of it or more, which is what is missing if no word is whole, nothing opens the rest.
    static boolean in(Path file, Collection<Octets> gone) {
        var traces = new SqliteTraces(gone);
        try (var in = Files.newInputStream(file)) {
            return traces.in(in);
        } catch (IOException e) {
            throw new StoreUnavailable("the database file cannot be read", e);
        }
    }

    private void add(byte[] value) {
        int end = Math.min(value.length, BEGINNING);
        for (int at = 0; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = (long) WORD.get(value, at);
            words.add(word);
            ends[(int) word & MASK] = true;
        }
    }

    /// Reads block by block; each begins with the last bytes of the one before, in which a word may have begun.
    private boolean in(InputStream file) throws IOException {
        byte[] block = new byte[BLOCK];
        int kept = 0;
        while (true) {
            int read = file.readNBytes(block, kept, BLOCK - kept);
            if (read == 0) return false;
            int length = kept + read;
            if (in(block, length)) return true;
            kept = Math.min(length, Long.BYTES - 1);
            System.arraycopy(block, length - kept, block, 0, kept);
        }
    }

    private boolean in(byte[] block, int length) {
        for (int at = 0; at <= length - Long.BYTES; at++) {
            long word = (long) WORD.get(block, at);
            if (ends[(int) word & MASK] && words.contains(word)) return true;
        }
        return false;
    }
}
