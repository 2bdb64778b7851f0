package agentvault.files;

import java.io.IOException;
import java.nio.file.Path;

/// A real disk that is full, loses what it was given, or takes no time to fsync, when a test says so.
final class FailingDisk implements Disk {

    boolean full;
    boolean losing;
    boolean hasty;
    int forces;

    @Override
    public SegmentFile open(Path file) throws IOException {
        return new Failing(DiskSegment.open(file));
    }

    private final class Failing implements SegmentFile {
        private final SegmentFile real;

        private Failing(SegmentFile real) {
            this.real = real;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            real.write(bytes, from, full ? length / 2 : length);
            if (full) throw new IOException("No space left on device");
        }

        @Override
        public void force() throws IOException {
            forces++;
            if (losing) throw new IOException("Input/output error");
            if (!hasty) real.force();
        }

        @Override
        public long length() throws IOException {
            return real.length();
        }

        @Override
        public void truncate(long length) throws IOException {
            real.truncate(length);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
