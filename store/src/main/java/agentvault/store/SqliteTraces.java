package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.workspace.StoreUnavailable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
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
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

    private final BitSet ends = new BitSet(MASK + 1);
    private final Set<Long> words = new HashSet<>();

    private SqliteTraces(Collection<Octets> gone) {
        gone.forEach(value -> add(MemorySegment.ofArray(value.bytes())));
    }

    /// Whether the file holds a word of eight bytes from the beginning of any of these. An envelope begins with its
    /// salt: without ten bytes of it or more, which is what is missing if no word is whole, nothing opens the rest.
    static boolean in(Path file, Collection<Octets> gone) {
        var traces = new SqliteTraces(gone);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ);
                var arena = Arena.ofConfined()) {
            return traces.in(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException e) {
            throw new StoreUnavailable("the database file cannot be read", e);
        }
    }

    private void add(MemorySegment value) {
        long end = Math.min(value.byteSize(), BEGINNING);
        for (long at = 0; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = value.get(WORD, at);
            words.add(word);
            ends.set((int) word & MASK);
        }
    }

    private boolean in(MemorySegment bytes) {
        long last = bytes.byteSize() - Long.BYTES;
        for (long at = 0; at <= last; at++) {
            long word = bytes.get(WORD, at);
            if (ends.get((int) word & MASK) && words.contains(word)) return true;
        }
        return false;
    }
}
