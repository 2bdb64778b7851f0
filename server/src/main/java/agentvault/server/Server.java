package agentvault.server;

import agentvault.address.HostPolicy;
import agentvault.control.Admission;
import agentvault.control.ControlApi;
import agentvault.control.Courier;
import agentvault.control.ForwardProxy;
import agentvault.control.Surroundings;
import agentvault.gate.Throttle;
import agentvault.log.Event;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.wire.Answer;
import agentvault.wire.Entrance;
import agentvault.wire.EventLoops;
import agentvault.wire.Handler;
import agentvault.wire.Limits;
import agentvault.wire.Listener;
import agentvault.wire.Listening;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A running server: an instance, the API in front of it, and what has to be done from time to time. Closed in reverse;
/// the instance is its opener's.
public final class Server implements AutoCloseable {

    private static final String PROBE = "/health";
    private static final Answer LEAVING =
            Answer.of(503, "application/json", "{\"status\":\"stopping\"}".getBytes(StandardCharsets.UTF_8));
    private static final Throttle.Rate LOGINS = new Throttle.Rate(10, Duration.ofMinutes(5));

    private final DataPlane data;
    private final EventLoops loops;
    private final Listener listener;
    private final Optional<Listener> forward;
    private final Figures figures;
    private final AtomicBoolean leaving;

    private Server(
            DataPlane data,
            EventLoops loops,
            Listener listener,
            Optional<Listener> forward,
            Figures figures,
            AtomicBoolean leaving) {
        this.data = data;
        this.loops = loops;
        this.listener = listener;
        this.forward = forward;
        this.figures = figures;
        this.leaving = leaving;
    }

    /// Listens from now on. Fails with an [java.io.UncheckedIOException] if the address cannot be had, and with an
    /// [IllegalArgumentException] if certificate and key are none.
    public static Server open(Instance instance, Serving serving, Log log) {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var figures = new Figures(meters);
        var data = DataPlane.open(instance, serving, figures, log);
        var forwardPort = new AtomicInteger();
        var api = api(instance, serving, meters, root(data, forwardPort), log);
        var loops = EventLoops.start(Runtime.getRuntime().availableProcessors());
        try {
            var limits = Limits.STANDARD;
            var events = new WireEvents(log, figures, instance.clock());
            var listening =
                    new Listening(serving.doors().api(), serving.protection(), limits, api, events, instance.clock());
            var leaving = new AtomicBoolean();
            Handler handler = request -> leaving.get() && request.path().equals(PROBE) ? LEAVING : api.answer(request);
            var listener = Listener.open(loops, listening, data.plane().beside(Entrance.to(handler, limits)));
            var forward = forward(loops, listening, serving.doors().forwarding(), data);
            data.listening(listener.address(), serving.names());
            forward.map(Listener::address).ifPresent(address -> {
                data.listening(address, serving.names());
                forwardPort.set(address.getPort());
            });
            figures.watch(instance, log);
            instance.heartbeat().tell(answers -> log.tell(database(answers)));
            return new Server(data, loops, listener, forward, figures, leaving);
        } catch (RuntimeException e) {
            data.close();
            loops.close();
            throw e;
        }
    }

    /// There is nothing to trust where nobody forwards.
    private static ForwardProxy root(DataPlane data, AtomicInteger port) {
        return () -> port.get() == 0 ? Optional.empty() : Optional.of(data.root(port.get()));
    }

    private static Optional<Listener> forward(
            EventLoops loops, Listening api, Serving.Forwarding forwarding, DataPlane data) {
        return switch (forwarding) {
            case Serving.Forwarding.None() -> Optional.empty();
            case Serving.Forwarding.At(var address) -> {
                var refusals = data.plane().refusals();
                var listening =
                        new Listening(address, api.protection(), api.limits(), refusals, api.events(), api.clock());
                yield Optional.of(Listener.open(loops, listening, data.plane().forward()));
            }
        };
    }

    private static Event database(boolean answers) {
        return answers ? Event.of(Level.INFO, "database_back") : Event.of(Level.WARN, "database_gone");
    }

    private static ControlApi api(
            Instance instance, Serving serving, PrometheusMeterRegistry meters, ForwardProxy forward, Log log) {
        var around = new Surroundings(
                new TrailView(instance),
                instance.passages(),
                forward,
                Courier.NONE,
                meters,
                instance.clock(),
                (request, cause) -> log.tell(
                        Event.of(Level.ERROR, "failed").with("request", request).with(cause)));
        var admission = new Admission(
                serving.names(), serving.proxies(), serving.address(), serving.setupCode(), hosts(serving), LOGINS);
        return new ControlApi(instance.workspace(), around, admission);
    }

    /// Services may name the hosts that may be dialled.
    private static HostPolicy hosts(Serving serving) {
        return serving.outgoing().networks().privateRanges() ? HostPolicy.INTERNAL_ALLOWED : HostPolicy.PUBLIC_ONLY;
    }

    /// Where it listens: with the port that was taken if it was to be a free one.
    public InetSocketAddress address() {
        return listener.address();
    }

    /// Where the forward proxy listens, if there is one.
    public Optional<InetSocketAddress> forwardAddress() {
        return forward.map(Listener::address);
    }

    /// Lets nobody in any more, and lets what is being asked be answered: for this long at most.
    public void drain(Duration most) {
        leaving.set(true);
        forward.ifPresent(proxy -> proxy.drain(most));
        listener.drain(most);
    }

    @Override
    public void close() {
        forward.ifPresent(Listener::close);
        listener.close();
        data.close();
        loops.close();
        figures.close();
    }
}
