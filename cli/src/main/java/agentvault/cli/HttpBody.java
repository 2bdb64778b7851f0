package agentvault.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// The body of one response, in whichever way its length is told. A body that ends early is an error, never a shorter
/// answer.
final class HttpBody extends InputStream {

    private static final int LONGEST_LENGTH = 15;
    private static final int LONGEST_CHUNK_LINE = 1024;
    private static final long UNTIL_CLOSED = -1;

    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean first = true;
    private boolean ended;

    private HttpBody(InputStream in, boolean chunked, long left) {
        this.in = in;
        this.chunked = chunked;
        this.left = left;
    }

    static HttpBody of(InputStream in, Map<String, String> headers) throws IOException {
        var coding = headers.getOrDefault("transfer-encoding", "");
        var length = headers.getOrDefault("content-length", "");
        if (!coding.isEmpty() && (!coding.equalsIgnoreCase("chunked") || !length.isEmpty())) {
            throw new IOException("the length of its answer is ambiguous");
        }
        if (!coding.isEmpty()) return new HttpBody(in, true, 0);
        return new HttpBody(in, false, length.isEmpty() ? UNTIL_CLOSED : number(length, 10));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int most) throws IOException {
        if (most == 0) return 0;
        if (chunked && left == 0 && !ended) nextChunk();
        if (ended || left == 0) return -1;
        int got = in.read(to, from, left < 0 ? most : (int) Math.min(most, left));
        if (got < 0 && left > 0) throw new EOFException("its answer was cut off");
        if (got > 0 && left > 0) left -= got;
        return got;
    }

    private void nextChunk() throws IOException {
        if (!first && !line().isEmpty()) throw new IOException("its answer is badly chunked");
        first = false;
        var size = line();
        int extension = size.indexOf(';');
        left = number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        ended = left == 0;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("its answer was cut off");
            if (line.length() == LONGEST_CHUNK_LINE) throw new IOException("its answer is badly chunked");
            line.append((char) c);
        }
        int end = line.length() - 1;
        if (end < 0 || line.charAt(end) != '\r') throw new IOException("its answer is badly chunked");
        return line.substring(0, end);
    }

    private static long number(String digits, int radix) throws IOException {
        boolean number = !digits.isEmpty()
                && digits.length() <= LONGEST_LENGTH
                && digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0);
        if (!number) throw new IOException("the length of its answer cannot be read");
        return Long.parseLong(digits, radix);
    }
}
