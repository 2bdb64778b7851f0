package agentvault.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/// Bytes that must not leak: a credential's value, a key, a password. They live outside the Java heap, are overwritten
/// on [#close()], and are readable only through [#reveal], which the house rules allow in named places alone.
///
/// What this does not promise: the JDK's ciphers copy what they are given onto the heap for a moment.
public final class Secret implements AutoCloseable {

    private static final int MAX_UTF8_PER_CHAR = 3;
    private static final int UTF8_CONTINUATION_MASK = 0xC0;
    private static final int UTF8_CONTINUATION = 0x80;

    /// Not from a shared arena: closing one stops every thread of the JVM for a moment, and an exchange closes several.
    private final MemorySegment memory;

    private boolean closed;

    private Secret(int length) {
        memory = Arena.ofAuto().allocate(Math.max(1, length)).asSlice(0, length);
    }

    /// Takes the bytes over: the array is overwritten with zeros.
    public static Secret take(byte[] bytes) {
        var secret = new Secret(bytes.length);
        MemorySegment.copy(bytes, 0, secret.memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        Arrays.fill(bytes, (byte) 0);
        return secret;
    }

    /// Takes typed characters over, as UTF-8: the array is overwritten with zeros.
    public static Secret take(char[] characters) {
        byte[] room = new byte[characters.length * MAX_UTF8_PER_CHAR];
        var encoded = ByteBuffer.wrap(room);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters), encoded, true);
        byte[] bytes = Arrays.copyOf(room, encoded.position());
        Arrays.fill(room, (byte) 0);
        Arrays.fill(characters, '\0');
        return take(bytes);
    }

    /// The only door. The copy that `use` sees is overwritten when it returns; it must not keep it.
    public <R> R reveal(Function<byte[], R> use) {
        byte[] copy = copied();
        try {
            return use.apply(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    public int length() {
        return (int) memory.byteSize();
    }

    /// How many characters its text in UTF-8 has.
    public int characters() {
        return reveal(bytes -> {
            int continued = 0;
            for (byte b : bytes) if ((b & UTF8_CONTINUATION_MASK) == UTF8_CONTINUATION) continued++;
            return bytes.length - continued;
        });
    }

    public Secret copy() {
        return reveal(bytes -> take(bytes.clone()));
    }

    /// The same without blanks and line breaks at its ends, as people paste them along.
    public Secret stripped() {
        return reveal(bytes -> {
            int from = 0;
            int to = bytes.length;
            while (from < to && bytes[from] >= 0 && bytes[from] <= ' ') from++;
            while (to > from && bytes[to - 1] >= 0 && bytes[to - 1] <= ' ') to--;
            return take(Arrays.copyOfRange(bytes, from, to));
        });
    }

    /// Compares in constant time.
    public boolean sameAs(Secret other) {
        return reveal(mine -> other.reveal(theirs -> MessageDigest.isEqual(mine, theirs)));
    }

    public synchronized boolean closed() {
        return closed;
    }

    /// Overwrites the memory. Closing twice is harmless; use after closing throws.
    @Override
    public synchronized void close() {
        memory.fill((byte) 0);
        closed = true;
    }

    /// Nobody gets a copy that was overwritten half way.
    private synchronized byte[] copied() {
        if (closed) throw new IllegalStateException("this secret is closed");
        return memory.toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
