package agentvault.stream;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads an event stream as far as its first event, in whatever pieces it comes. What comes after that, or after 64 KiB
/// without an event, is not looked at.
public final class FirstEvent {

    public static final int MOST = 64 * 1024;

    private static final String ENDPOINT = "endpoint";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int seen;
    private boolean afterReturn;
    private boolean over;
    private boolean ended;
    private String type = "";
    private Optional<String> data = Optional.empty();

    /// Whether there is nothing more to be read.
    public boolean over() {
        return over;
    }

    /// Looks at the next piece, which stays as it is. Gives the data of the first event, once, if it is an endpoint.
    public Optional<String> read(ByteBuf piece) {
        int end = piece.writerIndex();
        for (int at = piece.readerIndex(); at < end && !over; at++) {
            take(piece.getByte(at));
            if (++seen == MOST) over = true;
            if (over && ended) return type.equals(ENDPOINT) ? data : Optional.empty();
        }
        return Optional.empty();
    }

    /// A line ends with CR, with LF or with both.
    private void take(byte next) {
        boolean second = afterReturn && next == '\n';
        afterReturn = next == '\r';
        if (second) return;
        if (next == '\r' || next == '\n') endLine();
        else line.write(next);
    }

    private void endLine() {
        var text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        if (text.isEmpty()) endEvent();
        else takeField(text);
    }

    /// What has no data is no event.
    private void endEvent() {
        ended = data.isPresent();
        over = ended;
        if (!ended) type = "";
    }

    /// A line without a name before the colon is a comment.
    private void takeField(String text) {
        int colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        var value = colon < 0 ? "" : text.substring(colon + 1);
        if (value.startsWith(" ")) value = value.substring(1);
        if (name.equals("event")) type = value;
        if (name.equals("data")) data = Optional.of(data.isEmpty() ? value : data.get() + "\n" + value);
    }
}
