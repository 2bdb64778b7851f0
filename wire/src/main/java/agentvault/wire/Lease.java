package agentvault.wire;

import agentvault.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.socket.DuplexChannel;

/// A connection in the hands of a [Relay]. Belongs to the connection's event loop; it ends by one call of [#giveBack],
/// [#answer], [#answerLast], [#takeOver] or with the connection, and does nothing after that.
public final class Lease {

    private final HttpConnection connection;
    private final Setup setup;
    private final RequestHead head;
    private final String id;
    final Relay relay;

    Lease(HttpConnection connection, Setup setup, RequestHead head, Relay relay) {
        this.connection = connection;
        this.setup = setup;
        this.head = head;
        this.id = setup.ids().next();
        this.relay = relay;
    }

    boolean pass(ByteBuf received) {
        relay.received(received);
        relay.receivedAll();
        return false;
    }

    public RequestHead head() {
        return head;
    }

    /// Unique among the requests of all listeners.
    public String requestId() {
        return id;
    }

    public DuplexChannel channel() {
        return connection.channel();
    }

    /// The exchange is over: what was received and is not part of it comes back.
    ///
    /// @param keepsAlive whether another request may follow; else the connection is closed in good order
    public void giveBack(ByteBuf rest, boolean keepsAlive) {
        if (!connection.takesBack(this, rest)) return;
        if (!keepsAlive) {
            connection.linger();
            return;
        }
        connection.next();
        connection.advance();
    }

    /// A handler answers instead. To be called before a byte was written.
    ///
    /// @param received all that was received since the head
    public void answer(Handler handler, ByteBuf received) {
        if (!connection.takesBack(this, received)) return;
        var limits = setup.limits();
        connection.handle(
                head,
                new Reception.Handled(handler, limits.body(), limits.times().body()));
        connection.advance();
    }

    /// Answers, and closes the connection: for when a part of the body is gone.
    public void answerLast(Answer answer) {
        if (!connection.takesBack(this, Unpooled.EMPTY_BUFFER)) return;
        boolean bodiless = head.method().equals("HEAD");
        connection.endWith(null, connection.outbound().whole(answer, bodiless, false));
    }

    /// The connection becomes something else for good.
    ///
    /// @param received all that was received since the head
    public void takeOver(ChannelHandler by, ByteBuf received) {
        if (connection.takesBack(this, received)) connection.giveUp(by);
    }

    /// Reads requests within a tunnel that ends here: over TLS, in a connection that was taken over.
    public ChannelHandler within(Entrance entrance) {
        return new HttpConnection(
                setup.within(entrance), new Peer(connection.peer().address(), true), channel());
    }
}
