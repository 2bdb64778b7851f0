package agentvault.server;

import agentvault.access.Throttle;
import agentvault.address.HostPolicy;
import agentvault.control.Admission;
import agentvault.control.ControlApi;
import agentvault.control.Courier;
import agentvault.control.ForwardProxy;
import agentvault.control.SessionSockets;
import agentvault.control.Surroundings;
import agentvault.id.Face;
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
import agentvault.wire.Protection;
import agentvault.workspace.Authentication;
import agentvault.workspace.OauthRenewals;
import agentvault.workspace.WebhookDeliveries;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A running server: an instance, the API in front of it, and what has to be done from time to time. Closed in reverse;
/// the instance is its opener's.
public final class Server implements AutoCloseable {

    private static final String PROBE = "/health";
    private static final Answer LEAVING =
            Answer.of(503, "application/json", "{\"status\":\"stopping\"}".getBytes(StandardCharsets.UTF_8));
    private static final Throttle.Rate LOGINS = new Throttle.Rate(10, Duration.ofMinutes(5));

    private final DataPlane data;
    private final EventLoops loops;
    private final Entrances entrances;
    private final Figures figures;
    private final AtomicBoolean leaving;

    private Server(DataPlane data, EventLoops loops, Entrances entrances, Figures figures, AtomicBoolean leaving) {
        this.data = data;
        this.loops = loops;
        this.entrances = entrances;
        this.figures = figures;
        this.leaving = leaving;
    }

    /// What it listens on, and where clients reach it.
    private record Entrances(
            ControlApi control, Listener api, ForwardPort forward, SessionListeners sockets, String address) {}

    /// Listens from now on. Fails with [agentvault.wire.CannotListen] if an address cannot be had, and with an
    /// [IllegalArgumentException] if certificate and key are none.
    public static Server open(Instance instance, Serving serving, Log log) {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var figures = new Figures(meters);
        var loops = EventLoops.start(Runtime.getRuntime().availableProcessors());
        var data = DataPlane.open(instance, serving, loops, figures, log);
        var forward = new ForwardPort(data);
        var sockets = new LateSockets();
        var api = api(instance, serving, around(instance, forward, sockets, meters, log), data);
        try {
            var listening = listening(instance, serving, api, new WireEvents(log, figures, instance.clock()));
            var leaving = new AtomicBoolean();
            Handler handler = request -> leaving.get() && request.path().equals(PROBE) ? LEAVING : api.answer(request);
            var beside = data.plane().beside(Entrance.to(handler, Limits.STANDARD), api::answersTo);
            var listener = Listener.open(loops, listening, beside);
            data.listening(listener.address());
            var address = serving.reachedAt(listener.address());
            data.plane().apiAt(address);
            openOrClose(
                    listener,
                    () -> forward.open(
                            loops, listening, api::answersTo, serving.doors().forwarding(), log));
            var files = SessionListeners.start(
                    sockets(instance, serving, loops, new Beside(listening, data, api, URI.create(address)), log));
            sockets.are(files);
            figures.watch(instance, log);
            callOut(instance, data);
            instance.heartbeat().tell(answers -> log.tell(database(answers)));
            var entrances = new Entrances(api, listener, forward, files, address);
            return new Server(data, loops, entrances, figures, leaving);
        } catch (RuntimeException e) {
            data.close();
            loops.close();
            throw e;
        }
    }

    /// What this server asks of others and tells them by itself.
    private static void callOut(Instance instance, DataPlane data) {
        instance.heartbeat().renew(new OauthRenewals(instance.workspace(), data.servers()));
        instance.heartbeat().deliver(new WebhookDeliveries(instance.workspace(), data.receivers()));
    }

    private static Listening listening(Instance instance, Serving serving, ControlApi api, WireEvents events) {
        var doors = serving.doors();
        return new Listening(doors.api(), doors.protection(), Limits.STANDARD, api, events, instance.clock());
    }

    /// What does not open takes with it what is open.
    private static void openOrClose(Listener open, Runnable next) {
        try {
            next.run();
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    /// What a session's socket leads to, besides itself.
    private record Beside(Listening listening, DataPlane data, ControlApi api, URI reachedAt) {}

    private static SessionListeners sockets(
            Instance instance, Serving serving, EventLoops loops, Beside beside, Log log) {
        var plain = new Listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Protection.Plain(),
                Limits.STANDARD,
                beside.data().plane().refusals(),
                beside.listening().events(),
                instance.clock());
        return new SessionListeners(
                serving.doors().sockets(),
                loops,
                plain,
                instance.workspace().authentication(),
                pass -> beside.data()
                        .plane()
                        .of(pass, Entrance.to(beside.api().onSocket(asApi(pass), beside.reachedAt()), Limits.STANDARD)),
                log);
    }

    private static Authentication.Pass asApi(Authentication.Pass pass) {
        return new Authentication.Pass(pass.token(), Face.AGENT_VAULT);
    }

    private static Event database(boolean answers) {
        return answers ? Event.of(Level.INFO, "database_back") : Event.of(Level.WARN, "database_gone");
    }

    private static Surroundings around(
            Instance instance, ForwardProxy forward, SessionSockets sockets, PrometheusMeterRegistry meters, Log log) {
        return new Surroundings(
                new TrailView(instance),
                new Surroundings.Traffic(instance.passages(), instance.credentialUses()),
                new Surroundings.Doors(forward, sockets),
                Courier.NONE,
                meters,
                instance.clock(),
                (request, cause) -> log.tell(
                        Event.of(Level.ERROR, "failed").with("request", request).with(cause)));
    }

    private static ControlApi api(Instance instance, Serving serving, Surroundings around, DataPlane data) {
        var admission = new Admission(
                serving.names(),
                serving.proxies(),
                serving.address(),
                serving.setupCode(),
                hosts(serving),
                LOGINS,
                serving.outgoing().rate());
        return new ControlApi(instance.workspace(), around, admission, data.servers(), data.mcp(), data.receivers());
    }

    /// Services may name the hosts that may be dialled.
    private static HostPolicy hosts(Serving serving) {
        return serving.outgoing().networks().privateRanges() ? HostPolicy.INTERNAL_ALLOWED : HostPolicy.PUBLIC_ONLY;
    }

    /// Where it listens: with the port that was taken if it was to be a free one.
    public InetSocketAddress address() {
        return entrances.api().address();
    }

    /// Where clients reach it.
    public String reachedAt() {
        return entrances.address();
    }

    /// Where the forward proxy listens, if there is one.
    public Optional<InetSocketAddress> forwardAddress() {
        return entrances.forward().address();
    }

    /// Whether there is a forward proxy, and if there is none, whether its port is to blame.
    public ForwardProxy.State forwarding() {
        return entrances.forward().state();
    }

    /// Lets nobody in any more, and lets what is being asked be answered: for this long at most.
    public void drain(Duration most) {
        leaving.set(true);
        entrances.control().endWaiting();
        entrances.forward().drain(most);
        entrances.sockets().drain(most);
        entrances.api().drain(most);
    }

    @Override
    public void close() {
        entrances.control().endWaiting();
        entrances.sockets().close();
        entrances.forward().close();
        entrances.api().close();
        data.close();
        loops.close();
        figures.close();
    }
}
