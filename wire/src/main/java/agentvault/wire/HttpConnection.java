package agentvault.wire;

import agentvault.http.HeadProgress;
import agentvault.http.HeadReader;
import agentvault.http.Refusal;
import agentvault.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One connection, from head to head: reads a request, has it answered, and only then looks at the next. All of it
/// happens on the event loop; the threads of handlers come in through its [Door].
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class HttpConnection extends ChannelInboundHandlerAdapter {

    private static final int MOST_AHEAD = 64 * 1024;

    private enum Phase {
        /// Between two exchanges, or within a head.
        HEAD,
        /// From the end of a head to the end of its answer and its body.
        EXCHANGE,
        /// A relay has the connection.
        LENT,
        /// The last answer is being written; nothing that comes is looked at.
        ENDING,
        /// The last answer is out: what still comes is dropped, so that the answer is not lost to a reset.
        LINGER,
        CLOSED
    }

    private final Setup setup;
    private final Peer peer;
    private final DuplexChannel channel;
    private final Deadline inbound;
    private final Outbound outbound;
    private final Backlog backlog = new Backlog();
    private Phase phase = Phase.HEAD;
    private HeadReader reader;
    private @Nullable Exchange exchange;
    private @Nullable Lease lease;
    private boolean inputEnded;

    HttpConnection(Setup setup, Peer peer, DuplexChannel channel) {
        this.setup = setup;
        this.peer = peer;
        this.channel = channel;
        this.inbound = new Deadline(channel.eventLoop(), this::late);
        this.outbound = new Outbound(channel, setup, this::cut);
        this.reader = new HeadReader(setup.limits().head(), peer.secure());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!peer.secure()) inbound.in(setup.limits().times().head());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent handshake -> {
                if (handshake.isSuccess()) inbound.in(setup.limits().times().head());
                else setup.events().turnedAway(peer.address(), Events.TurnedAway.HANDSHAKE_FAILED);
            }
            case ChannelInputShutdownEvent _ -> inputEnds();
            case SslCloseCompletionEvent _ -> {
                // It may be our own end that is complete.
                if (phase != Phase.LINGER) inputEnds();
            }
            default -> {}
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        if (lease != null) {
            lease.relay.received(bytes);
            return;
        }
        if (phase != Phase.HEAD && phase != Phase.EXCHANGE) {
            bytes.release();
            return;
        }
        backlog.add(ctx.alloc(), bytes);
        advance();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase = Phase.CLOSED;
        inbound.stop();
        outbound.stop();
        backlog.drop();
        if (exchange != null) exchange.breakOff(new ClientGone(), Events.End.CLIENT_GONE);
        exchange = null;
        var left = lease;
        lease = null;
        if (left != null) left.relay.left();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (lease != null) lease.relay.receivedAll();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (lease != null) lease.relay.writabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean ofTheClient = cause instanceof IOException || cause instanceof CodecException;
        if (!ofTheClient) setup.events().broken(peer.address(), cause);
        ctx.close();
    }

    /// Goes on as far as the bytes that are there allow, and says whether more are wanted.
    void advance() {
        boolean more = true;
        while (more && !backlog.isEmpty()) {
            more = switch (phase) {
                case HEAD -> readHead();
                case EXCHANGE -> exchange != null && readBody(exchange);
                case LENT -> lease != null && lease.pass(backlog.takeAll());
                case ENDING, LINGER, CLOSED -> false;
            };
        }
        if (phase == Phase.CLOSED || phase == Phase.LENT) return;
        if (backlog.isEmpty()) backlog.drop();
        channel.config().setAutoRead(hungry());
        if (starved()) channel.close();
    }

    private boolean hungry() {
        var current = exchange;
        if (current == null) return true;
        return current.framer.ended() ? backlog.size() < MOST_AHEAD : !current.pipe.full();
    }

    private boolean readHead() {
        boolean begun = reader.begun();
        return switch (backlog.show(reader::read)) {
            case HeadProgress.More() -> {
                if (!begun) inbound.in(setup.limits().times().head());
                yield false;
            }
            case HeadProgress.Refused(var refusal) -> {
                refuse(refusal);
                yield false;
            }
            case HeadProgress.Whole(var head) -> {
                inbound.never();
                begin(head);
                yield true;
            }
        };
    }

    private void begin(RequestHead head) {
        switch (setup.receive(head, peer)) {
            case Reception.Refused(var refusal) -> refuse(refusal, head.method().equals("HEAD"));
            case Reception.TakenOver(var by) -> giveUp(by);
            case Reception.Lent(var to) -> lend(head, to);
            case Reception.Handled handled -> handle(head, handled);
        }
    }

    void handle(RequestHead head, Reception.Handled handled) {
        var current = new Exchange(setup, head, handled, peer, new Door(this)::wanted);
        exchange = current;
        phase = Phase.EXCHANGE;
        if (current.framer.ended() && inputEnded) current.client.leave();
        if (!current.framer.ended() && current.invited) inbound.in(current.beginPeriod());
        setup.threads().execute(new HandlerCall(new Door(this), current, setup.events()));
    }

    void giveUp(ChannelHandler by) {
        phase = Phase.CLOSED;
        inbound.stop();
        outbound.stop();
        channel.config().setAutoRead(true);
        var context = channel.pipeline().context(this);
        channel.pipeline().addAfter(context.name(), null, by);
        var rest = backlog.takeAll();
        if (rest.isReadable()) context.fireChannelRead(rest);
        else rest.release();
        channel.pipeline().remove(this);
    }

    private boolean readBody(Exchange current) {
        if (current.framer.ended()) return false;
        var refusal = current.pull(backlog);
        refusal.ifPresent(this::refuse);
        if (refusal.isPresent() || !current.framer.ended()) return false;
        inbound.never();
        if (inputEnded) current.client.leave();
        if (current.over) next();
        return true;
    }

    /// Is called when the client took too long for what is being read.
    private void late() {
        var current = exchange;
        switch (phase) {
            case HEAD -> {
                if (reader.begun()) refuse(Refusal.HEAD_TIMEOUT);
                else channel.close();
            }
            case EXCHANGE -> {
                if (current != null)
                    current.lateness(current.pipe.full())
                            .ifPresentOrElse(this::refuse, () -> inbound.in(current.beginPeriod()));
            }
            case LENT -> {}
            case ENDING, LINGER, CLOSED -> channel.close();
        }
    }

    private void inputEnds() {
        inputEnded = true;
        if (exchange != null && exchange.framer.ended()) exchange.client.leave();
        if (lease != null) lease.relay.inputEnded();
        else advance();
    }

    /// Nothing can come any more, and what is there does not suffice.
    private boolean starved() {
        if (!inputEnded) return false;
        return switch (phase) {
            case HEAD, LINGER -> true;
            case EXCHANGE -> exchange != null && !exchange.framer.ended() && backlog.isEmpty();
            case LENT, ENDING, CLOSED -> false;
        };
    }

    /// A handler waits for the body: the client may be waiting to be told that it may send it.
    void wanted(Exchange of) {
        if (of != exchange) return;
        if (!of.invited && !of.answered) {
            of.invited = true;
            inbound.in(of.beginPeriod());
            if (backlog.isEmpty()) outbound.write(HeadWriter.goOn(channel.alloc()), channel.newPromise());
        }
        advance();
    }

    void refuse(Refusal why) {
        refuse(why, exchange != null && exchange.isHead());
    }

    /// Tells the client why nothing more is read from it.
    private void refuse(Refusal why, boolean bodiless) {
        if (phase != Phase.HEAD && phase != Phase.EXCHANGE) return;
        setup.events().refused(peer.address(), why);
        var current = exchange;
        if (current != null) current.pipe.fail(new BodyRefused(why));
        if (current != null && current.answered) {
            cut();
            return;
        }
        var answer = setup.listening().refusals().answer(why);
        if (current != null) current.begins(answer.status());
        endWith(current, outbound.whole(answer, bodiless, false));
    }

    void endWith(@Nullable Exchange last, ChannelPromise written) {
        phase = Phase.ENDING;
        exchange = null;
        inbound.never();
        backlog.drop();
        written.addListener(result -> {
            if (last != null) last.finish(result.isSuccess() ? Events.End.SENT : Events.End.CLIENT_GONE);
            linger();
        });
    }

    void answer(Exchange of, Answer answer) {
        if (of != exchange || of.answered) return;
        of.begins(answer.status());
        of.keepsAlive = of.head.keepsAlive() && of.nearlyRead() && !last();
        boolean bodiless = of.isHead() || answer.bodiless();
        switch (answer.body()) {
            case Answer.Whole whole -> {
                if (!bodiless) of.count(whole.bytes.length);
                afterwards(of, outbound.whole(answer, bodiless, of.keepsAlive));
            }
            case Answer.Streamed _ -> {
                boolean chunked = of.head.line().minorVersion() == 1;
                of.keepsAlive &= chunked;
                var written = outbound.streamHead(answer, chunked && !bodiless, of.keepsAlive);
                if (bodiless) afterwards(of, written);
            }
        }
    }

    /// An answer that could not be written ends with its channel.
    void afterwards(Exchange of, ChannelPromise written) {
        written.addListener(result -> {
            if (result.isSuccess() && of == exchange) sent(of);
        });
    }

    private void sent(Exchange of) {
        of.finish(Events.End.SENT);
        if (!of.keepsAlive) {
            linger();
            return;
        }
        of.over = true;
        of.pipe.discard();
        if (of.framer.ended()) next();
        advance();
    }

    void next() {
        exchange = null;
        phase = Phase.HEAD;
        reader = new HeadReader(setup.limits().head(), peer.secure());
        inbound.in(setup.limits().times().idle());
        if (backlog.isEmpty() && last()) channel.close();
    }

    /// Nothing more is asked, or is to be asked, on this connection.
    private boolean last() {
        return setup.draining().get() || (inputEnded && backlog.isEmpty());
    }

    void linger() {
        if (phase == Phase.CLOSED) return;
        exchange = null;
        phase = Phase.LINGER;
        backlog.drop();
        outbound.stop();
        if (inputEnded) {
            channel.close();
            return;
        }
        inbound.in(setup.limits().times().linger());
        channel.config().setAutoRead(true);
        outbound.end();
    }

    private void cut() {
        if (exchange != null) exchange.breakOff(new ClientGone(), Events.End.CUT);
        channel.close();
    }

    /// Closes the connection unless something is being asked or answered on it.
    void drain() {
        if (phase == Phase.HEAD && !reader.begun()) channel.close();
    }

    /// Whether this exchange is still the one that is answered.
    boolean has(Exchange of) {
        return of == exchange;
    }

    Outbound outbound() {
        return outbound;
    }

    private void lend(RequestHead head, Relay to) {
        phase = Phase.LENT;
        lease = new Lease(this, setup, head, to);
        to.begin(lease);
    }

    /// Takes a lease back, with what was received in the meantime; not if it is over.
    boolean takesBack(Lease of, ByteBuf received) {
        boolean good = of == lease;
        if (good && received.isReadable()) backlog.add(channel.alloc(), received);
        else received.release();
        if (good) lease = null;
        return good;
    }

    Peer peer() {
        return peer;
    }

    DuplexChannel channel() {
        return channel;
    }
}
