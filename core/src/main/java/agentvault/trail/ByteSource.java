package agentvault.trail;

import java.util.Arrays;

/// The bytes of one segment, read once from the front, wherever they are kept.
public interface ByteSource extends AutoCloseable {

    /// What to call the segment in a finding.
    String name();

    /// Fills a part of the array; returns how many bytes it got, 0 only at the end.
    int read(byte[] into, int from, int length);

    @Override
    void close();

    static ByteSource of(String name, byte[] bytes) {
        return new Bytes(name, Arrays.copyOf(bytes, bytes.length));
    }

    /// A segment in memory.
    final class Bytes implements ByteSource {
        private final String name;
        private final byte[] bytes;
        private int at;

        private Bytes(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            int taken = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, from, taken);
            at += taken;
            return taken;
        }

        @Override
        public void close() {}
    }
}
