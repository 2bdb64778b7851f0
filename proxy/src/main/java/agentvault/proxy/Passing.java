package agentvault.proxy;

import agentvault.dial.DialFailure;
import agentvault.dial.Place;
import agentvault.dial.PoolKey;
import agentvault.dial.Upstreams;
import agentvault.wire.Lease;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A tunnel that stays closed: judged as a request is, dialled as a request is, and then bytes both ways that nothing
/// is
/// added to, and of which a TLS greeting is all that is looked at. Everything happens on the event loop of the client's
/// connection.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class Passing implements Upstreams.Listener, LiveExchanges.Exchange {

    private static final String OPEN = "HTTP/1.1 200 Connection Established\r\n\r\n";
    private static final int OPENED = 200;

    private final Surroundings around;
    private final Times times;
    private final Ask ask;
    private final Lease lease;
    private final EventLoop loop;
    private final Supplier<ByteBuf> held;
    private final Account account = new Account();
    private Verdict.@Nullable Forward verdict;
    private @Nullable Channel upstream;
    private @Nullable PassingEnd client;
    private @Nullable PassingEnd server;
    private boolean over;

    /// @param held what came from the client before there was somebody to take it
    Passing(Surroundings around, Times times, Ask ask, Lease lease, Supplier<ByteBuf> held) {
        this.around = around;
        this.times = times;
        this.ask = ask;
        this.lease = lease;
        this.loop = lease.channel().eventLoop();
        this.held = held;
    }

    void begin() {
        around.live().add(loop, this);
        proceed(around.judge().judge(ask, Judge.Waiting.NEVER));
    }

    private void proceed(Verdict given) {
        if (over) {
            if (given instanceof Verdict.Forward unused) unused.counted().leave();
            return;
        }
        switch (given) {
            case Verdict.Forward forward -> {
                verdict = forward;
                account.forwarded(forward);
                var key = PoolKey.bare(forward.rule().vault(), Place.of(ask.to(), false));
                around.upstreams().dial(loop, key, this);
            }
            case Verdict.Refuse(var trouble, var by) -> {
                account.by = by;
                refuse(trouble);
            }
            case Verdict.Defer() -> around.judgeSlowly(ask, loop, this::proceed);
        }
    }

    @Override
    public void failed(DialFailure failure) {
        if (!over) refuse(Trouble.of(failure, ask.host()));
    }

    @Override
    public void connected(Channel channel, boolean reused) {
        if (over || !holds()) {
            around.upstreams().discard(channel);
            if (!over) refuse(Trouble.revoked());
            return;
        }
        upstream = channel;
        account.connected();
        account.answered(OPENED);
        around.figures().tunnelOpened();
        var near = lease.channel();
        var here = new PassingEnd(channel, this::ended);
        var there = new PassingEnd(near, this::ended);
        client = here;
        server = there;
        near.write(ByteBufUtil.writeAscii(near.alloc(), OPEN));
        channel.pipeline().addLast(there);
        lease.takeOver(new PassingGate(ask.to().host(), here, this::misdirected), held.get());
        near.flush();
        channel.flush();
    }

    /// The client asked for another host than it opened the tunnel to.
    private void misdirected() {
        account.code = Trouble.misdirected().code();
    }

    private boolean holds() {
        return verdict != null && around.judge().stillHolds(ask, verdict);
    }

    private void refuse(Trouble trouble) {
        account.stopped(trouble);
        around.figures().tunnelRefused(trouble.code());
        var answer = Answers.of(trouble, lease.requestId());
        var rest = held.get();
        end();
        lease.answer(_ -> answer, rest);
    }

    @Override
    public void look(long nanos) {
        if (verdict == null || over) return;
        boolean holds = holds();
        if (upstream == null) {
            if (!holds) refuse(Trouble.revoked());
            return;
        }
        if (holds && !idle(nanos)) return;
        account.code = holds ? "upstream_timeout" : "revoked";
        ended();
    }

    private boolean idle(long nanos) {
        if (client == null || server == null) return false;
        boolean half = client.inputEnded() || server.inputEnded();
        var most = half ? times.halfClosed() : times.webSocket();
        return nanos - Math.max(client.moved(), server.moved()) > most.toNanos();
    }

    /// The client went away before there was a tunnel.
    void left() {
        ended();
    }

    /// Either side is done, or has to be: both are closed.
    private void ended() {
        if (over) return;
        end();
        if (upstream != null) {
            around.upstreams().discard(upstream);
            lease.channel().close();
        }
    }

    private void end() {
        over = true;
        around.live().remove(loop, this);
        if (verdict != null) verdict.counted().leave();
        account.tell(
                around,
                ask,
                lease.requestId(),
                client == null ? 0 : client.carried(),
                server == null ? 0 : server.carried());
    }
}
