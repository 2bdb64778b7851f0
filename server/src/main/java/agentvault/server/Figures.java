package agentvault.server;

import agentvault.log.Log;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What is counted about a server besides its requests. No name of anybody or anything is in the figures.
final class Figures implements AutoCloseable {

    private final MeterRegistry meters;
    private final AtomicLong connections = new AtomicLong();
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Map<Fate, Timer> exchanges = new ConcurrentHashMap<>();

    Figures(MeterRegistry meters) {
        this.meters = meters;
    }

    /// Binds what is only read when somebody asks. Done beside the start, which it would make longer.
    void watch(Instance instance, Log log) {
        Thread.ofVirtual().name("figures").start(() -> {
            Gauge.builder("agentvault.connections", connections, AtomicLong::get)
                    .description("Open connections")
                    .register(meters);
            Gauge.builder("agentvault.store.answering", instance.heartbeat(), one -> one.answering() ? 1 : 0)
                    .description("Whether the database answered when it was last asked")
                    .register(meters);
            Gauge.builder("agentvault.trail.entries", instance, one -> one.trailHead())
                    .description("Entries in the trail of this server")
                    .register(meters);
            Gauge.builder(
                            "agentvault.trail.copied",
                            instance,
                            one -> one.copyTrouble().isEmpty() ? 1 : 0)
                    .description("Whether the last copy of the trail for other servers was made")
                    .register(meters);
            Gauge.builder("agentvault.log.dropped", log, Log::dropped)
                    .description("Lines of the log that nobody took in time")
                    .register(meters);
            new JvmMemoryMetrics().bindTo(meters);
            collections.bindTo(meters);
            new JvmThreadMetrics().bindTo(meters);
            new ClassLoaderMetrics().bindTo(meters);
            new ProcessorMetrics().bindTo(meters);
            new UptimeMetrics().bindTo(meters);
        });
    }

    void accepted() {
        connections.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }

    void turnedAway(String reason) {
        count("agentvault.connections.turned.away", "Connections that were not let in", reason);
    }

    void refused(String reason) {
        count("agentvault.messages.refused", "Messages that were refused by their form or slowness", reason);
    }

    /// @param code of what stopped it here, or nothing
    void exchanged(int status, String code, Duration whole) {
        exchanges.computeIfAbsent(new Fate(status / 100, code), this::timer).record(whole);
    }

    /// What came of an exchange, as far as it is told apart here.
    private record Fate(int hundreds, String code) {}

    private Timer timer(Fate fate) {
        return Timer.builder("agentvault.exchanges")
                .description("Exchanges through the proxy")
                .tag("status", fate.hundreds() + "xx")
                .tag("code", fate.code())
                .register(meters);
    }

    void tunnelled() {
        count("agentvault.tunnels", "Tunnels that were opened");
    }

    void tunnelRefused(String code) {
        count("agentvault.tunnels.refused", "Tunnels that were not opened", code);
    }

    void signed() {
        count("agentvault.certificates.signed", "Names that were signed for");
    }

    private void count(String name, String says) {
        Counter.builder(name).description(says).register(meters).increment();
    }

    private void count(String name, String says, String reason) {
        Counter.builder(name)
                .description(says)
                .tag("reason", reason.toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
    }

    @Override
    public void close() {
        collections.close();
        meters.close();
    }
}
