package agentvault.trail;

import java.nio.ByteBuffer;
import java.util.function.Supplier;

/// The bytes of one segment, read once from the front, wherever they are kept.
public interface ByteSource extends AutoCloseable {

    /// What to call the segment in a finding.
    String name();

    /// Fills a part of the array; returns how many bytes it got, 0 only at the end.
    int read(byte[] into, int from, int length);

    @Override
    void close();

    /// Bytes that are fetched when the first of them is read, and let go when the source is closed.
    static ByteSource of(String name, Supplier<byte[]> content) {
        return new Fetched(name, content);
    }

    /// A segment that is fetched as a whole.
    final class Fetched implements ByteSource {
        private final String name;
        private final Supplier<byte[]> content;
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private boolean fetched;

        private Fetched(String name, Supplier<byte[]> content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (!fetched) bytes = ByteBuffer.wrap(content.get());
            fetched = true;
            int taken = Math.min(length, bytes.remaining());
            bytes.get(into, from, taken);
            return taken;
        }

        @Override
        public void close() {
            bytes = ByteBuffer.allocate(0);
        }
    }
}
