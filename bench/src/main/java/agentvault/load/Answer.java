package agentvault.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What has come of an answer, until it is whole: its status is looked at, its bytes are dropped.
final class Answer {

    /// That an answer goes on.
    static final int UNFINISHED = 0;

    private static final ByteBuf HEAD_ENDS = ascii("\r\n\r\n");
    private static final String LENGTH = "\r\ncontent-length:";
    private static final int STATUS = "HTTP/1.1 ".length();
    private static final int STATUS_END = STATUS + 3;

    private ByteBuf head = Unpooled.EMPTY_BUFFER;
    private int status;
    private long missing;

    /// Takes bytes, and releases them. Gives the status with the last of the answer.
    int take(ByteBuf bytes) {
        if (status != UNFINISHED) return body(bytes);
        head = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(bytes.alloc(), head, bytes);
        int end = ByteBufUtil.indexOf(HEAD_ENDS, head);
        if (end < 0) return UNFINISHED;
        var text = head.readCharSequence(
                        end + HEAD_ENDS.readableBytes() - head.readerIndex(), StandardCharsets.US_ASCII)
                .toString();
        status = Integer.parseInt(text, STATUS, STATUS_END, 10);
        missing = length(text);
        var rest = head;
        head = Unpooled.EMPTY_BUFFER;
        return body(rest);
    }

    private int body(ByteBuf bytes) {
        missing -= bytes.readableBytes();
        bytes.release();
        if (missing > 0) return UNFINISHED;
        if (missing < 0) throw new IllegalArgumentException("more came than was announced");
        int whole = status;
        status = UNFINISHED;
        return whole;
    }

    /// Without a length there is no body: so are the answers of proxies that open a tunnel.
    private static long length(String head) {
        int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (at < 0) return 0;
        int end = head.indexOf('\r', at + LENGTH.length());
        return Long.parseLong(head.substring(at + LENGTH.length(), end).strip());
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    void drop() {
        head.release();
        head = Unpooled.EMPTY_BUFFER;
    }
}
