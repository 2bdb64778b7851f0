package agentvault.vault;

import agentvault.crypto.Canonical;
import agentvault.crypto.FreeText;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Flat labels on a vault or credential: at most 16 pairs, keys of 64 and values of 512 characters. Never secret.
public record Metadata(SortedMap<String, String> pairs) {

    public static final Metadata EMPTY = new Metadata(new TreeMap<>());
    private static final int MAX_PAIRS = 16;
    private static final int MAX_KEY = 64;
    private static final int MAX_VALUE = 512;

    public Metadata {
        pairs = Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
        if (pairs.size() > MAX_PAIRS) throw new IllegalArgumentException("metadata has at most 16 pairs");
        pairs.forEach((key, value) -> {
            FreeText.checked("a metadata key", key);
            FreeText.checked("a metadata value", value);
            if (key.isEmpty() || length(key) > MAX_KEY) {
                throw new IllegalArgumentException("a metadata key has 1 to 64 characters");
            }
            if (length(value) > MAX_VALUE) {
                throw new IllegalArgumentException("a metadata value has at most 512 characters");
            }
        });
    }

    public static Metadata of(Map<String, String> pairs) {
        return new Metadata(new TreeMap<>(pairs));
    }

    /// Merge-patch: a value sets its key, an empty one removes it, keys not named stay.
    public Metadata patched(Map<String, Optional<String>> changes) {
        var next = new TreeMap<>(pairs);
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> next.put(key, text), () -> next.remove(key)));
        return new Metadata(next);
    }

    public void writeTo(Canonical canonical) {
        canonical.list(pairs.entrySet(), (out, pair) -> out.text(pair.getKey()).text(pair.getValue()));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
