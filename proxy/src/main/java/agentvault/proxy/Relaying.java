package agentvault.proxy;

import agentvault.dial.DialFailure;
import agentvault.dial.Upstreams;
import agentvault.http.ResponseHead;
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
    private UpstreamResponse response;
    private final Account account = new Account();
    private Phase phase = Phase.WAITING;
    private @Nullable Lease lease;
    private Verdict.@Nullable Forward verdict;
    private @Nullable UpstreamLink upstream;
    private boolean keeps;
    private boolean repeated;
    private boolean inputEnded;
    private long moved = System.nanoTime();

    Relaying(Surroundings around, Times times, Ask ask) {
        this.around = around;
        this.times = times;
        this.ask = ask;
        this.request = new ClientBody(ask.incoming().head().framing());
        this.response = new UpstreamResponse(ask);
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
        if (!forward.refusable().isEmpty() && !repeated) request.keep();
        around.upstreams().connect(lease().channel().eventLoop(), forward.key(), this);
    }

    @Override
    public void connected(Channel channel, boolean again) {
        if (phase != Phase.WAITING) {
            around.upstreams().release(channel);
            return;
        }
        account.connected();
        try {
            // Dialling takes time, in which much may have been revoked.
            if (again || around.judge().stillHolds(ask, verdict())) {
                send(new UpstreamLink(this, around.upstreams(), channel, again));
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

    private void send(UpstreamLink link) {
        var trouble = link.begin(verdict());
        if (trouble != null) {
            refuse(trouble);
            return;
        }
        phase = Phase.SENT;
        account.sent();
        upstream = link;
        moved = System.nanoTime();
        var client = lease().channel();
        if (lease().head().expectsContinue() && !request.ended() && request.empty())
            client.writeAndFlush(ByteBufUtil.writeAscii(client.alloc(), "HTTP/1.1 100 Continue\r\n\r\n"));
        client.config().setAutoRead(true);
        pump(link.channel());
    }

    @Override
    public void received(ByteBuf bytes) {
        var to = upstream;
        moved = System.nanoTime();
        if (phase == Phase.SWITCHED && to != null) {
            to.channel().write(bytes);
            return;
        }
        request.hold(bytes);
        if (to != null && (phase == Phase.SENT || phase == Phase.ANSWERING)) pump(to.channel());
        if (request.full()) lease().channel().config().setAutoRead(false);
    }

    @Override
    public void receivedAll() {
        if (upstream != null && phase == Phase.SWITCHED) upstream.channel().flush();
        slowDown();
    }

    private void pump(Channel to) {
        if (!request.carry(to))
            stop(Trouble.of(400, "invalid_chunk", "The body is not framed as it says", "Send well-formed chunks."));
    }

    /// No more is read from the client than the other side takes.
    private void slowDown() {
        if (upstream != null && lease != null && !upstream.channel().isWritable())
            lease.channel().config().setAutoRead(false);
    }

    void upstreamWritable() {
        if (upstream != null && upstream.channel().isWritable() && !request.full())
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
        switch (response.read(bytes)) {
            case UpstreamResponse.Progress.More() -> {}
            case UpstreamResponse.Progress.Wrong(var trouble) -> stop(trouble);
            case UpstreamResponse.Progress.Whole(var head) -> {
                if (head.status() != Trouble.UNAUTHORIZED || !repeats()) answer(head);
            }
        }
    }

    /// A request whose access token was refused is sent once more, with another token, if all of it is still here.
    private boolean repeats() {
        var refused = verdict();
        if (repeated || refused.refusable().isEmpty() || !request.repeatable()) return false;
        repeated = true;
        around.sent(refused, Trouble.UNAUTHORIZED);
        letGo(false);
        request.repeat();
        response = new UpstreamResponse(ask);
        phase = Phase.WAITING;
        refused.counted().leave();
        verdict = null;
        around.judgeRenewed(ask, refused, lease().channel().eventLoop(), this::judgedSlowly);
        return true;
    }

    private void answer(ResponseHead head) {
        account.answered(head.status());
        around.sent(verdict(), head.status());
        response.listen(around.streams(), verdict());
        keeps = response.delimited() && lease().head().keepsAlive() && request.ended();
        response.begin(head, keeps, lease().channel());
        phase = head.switches() ? Phase.SWITCHED : Phase.ANSWERING;
        if (head.switches() && upstream != null) upstream.channel().writeAndFlush(request.take());
    }

    private void carry(ByteBuf bytes) {
        response.carry(bytes, lease().channel());
        if (response.broken()) cut("upstream_protocol_error");
        else if (response.ended()) finish(!bytes.isReadable());
    }

    void fromUpstreamAll() {
        if (lease == null || phase == Phase.OVER) return;
        lease.channel().flush();
        if (upstream != null && !lease.channel().isWritable())
            upstream.channel().config().setAutoRead(false);
    }

    @Override
    public void writabilityChanged() {
        if (!lease().channel().isWritable()) return;
        if (phase == Phase.FLUSHING) giveBack();
        else if (upstream != null) upstream.channel().config().setAutoRead(true);
    }

    void upstreamClosed() {
        switch (phase) {
            case SENT -> {
                if (upstream != null && upstream.stale() && !request.touched()) {
                    upstream = null;
                    phase = Phase.WAITING;
                    connect(verdict());
                } else stop(Trouble.upstream("upstream_closed", "The host closed the connection without a response"));
            }
            case ANSWERING -> {
                if (response.close(lease().channel())) finish(false);
                else cut("upstream_truncated");
            }
            case SWITCHED -> {
                phase = Phase.FLUSHING;
                giveBack();
            }
            case WAITING, FLUSHING, OVER -> {}
        }
    }

    /// @param clean whether nothing came after the response
    private void finish(boolean clean) {
        letGo(clean && request.ended() && response.keepsAlive());
        phase = Phase.FLUSHING;
        lease().channel().flush();
        if (lease().channel().isWritable()) giveBack();
    }

    private void letGo(boolean good) {
        response.end();
        if (upstream != null) upstream.letGo(good);
        upstream = null;
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
        letGo(false);
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
        letGo(false);
        request.take().release();
        over();
    }

    private Lease over() {
        phase = Phase.OVER;
        var given = lease();
        around.live().remove(given.channel().eventLoop(), this);
        if (verdict != null) verdict.counted().leave();
        if (verdict != null && account.unanswered()) around.sent(verdict, 0);
        verdict = null;
        account.tell(around, ask, given.requestId(), request.carried(), response.carried());
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
            case ANSWERING, FLUSHING, OVER ->
                inputEnded ? times.halfClosed() : response.ofEvents() ? times.events() : times.idle();
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
