package agentvault.vault;

import agentvault.crypto.Canonical;
import agentvault.crypto.Octets;
import agentvault.id.Id;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The secret part of one credential version, sealed, or the mark that it was destroyed.
public sealed interface Material {

    /// Which secret of a credential.
    enum Part {
        /// What is injected: the static value, or the OAuth access token.
        VALUE,
        REFRESH_TOKEN,
        CLIENT_SECRET
    }

    /// Counts up with every new value and is never used twice.
    int version();

    /// @param wrappedBy the vault key that wraps `wrappedKey`
    /// @param wrappedKey the version's own key, wrapped for the destinations that use it
    /// @param parts what that key seals
    record Held(int version, Id wrappedBy, Octets wrappedKey, SortedMap<Part, Octets> parts) implements Material {
        public Held {
            parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        }
    }

    record Destroyed(int version) implements Material {}

    default void writeTo(Canonical canonical) {
        canonical.number(version());
        switch (this) {
            case Held held -> {
                canonical
                        .flag(true)
                        .id(held.wrappedBy())
                        .bytes(held.wrappedKey().bytes());
                canonical.list(
                        held.parts().entrySet(),
                        (out, part) -> out.text(part.getKey().name())
                                .bytes(part.getValue().bytes()));
            }
            case Destroyed _ -> canonical.flag(false);
        }
    }
}
