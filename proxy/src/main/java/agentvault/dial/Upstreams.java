package agentvault.dial;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Optional;

/// All connections that a server has to elsewhere, kept for reuse on the event loop that opened them.
public final class Upstreams implements AutoCloseable {

    /// Hears what came of asking for a connection, once, on its event loop.
    public interface Listener {

        /// A connection that is ready to be written to. It reads by itself; the handlers that belong here are in its
        /// pipeline, and those of the listener come after them.
        ///
        /// @param reused whether it carried requests before: the other end may have closed it just now
        void connected(Channel channel, boolean reused);

        void failed(DialFailure failure);
    }

    private Upstreams() {}

    public static Upstreams open(Guard guard, DialSettings settings) {
        return new Upstreams();
    }

    /// Whether a place is denied by its looks, without a question to anybody: an address that may not be dialled.
    public Optional<DialFailure> denies(Place place) {
        return Optional.empty();
    }

    /// Gives a connection that was released under the same key, or dials. To be called on the event loop.
    public void connect(EventLoop loop, PoolKey key, Listener listener) {
        listener.failed(DialFailure.OVERLOADED);
    }

    /// Takes a connection back whose last answer ended cleanly, and the handlers that were added out of it. To be
    /// called
    /// on its event loop.
    public void release(Channel channel) {
        discard(channel);
    }

    /// Closes a connection that cannot be used again.
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
    public void discard(Channel channel) {
        channel.close();
    }

    /// Closes the connections that are idle; those in use end with their exchange.
    @Override
    public void close() {}
}
