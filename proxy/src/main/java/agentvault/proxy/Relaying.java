package agentvault.proxy;

import agentvault.dial.DialFailure;
import agentvault.dial.Upstreams;
import agentvault.http.Asked;
import agentvault.http.Framing;
import agentvault.http.HeadLimits;
import agentvault.http.ResponseHead;
import agentvault.http.ResponseProgress;
import agentvault.http.ResponseReader;
import agentvault.wire.Lease;
import agentvault.wire.Relay;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One exchange: judged, connected, sent with what is injected, and streamed both ways. Everything happens on the event
/// loop of the client's connection, which the other connection shares.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class Relaying implements Relay, Upstreams.Listener, LiveExchanges.Exchange {

    private static final int USUAL_HEAD = 1024;

    private enum Phase {
        /// Nothing was sent to anybody.
        WAITING,
        /// The request is on its way; the head of the response has not come.
        SENT,
        ANSWERING,
        /// Both sides speak another protocol, and we do not listen.
        SWITCHED,
        /// All is written, and the client has not taken it.
        FLUSHING,
        OVER
    }

    private final Surroundings around;
    private final Times times;
    private final Ask ask;
    private final ClientBody request;
    private final Account account = new Account();
    private final ResponseFilter filter;
    private final ResponseReader reader;
    private Phase phase = Phase.WAITING;
    private @Nullable Lease lease;
    private Verdict.@Nullable Forward verdict;
    private @Nullable Channel upstream;
    private @Nullable ResponseHead head;
    private @Nullable BodyCarrier response;
    private boolean reused;
    private boolean wentOut;
    private boolean keeps;
    private boolean inputEnded;
    private long moved = System.nanoTime();

    Relaying(Surroundings around, Times times, Ask ask) {
        this.around = around;
        this.times = times;
        this.ask = ask;
        var asking = ask.incoming().head();
        boolean toHead = asking.method().equals("HEAD");
        this.request = new ClientBody(asking.framing());
        this.filter = new ResponseFilter(ask.way(), toHead, asking.line().minorVersion() == 1);
        var asked = toHead ? Asked.HEAD : ask.incoming().upgrades() ? Asked.UPGRADE : Asked.PLAIN;
        this.reader = new ResponseReader(HeadLimits.STANDARD, asked);
    }

    @Override
    public void begin(Lease given) {
        lease = given;
        around.live().add(given.channel().eventLoop(), this);
        proceed(around.judge().judge(ask, Judge.Waiting.NEVER));
    }

    private void proceed(Verdict given) {
        switch (given) {
            case Verdict.Forward forward -> connect(forward);
            case Verdict.Refuse(var trouble, var by) -> {
                account.by = by;
                refuse(trouble);
            }
            case Verdict.Defer() -> around.judgeSlowly(ask, lease().channel().eventLoop(), this::judgedSlowly);
        }
    }

    private void judgedSlowly(Verdict given) {
        if (phase == Phase.WAITING) proceed(given);
        else if (given instanceof Verdict.Forward unused) unused.counted().leave();
    }

    private void connect(Verdict.Forward forward) {
        verdict = forward;
        account.forwarded(forward);
        around.upstreams().connect(lease().channel().eventLoop(), forward.key(), this);
    }

    @Override
    public void connected(Channel channel, boolean again) {
        if (phase != Phase.WAITING) {
            around.upstreams().release(channel);
            return;
        }
        account.connected();
        reused = again;
        try {
            // Dialling takes time, in which much may have been revoked.
            if (again || around.judge().stillHolds(ask, verdict())) {
                inject(channel);
                return;
            }
            around.upstreams().release(channel);
            revoke();
        } catch (RuntimeException e) {
            around.figures().broken(e);
            around.upstreams().discard(channel);
            refuse(Trouble.internal());
        }
    }

    @Override
    public void failed(DialFailure failure) {
        if (phase == Phase.WAITING) refuse(Trouble.of(failure, ask.host()));
    }

    private void inject(Channel channel) {
        var trouble = Injection.send(verdict().plan(), verdict().warrant(), channel, well -> {
            wentOut |= well;
            if (!well) channel.close();
        });
        if (trouble != null) {
            around.upstreams().release(channel);
            refuse(trouble);
            return;
        }
        phase = Phase.SENT;
        upstream = channel;
        moved = System.nanoTime();
        channel.pipeline().addLast(new UpstreamLink(this));
        var client = lease().channel();
        if (lease().head().expectsContinue() && !request.ended() && request.empty())
            client.writeAndFlush(ByteBufUtil.writeAscii(client.alloc(), "HTTP/1.1 100 Continue\r\n\r\n"));
        client.config().setAutoRead(true);
        pump(channel);
    }

    @Override
    public void received(ByteBuf bytes) {
        var to = upstream;
        moved = System.nanoTime();
        if (phase == Phase.SWITCHED && to != null) {
            to.write(bytes);
            return;
        }
        request.hold(bytes);
        if (to != null && (phase == Phase.SENT || phase == Phase.ANSWERING)) pump(to);
        if (request.full()) lease().channel().config().setAutoRead(false);
    }

    @Override
    public void receivedAll() {
        if (upstream != null) upstream.flush();
        slowDown();
    }

    private void pump(Channel to) {
        if (!request.carry(to))
            stop(Trouble.of(400, "invalid_chunk", "The body is not framed as it says", "Send well-formed chunks."));
    }

    /// No more is read from the client than the other side takes.
    private void slowDown() {
        if (upstream != null && lease != null && !upstream.isWritable())
            lease.channel().config().setAutoRead(false);
    }

    void upstreamWritable() {
        if (upstream != null && upstream.isWritable() && !request.full())
            lease().channel().config().setAutoRead(true);
    }

    @Override
    public void inputEnded() {
        inputEnded = true;
        if (phase == Phase.SWITCHED || !request.ended()) cut("client_gone");
    }

    void fromUpstream(ByteBuf bytes) {
        try {
            moved = System.nanoTime();
            while (phase == Phase.SENT && bytes.isReadable()) readHead(bytes);
            if (phase == Phase.ANSWERING) carry(bytes);
            else if (phase == Phase.SWITCHED) lease().channel().write(bytes.retain());
        } finally {
            bytes.release();
        }
    }

    private void readHead(ByteBuf bytes) {
        var view = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
        int start = view.position();
        var progress = reader.read(view);
        bytes.skipBytes(view.position() - start);
        switch (progress) {
            case ResponseProgress.More(), ResponseProgress.Interim _ -> {}
            case ResponseProgress.Refused _ ->
                stop(Trouble.upstream("upstream_protocol_error", "The host's response cannot be understood"));
            case ResponseProgress.Whole(var whole) -> answer(whole);
        }
    }

    private void answer(ResponseHead whole) {
        if (whole.status() == Trouble.PROXY_UNAUTHORIZED) {
            stop(Trouble.upstream("upstream_proxy_authentication", "The host answered as if it were a proxy"));
            return;
        }
        if (whole.switches()
                && !WebSocketHandshake.accepted(ask.incoming().head().fields(), whole.fields())) {
            stop(Trouble.upstream("upstream_protocol_error", "The host accepted a WebSocket that was not asked for"));
            return;
        }
        var client = lease().channel();
        head = whole;
        account.answered(whole.status());
        var out = client.alloc().buffer(USUAL_HEAD);
        keeps = keepsAlive();
        filter.write(out, whole, keeps);
        client.write(out);
        if (whole.switches()) {
            phase = Phase.SWITCHED;
            if (upstream != null) upstream.writeAndFlush(request.take());
            return;
        }
        phase = Phase.ANSWERING;
        response = new BodyCarrier(whole.framing(), filter.framing(whole) == ResponseFilter.ClientFraming.CHUNKED);
    }

    private void carry(ByteBuf bytes) {
        var body = response;
        if (body == null) return;
        body.carry(bytes, lease().channel());
        if (body.broken()) cut("upstream_protocol_error");
        else if (body.ended()) finish(!bytes.isReadable());
    }

    void fromUpstreamAll() {
        if (lease == null || phase == Phase.OVER) return;
        lease.channel().flush();
        if (upstream != null && !lease.channel().isWritable()) upstream.config().setAutoRead(false);
    }

    @Override
    public void writabilityChanged() {
        if (!lease().channel().isWritable()) return;
        if (phase == Phase.FLUSHING) giveBack();
        else if (upstream != null) upstream.config().setAutoRead(true);
    }

    void upstreamClosed() {
        switch (phase) {
            case SENT -> {
                // Nothing of the request arrived: the connection had been closed while it was idle.
                if (reused && !wentOut && !request.touched()) {
                    upstream = null;
                    phase = Phase.WAITING;
                    connect(verdict());
                } else stop(Trouble.upstream("upstream_closed", "The host closed the connection without a response"));
            }
            case ANSWERING -> {
                boolean told = head != null && head.framing() instanceof Framing.UntilClose;
                if (told && response != null) {
                    response.close(lease().channel());
                    finish(false);
                } else cut("upstream_truncated");
            }
            case SWITCHED -> {
                phase = Phase.FLUSHING;
                giveBack();
            }
            case WAITING, FLUSHING, OVER -> {}
        }
    }

    private boolean keepsAlive() {
        boolean delimited =
                head != null && filter.framing(head) != ResponseFilter.ClientFraming.UNTIL_CLOSE && !head.switches();
        return delimited && lease().head().keepsAlive() && request.ended();
    }

    /// @param clean whether nothing came after the response
    private void finish(boolean clean) {
        if (upstream != null) letGo(upstream, clean && request.ended() && head != null && head.keepsAlive());
        phase = Phase.FLUSHING;
        lease().channel().flush();
        if (lease().channel().isWritable()) giveBack();
    }

    private void letGo(Channel channel, boolean good) {
        upstream = null;
        var link = channel.pipeline().get(UpstreamLink.class);
        if (link != null) channel.pipeline().remove(link);
        channel.config().setAutoRead(true);
        if (good) around.upstreams().release(channel);
        else around.upstreams().discard(channel);
    }

    private void giveBack() {
        var rest = request.take();
        var given = over();
        given.channel().config().setAutoRead(true);
        if (keeps && !inputEnded) {
            given.giveBack(rest, true);
            return;
        }
        rest.release();
        given.channel()
                .writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(_ -> given.giveBack(Unpooled.EMPTY_BUFFER, false));
    }

    /// Answers instead of the other side, or ends what has begun.
    private void stop(Trouble trouble) {
        if (phase == Phase.WAITING || phase == Phase.SENT) refuse(trouble);
        else cut(trouble.code());
    }

    private void refuse(Trouble trouble) {
        if (phase == Phase.OVER) return;
        if (upstream != null) letGo(upstream, false);
        account.stopped(trouble);
        var rest = request.take();
        var given = over();
        var answer = Answers.of(trouble, given.requestId());
        given.channel().config().setAutoRead(true);
        if (!request.touched()) {
            given.answer(_ -> answer, rest);
            return;
        }
        rest.release();
        given.answerLast(answer);
    }

    private void cut(String code) {
        if (phase == Phase.OVER) return;
        account.code = code;
        var channel = lease().channel();
        left();
        channel.close();
    }

    @Override
    public void left() {
        if (phase == Phase.OVER) return;
        if (upstream != null) letGo(upstream, false);
        request.take().release();
        over();
    }

    private Lease over() {
        phase = Phase.OVER;
        var given = lease();
        around.live().remove(given.channel().eventLoop(), this);
        if (verdict != null) verdict.counted().leave();
        verdict = null;
        account.tell(around, ask, given.requestId(), request.carried(), response == null ? 0 : response.carried());
        return given;
    }

    @Override
    public void look(long nanos) {
        if (verdict == null) return;
        boolean late = nanos - moved > patience().toNanos();
        if (late) stop(Trouble.of(504, "upstream_timeout", "The host did not answer in time", "Try again."));
        else if (!around.judge().stillHolds(ask, verdict)) revoke();
    }

    private Duration patience() {
        return switch (phase) {
            case WAITING, SENT -> times.head();
            case ANSWERING, FLUSHING, OVER -> inputEnded ? times.halfClosed() : times.idle();
            case SWITCHED -> times.webSocket();
        };
    }

    private void revoke() {
        if (phase != Phase.SENT && phase != Phase.WAITING) cut("revoked");
        else refuse(Trouble.revoked());
    }

    private Lease lease() {
        return Objects.requireNonNull(lease);
    }

    private Verdict.Forward verdict() {
        return Objects.requireNonNull(verdict);
    }
}
