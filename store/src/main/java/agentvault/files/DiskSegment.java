package agentvault.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// A file on the disk. No channel: a channel closes under the thread that is interrupted in it, and the trail would be
/// lost to a cancelled request.
final class DiskSegment implements SegmentFile {

    private final RandomAccessFile file;

    private DiskSegment(RandomAccessFile file) {
        this.file = file;
    }

    static DiskSegment open(Path path) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        file.seek(file.length());
        return new DiskSegment(file);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        file.write(bytes, from, length);
    }

    @Override
    public void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public void truncate(long length) throws IOException {
        file.setLength(length);
        file.seek(length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
