package agentvault.wire;

import agentvault.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// What a request is answered with: a status, headers, and bytes or a writer of them. The headers that frame a message
/// are made by the connection and cannot be set.
public final class Answer {

    private static final Set<String> FRAMING =
            Set.of("connection", "content-length", "date", "keep-alive", "trailer", "transfer-encoding", "upgrade");
    private static final int FIRST_FINAL = 200;
    private static final int LAST = 599;

    private final int status;
    private final Headers headers;
    private final Body body;

    /// The two kinds of bodies.
    sealed interface Body {}

    /// A body that is there.
    static final class Whole implements Body {

        final byte[] bytes;

        Whole(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /// A body that is written while it is sent.
    record Streamed(BodyWriter writer) implements Body {}

    private Answer(int status, Headers headers, Body body) {
        if (status < FIRST_FINAL || status > LAST) throw new IllegalArgumentException("no final status: " + status);
        for (var field : headers.fields()) {
            if (FRAMING.contains(field.name().toLowerCase(Locale.ROOT)))
                throw new IllegalArgumentException("the connection itself sets " + field.name());
        }
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public static Answer empty(int status) {
        return new Answer(status, Headers.NONE, new Whole(new byte[0]));
    }

    /// The bytes are not copied: they are not changed any more.
    public static Answer of(int status, String contentType, byte[] bytes) {
        return new Answer(status, Headers.of("Content-Type", contentType), new Whole(bytes));
    }

    public static Answer text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer streamed(int status, String contentType, BodyWriter writer) {
        return new Answer(status, Headers.of("Content-Type", contentType), new Streamed(writer));
    }

    /// This with one more header.
    public Answer with(String name, String value) {
        return new Answer(status, headers.with(name, value), body);
    }

    public int status() {
        return status;
    }

    public Headers headers() {
        return headers;
    }

    Body body() {
        return body;
    }

    /// 204 and 304 have no body, whatever they were made of.
    boolean bodiless() {
        return status == 204 || status == 304;
    }

    @Override
    public String toString() {
        return "Answer[" + status + " " + headers + "]";
    }
}
