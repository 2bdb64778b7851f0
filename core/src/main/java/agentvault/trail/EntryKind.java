package agentvault.trail;

import java.util.Locale;
import java.util.Optional;

/// What an [Entry] is about. The codes are part of the trail's format.
public enum EntryKind {
    OPENED(1),
    USE(2),
    INTENT(3),
    APPLIED(4),
    VOIDED(5),
    REFUSED(6),
    EVENT(7),
    EPOCH(8),
    CHECKPOINT(9),
    CLOSED(10);

    private final int code;

    EntryKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Optional<EntryKind> ofCode(int code) {
        for (var kind : values()) {
            if (kind.code == code) return Optional.of(kind);
        }
        return Optional.empty();
    }

    /// The word for it in lists and exports.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
