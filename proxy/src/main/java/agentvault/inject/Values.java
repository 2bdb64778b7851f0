package agentvault.inject;

import agentvault.crypto.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The opened values of the credentials that go along with one request. Closed as soon as the head is written.
public final class Values implements AutoCloseable {

    private final Map<Need, Secret> opened;

    private Values(Map<Need, Secret> opened) {
        this.opened = opened;
    }

    /// Opens each credential once; empty if one of them has no value any more.
    public static Optional<Values> open(Set<Need> needs, Function<Need, Optional<Secret>> open) {
        var values = new Values(new HashMap<>());
        try {
            for (var need : needs) {
                var value = open.apply(need);
                if (value.isEmpty()) {
                    values.close();
                    return Optional.empty();
                }
                values.opened.put(need, value.get());
            }
            return Optional.of(values);
        } catch (RuntimeException e) {
            values.close();
            throw e;
        }
    }

    Secret of(Need need) {
        var value = opened.get(need);
        if (value == null) throw new IllegalStateException("a credential that was not planned for");
        return value;
    }

    @Override
    public void close() {
        opened.values().forEach(Secret::close);
    }
}
