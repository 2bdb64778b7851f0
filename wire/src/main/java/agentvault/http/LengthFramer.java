package agentvault.http;

import java.nio.ByteBuffer;

/// A body whose length was told beforehand.
final class LengthFramer extends BodyFramer {

    private long left;

    LengthFramer(long length) {
        left = length;
    }

    @Override
    public int next(ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        left -= count;
        return count;
    }

    @Override
    public boolean ended() {
        return left == 0;
    }

    @Override
    public long remaining() {
        return left;
    }
}
