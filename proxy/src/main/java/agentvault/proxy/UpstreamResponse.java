package agentvault.proxy;

import agentvault.http.Asked;
import agentvault.http.Framing;
import agentvault.http.HeadLimits;
import agentvault.http.ResponseHead;
import agentvault.http.ResponseProgress;
import agentvault.http.ResponseReader;
import agentvault.stream.OpenStreams;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// What comes back from the other side: read strictly, and written as the client gets it.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class UpstreamResponse {

    private static final int USUAL_HEAD = 1024;

    private final Ask ask;
    private final ResponseFilter filter;
    private final ResponseReader reader;
    private @Nullable ResponseHead head;
    private @Nullable BodyCarrier body;
    private OpenStreams.@Nullable Stream stream;

    UpstreamResponse(Ask ask) {
        this.ask = ask;
        var asking = ask.incoming().head();
        boolean toHead = asking.method().equals("HEAD");
        this.filter = new ResponseFilter(ask.way(), toHead, asking.line().minorVersion() == 1);
        var asked = toHead ? Asked.HEAD : ask.incoming().upgrades() ? Asked.UPGRADE : Asked.PLAIN;
        this.reader = new ResponseReader(HeadLimits.STANDARD, asked);
    }

    /// What came of reading a piece of a head.
    sealed interface Progress {

        record More() implements Progress {}

        /// It is nothing that a client may get.
        record Wrong(Trouble trouble) implements Progress {}

        record Whole(ResponseHead head) implements Progress {}
    }

    Progress read(ByteBuf bytes) {
        var view = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
        int start = view.position();
        var progress = reader.read(view);
        bytes.skipBytes(view.position() - start);
        return switch (progress) {
            case ResponseProgress.More(), ResponseProgress.Interim _ -> new Progress.More();
            case ResponseProgress.Refused _ ->
                wrong("upstream_protocol_error", "The host's response cannot be understood");
            case ResponseProgress.Whole(var whole) -> look(whole);
        };
    }

    private Progress look(ResponseHead whole) {
        if (whole.status() == Trouble.PROXY_UNAUTHORIZED)
            return wrong("upstream_proxy_authentication", "The host answered as if it were a proxy");
        if (whole.switches()
                && !WebSocketHandshake.accepted(ask.incoming().head().fields(), whole.fields()))
            return wrong("upstream_protocol_error", "The host accepted a WebSocket that was not asked for");
        head = whole;
        return new Progress.Whole(whole);
    }

    private static Progress wrong(String code, String message) {
        return new Progress.Wrong(Trouble.upstream(code, message));
    }

    /// Whether the client sees where it ends while the connection stays open.
    boolean delimited() {
        return head != null && filter.framing(head) != ResponseFilter.ClientFraming.UNTIL_CLOSE && !head.switches();
    }

    /// Reads along with the body that is about to follow, if it is the stream of an MCP server.
    void listen(OpenStreams streams, Verdict.Forward verdict) {
        if (head == null || verdict.plan().stream().isEmpty()) return;
        var service = verdict.plan().stream().get().id();
        var shown = verdict.warrant().caller().shown();
        stream = streams.open(shown, service, ask.target(), head).orElse(null);
    }

    /// Nothing more comes: what was told on the way counts no longer.
    void end() {
        if (stream != null) stream.close();
    }

    /// Whether it is made of events, which may be long in coming.
    boolean ofEvents() {
        return head != null && OpenStreams.ofEvents(head);
    }

    /// Writes the head, without a flush; the body follows unless it switches protocols.
    void begin(ResponseHead whole, boolean keepsAlive, Channel client) {
        var out = client.alloc().buffer(USUAL_HEAD);
        filter.write(out, whole, keepsAlive);
        client.write(out);
        if (whole.switches()) return;
        boolean chunks = filter.framing(whole) == ResponseFilter.ClientFraming.CHUNKED;
        var heard = stream;
        body = heard == null
                ? new BodyCarrier(whole.framing(), chunks)
                : new BodyCarrier(whole.framing(), chunks, heard::hear);
    }

    void carry(ByteBuf bytes, Channel client) {
        if (body != null) body.carry(bytes, client);
    }

    boolean broken() {
        return body != null && body.broken();
    }

    boolean ended() {
        return body != null && body.ended();
    }

    /// The other side closed. Says whether that ends the body.
    boolean close(Channel client) {
        boolean told = head != null && head.framing() instanceof Framing.UntilClose;
        if (!told || body == null) return false;
        body.close(client);
        return true;
    }

    /// Whether the other side takes another request after it.
    boolean keepsAlive() {
        return head != null && head.keepsAlive();
    }

    /// The bytes of the body so far.
    long carried() {
        return body == null ? 0 : body.carried();
    }
}
