package agentvault.files;

import java.io.Closeable;
import java.io.IOException;

/// A file that bytes are added to at its end.
interface SegmentFile extends Closeable {

    void write(byte[] bytes, int from, int length) throws IOException;

    /// Returns when all that was written is on the disk.
    void force() throws IOException;

    long length() throws IOException;

    void truncate(long length) throws IOException;
}
