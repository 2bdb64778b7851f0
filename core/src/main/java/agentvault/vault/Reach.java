package agentvault.vault;

import agentvault.address.Destination;
import agentvault.crypto.Canonical;
import java.util.List;

/// Where a service applies.
public sealed interface Reach {

    record Destinations(List<Destination> all) implements Reach {
        public Destinations {
            all = List.copyOf(all);
            if (all.isEmpty()) throw new IllegalArgumentException("a service names at least one destination");
        }
    }

    /// Every destination that another service of the session or its allowed hosts name, never any host: what Anthropic
    /// calls unrestricted. Only services without a slot may reach like this.
    record WhateverTheSessionNames() implements Reach {}

    /// The destinations named here; none for a reach that the session decides.
    default List<Destination> named() {
        return switch (this) {
            case Destinations(var all) -> all;
            case WhateverTheSessionNames() -> List.of();
        };
    }

    default void writeTo(Canonical out) {
        switch (this) {
            case Destinations(var all) -> out.text("named").list(all, (to, destination) -> destination.writeTo(to));
            case WhateverTheSessionNames() -> out.text("session");
        }
    }
}
