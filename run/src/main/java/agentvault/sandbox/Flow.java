package agentvault.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// Bytes on their way from one connection to another.
final class Flow {

    private static final int PIECE = 64 * 1024;

    private Flow() {}

    /// Something that a connection may fail in.
    @FunctionalInterface
    interface Step {
        void take() throws IOException;
    }

    /// Carries all that comes, to the end.
    static void carry(ReadableByteChannel from, WritableByteChannel to) throws IOException {
        // Outside of Java's heap, so that the system reads and writes it where it is.
        try (var arena = Arena.ofConfined()) {
            var piece = arena.allocate(PIECE).asByteBuffer();
            while (from.read(piece) >= 0) {
                write(piece.flip(), to);
                piece.clear();
            }
        }
    }

    static void write(ByteBuffer bytes, WritableByteChannel to) throws IOException {
        while (bytes.hasRemaining()) to.write(bytes);
    }

    /// Does both at once, and returns when both are done, or when one has failed and so has ended the other. The
    /// threads
    /// are the system's, which wakes them itself when bytes come: one of Java's would first be told of by another.
    static void both(Step here, Step there, Closeable... ends) throws InterruptedException {
        var other = Thread.ofPlatform().daemon().start(() -> take(there, ends));
        take(here, ends);
        other.join();
    }

    private static void take(Step step, Closeable... ends) {
        try {
            step.take();
        } catch (IOException e) {
            close(ends);
        }
    }

    /// Whoever is at the other end sees that it is over; that is all there is to tell.
    static void close(Closeable... ends) {
        for (var end : ends) {
            try {
                end.close();
            } catch (IOException e) {
                // It is gone all the same.
            }
        }
    }
}
