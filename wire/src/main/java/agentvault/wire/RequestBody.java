package agentvault.wire;

import agentvault.http.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;

/// The body of a request, read while it comes: what is not read is not asked for from the client. Throws [BodyRefused]
/// when the client sends what it may not, and [ClientGone] when it leaves.
public final class RequestBody extends InputStream {

    private final BodyPipe pipe;

    RequestBody(BodyPipe pipe) {
        this.pipe = pipe;
    }

    /// Reads the rest, and refuses the request if that is more than `max` bytes.
    public byte[] readAll(int max) {
        var all = new ByteArrayOutputStream();
        for (var piece = pipe.take(); piece.length > 0; piece = pipe.take()) {
            if (piece.length > max - all.size()) throw new BodyRefused(Refusal.BODY_TOO_LARGE);
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        return pipe.read(into, offset, length);
    }
}
