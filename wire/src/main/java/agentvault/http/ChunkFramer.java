package agentvault.http;

import java.nio.ByteBuffer;

/// A body in chunks. Extensions and trailers are checked and dropped; what they and the frames may cost grows with the
/// bytes of the body, so that a sender cannot make us work for nothing.
final class ChunkFramer extends BodyFramer {

    static final int MAX_SIZE_DIGITS = 15;
    static final int MAX_EXTENSION = 256;
    static final int MAX_TRAILERS = 8 * 1024;
    static final int FREE_OVERHEAD = 16 * 1024;

    private enum At {
        SIZE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_RETURN,
        DATA_END,
        LINE,
        LINE_NAME,
        LINE_VALUE,
        LINE_END,
        LAST_END,
        ENDED
    }

    private At at = At.SIZE;
    private long size;
    private int digits;
    private int extension;
    private int trailers;
    private long data;
    private long overhead;

    @Override
    public int next(ByteBuffer in) {
        if (refused()) return NOTHING;
        while (in.hasRemaining() && at != At.ENDED) {
            if (at == At.DATA) return data(in);
            overhead++;
            if (overhead > FREE_OVERHEAD + 2 * data) return refuse(Refusal.CHUNK_OVERHEAD);
            step(in.get());
            if (refused()) return NOTHING;
        }
        return NOTHING;
    }

    private int data(ByteBuffer in) {
        int count = (int) Math.min(size, in.remaining());
        size -= count;
        data += count;
        if (size == 0) at = At.DATA_RETURN;
        return count;
    }

    private void step(byte b) {
        switch (at) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_END -> expect('\n', b, size == 0 ? At.LINE : At.DATA, Refusal.CHUNK);
            case DATA_RETURN -> expect('\r', b, At.DATA_END, Refusal.CHUNK);
            case DATA_END -> expect('\n', b, At.SIZE, Refusal.CHUNK);
            case LINE, LINE_NAME, LINE_VALUE -> trailer(b);
            case LINE_END -> expect('\n', b, At.LINE, Refusal.TRAILER);
            case LAST_END -> expect('\n', b, At.ENDED, Refusal.TRAILER);
            case DATA, ENDED -> throw new IllegalStateException("no frame is read here");
        }
        if (at == At.SIZE && b == '\n') digits = extension = 0;
    }

    private void size(byte b) {
        int digit = Grammar.hex(b);
        if (digit >= 0 && digits < MAX_SIZE_DIGITS) {
            size = size * 16 + digit;
            digits++;
        } else if (digits > 0 && b == ';') at = At.EXTENSION;
        else if (digits > 0 && b == '\r') at = At.SIZE_END;
        else refuse(Refusal.CHUNK);
    }

    private void extension(byte b) {
        if (b == '\r') at = At.SIZE_END;
        else if (++extension > MAX_EXTENSION) refuse(Refusal.CHUNK_EXTENSION);
        else if (!Grammar.isValue(b)) refuse(Refusal.CHUNK);
    }

    private void trailer(byte b) {
        if (++trailers > MAX_TRAILERS) refuse(Refusal.TRAILER);
        else if (b == '\r' && at == At.LINE) at = At.LAST_END;
        else if (b == '\r' && at == At.LINE_VALUE) at = At.LINE_END;
        else if (b == ':' && at == At.LINE_NAME) at = At.LINE_VALUE;
        else if (at == At.LINE_VALUE ? !Grammar.isValue(b) : !Grammar.isWord(b)) refuse(Refusal.TRAILER);
        else if (at == At.LINE) at = At.LINE_NAME;
    }

    private void expect(char wanted, byte b, At then, Refusal otherwise) {
        if (b == wanted) at = then;
        else refuse(otherwise);
    }

    @Override
    public boolean ended() {
        return at == At.ENDED;
    }

    @Override
    public long remaining() {
        return ended() ? 0 : Long.MAX_VALUE;
    }
}
