package agentvault.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/// Writes the heads of answers.
final class HeadWriter {

    private static final String LINE_END = "\r\n";
    private static final int USUAL = 512;

    private final DateHeader date;

    HeadWriter(DateHeader date) {
        this.date = date;
    }

    /// @param framing the header line that frames the body, or nothing
    ByteBuf write(ByteBufAllocator memory, Answer answer, String framing, boolean keepsAlive) {
        var head = new StringBuilder(USUAL)
                .append("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(phrase(answer.status()))
                .append(LINE_END);
        for (var field : answer.headers().fields()) line(head, field.name(), field.value());
        line(head, "Date", date.value());
        head.append(framing);
        if (!keepsAlive) line(head, "Connection", "close");
        head.append(LINE_END);
        var bytes = memory.buffer(head.length());
        bytes.writeCharSequence(head, StandardCharsets.ISO_8859_1);
        return bytes;
    }

    static String length(long bytes) {
        return "Content-Length: " + bytes + LINE_END;
    }

    static String chunked() {
        return "Transfer-Encoding: chunked" + LINE_END;
    }

    static ByteBuf goOn(ByteBufAllocator memory) {
        return ByteBufUtil.writeAscii(memory, "HTTP/1.1 100 Continue" + LINE_END + LINE_END);
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append(LINE_END);
    }

    /// Programs do not read the phrase; it is for those who look at the bytes.
    private static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 407 -> "Proxy Authentication Required";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "";
        };
    }
}
