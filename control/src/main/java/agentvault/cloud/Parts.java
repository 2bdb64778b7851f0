package agentvault.cloud;

import agentvault.crypto.Secret;
import agentvault.document.Members;
import agentvault.vault.Material.Part;
import java.util.EnumMap;
import java.util.Map;

/// The secrets of a request, closed together.
final class Parts implements AutoCloseable {

    private static final int MOST = 8192;

    private final Map<Part, Secret> all = new EnumMap<>(Part.class);

    /// One that has to be there.
    Parts with(Part part, Members body, String name) {
        var secret = body.secret(name);
        all.put(part, secret);
        if (secret.length() == 0 || secret.length() > MOST) throw body.unfit(name, " has 1 to " + MOST + " characters");
        return this;
    }

    /// One that may be left out.
    Parts maybe(Part part, Members body, String name) {
        return body.has(name) ? with(part, body, name) : this;
    }

    /// Takes over what others gave.
    Parts with(Map<Part, Secret> more) {
        all.putAll(more);
        return this;
    }

    Map<Part, Secret> all() {
        return Map.copyOf(all);
    }

    @Override
    public void close() {
        all.values().forEach(Secret::close);
    }
}
