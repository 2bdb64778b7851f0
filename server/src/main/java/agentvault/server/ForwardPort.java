package agentvault.server;

import agentvault.address.CanonicalHost;
import agentvault.control.ForwardProxy;
import agentvault.log.Event;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.wire.CannotListen;
import agentvault.wire.EventLoops;
import agentvault.wire.Listener;
import agentvault.wire.Listening;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// The forward proxy's port, if there is to be one and it could be had. A port that nobody asked for by its number, and
/// that another program has, keeps no server from starting.
final class ForwardPort implements ForwardProxy, AutoCloseable {

    private final DataPlane data;
    private volatile State state = new State.Off();
    private volatile Optional<Listener> listener = Optional.empty();

    ForwardPort(DataPlane data) {
        this.data = data;
    }

    /// @param like how the API listens, but for the address
    /// @param names of this server
    void open(EventLoops loops, Listening like, Predicate<CanonicalHost> names, Serving.Forwarding wanted, Log log) {
        switch (wanted) {
            case Serving.Forwarding.None() -> {}
            case Serving.Forwarding.At(var address, var byName) -> {
                try {
                    listen(loops, like, address, names);
                } catch (CannotListen taken) {
                    if (byName || !taken.inUse()) throw taken;
                    state = new State.PortInUse(address.getPort());
                    log.tell(Event.of(Level.WARN, "forward_proxy_off")
                            .with("port", address.getPort())
                            .with("why", "another program has this port; the API runs without a forward proxy")
                            .with("next", "end that program and start again, or choose another --mitm-port"));
                }
            }
        }
    }

    private void listen(EventLoops loops, Listening like, InetSocketAddress address, Predicate<CanonicalHost> names) {
        var listening = new Listening(
                address, like.protection(), like.limits(), data.plane().refusals(), like.events(), like.clock());
        var open = Listener.open(loops, listening, data.plane().forward(names));
        listener = Optional.of(open);
        data.listening(open.address());
        state = new State.On(open.address().getPort());
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public Root root() {
        return data.root();
    }

    Optional<InetSocketAddress> address() {
        return listener.map(Listener::address);
    }

    void drain(Duration most) {
        listener.ifPresent(open -> open.drain(most));
    }

    @Override
    public void close() {
        listener.ifPresent(Listener::close);
    }
}
