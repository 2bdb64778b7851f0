package agentvault.dial;

import agentvault.id.Id;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Looks names up, each once at a time however many ask for it, on threads of its own. What was found is handed on and
/// not kept: the next connection asks again.
final class Resolver {

    /// @param time how long anybody waits
    /// @param atOnce questions that are asked at the same time
    /// @param perVault of these, those that one vault's requests began
    /// @param waiting names, and askers for one name, in all
    /// @param unknown how long a name that has no address is taken not to have one
    /// @param remembered how many of these
    record Limits(Duration time, int atOnce, int perVault, int waiting, Duration unknown, int remembered) {

        static final Limits STANDARD = new Limits(Duration.ofSeconds(5), 64, 16, 1_024, Duration.ofSeconds(5), 1_024);
    }

    /// How many addresses an answer may have; what comes after them is not looked at and not dialled.
    static final int MOST_ADDRESSES = 32;

    private static final int SHARES = 64;

    /// One who waits, until the answer comes or the time is over.
    private static final class Asker {

        private final EventLoop loop;
        private final Consumer<Resolution> then;
        private @Nullable Future<?> timer;
        private boolean told;

        Asker(EventLoop loop, Consumer<Resolution> then) {
            this.loop = loop;
            this.then = then;
        }

        void waitAtMost(Duration time) {
            timer = loop.schedule(
                    () -> tell(new Resolution.Failed(DialFailure.DNS_TIMEOUT)), time.toNanos(), TimeUnit.NANOSECONDS);
        }

        void tellLater(Resolution resolution) {
            if (!loop.isShuttingDown()) loop.execute(() -> tell(resolution));
        }

        private void tell(Resolution resolution) {
            if (told) return;
            told = true;
            if (timer != null) timer.cancel(false);
            then.accept(resolution);
        }
    }

    private final Names names;
    private final Limits limits;
    private final ThreadFactory threads;
    private final Unknown unknown;
    private final Semaphore all;
    private final Semaphore[] shares = new Semaphore[SHARES];
    private final Map<String, List<Asker>> waiting = new HashMap<>();

    /// @param nanos a clock that only goes forward
    Resolver(Names names, Limits limits, LongSupplier nanos) {
        this.names = names;
        this.limits = limits;
        this.threads = Thread.ofVirtual().name("resolve-", 0).factory();
        this.unknown = new Unknown(limits.remembered(), limits.unknown(), nanos);
        this.all = new Semaphore(limits.atOnce(), true);
        Arrays.setAll(shares, _ -> new Semaphore(limits.perVault(), true));
    }

    /// Asks on behalf of a vault; the answer comes on the event loop, once.
    void resolve(EventLoop loop, Id vault, String name, Consumer<Resolution> then) {
        if (unknown.holds(name)) {
            then.accept(new Resolution.Failed(DialFailure.UNRESOLVED));
            return;
        }
        var asker = new Asker(loop, then);
        switch (join(name, asker)) {
            case REFUSED -> asker.tell(new Resolution.Failed(DialFailure.OVERLOADED));
            case JOINED -> asker.waitAtMost(limits.time());
            case FIRST -> {
                asker.waitAtMost(limits.time());
                threads.newThread(() -> answer(name, askInTurn(vault, name))).start();
            }
        }
    }

    private enum Place {
        FIRST,
        JOINED,
        REFUSED
    }

    private Place join(String name, Asker asker) {
        synchronized (waiting) {
            var askers = waiting.get(name);
            int others = askers == null ? waiting.size() : askers.size();
            if (others >= limits.waiting()) return Place.REFUSED;
            if (askers == null) waiting.put(name, new ArrayList<>(List.of(asker)));
            else askers.add(asker);
            return askers == null ? Place.FIRST : Place.JOINED;
        }
    }

    private void answer(String name, Resolution resolution) {
        List<Asker> askers;
        synchronized (waiting) {
            askers = waiting.remove(name);
        }
        if (askers != null) askers.forEach(asker -> asker.tellLater(resolution));
    }

    /// One vault that asks for many slow names takes its share and not everybody's.
    private Resolution askInTurn(Id vault, String name) {
        var share = shares[Math.floorMod(vault.hashCode(), SHARES)];
        try {
            if (!share.tryAcquire(limits.time().toNanos(), TimeUnit.NANOSECONDS)) return tooMany();
            try {
                if (!all.tryAcquire(limits.time().toNanos(), TimeUnit.NANOSECONDS)) return tooMany();
                try {
                    return ask(name);
                } finally {
                    all.release();
                }
            } finally {
                share.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tooMany();
        }
    }

    private static Resolution tooMany() {
        return new Resolution.Failed(DialFailure.OVERLOADED);
    }

    private Resolution ask(String name) {
        try {
            var found = Arrays.stream(names.lookUp(name))
                    .limit(MOST_ADDRESSES)
                    .map(InetAddress::getAddress)
                    .map(IpAddress::of)
                    .toList();
            if (!found.isEmpty()) return new Resolution.Found(found);
        } catch (UnknownHostException e) {
            // Told below.
        } catch (RuntimeException e) {
            return new Resolution.Failed(DialFailure.UNRESOLVED);
        }
        unknown.add(name);
        return new Resolution.Failed(DialFailure.UNRESOLVED);
    }
}
