package agentvault.dial;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Names that had no address a moment ago.
final class Unknown {

    private final Duration life;
    private final LongSupplier nanos;
    private final Map<String, Long> since;

    Unknown(int most, Duration life, LongSupplier nanos) {
        this.life = life;
        this.nanos = nanos;
        this.since = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > most;
            }
        };
    }

    synchronized void add(String name) {
        since.remove(name);
        since.put(name, nanos.getAsLong());
    }

    synchronized boolean holds(String name) {
        Long start = since.get(name);
        if (start == null) return false;
        if (nanos.getAsLong() - start < life.toNanos()) return true;
        since.remove(name);
        return false;
    }
}
