package agentvault.vault;

import java.util.Collection;

/// What happens to a request whose host no service names. Ordered from the most lenient to the strictest.
public enum UnmatchedHosts {
    PASSTHROUGH,
    /// Pass, and suggest a rule.
    OBSERVE,
    DENY;

    /// The stricter explicit setting of any vault counts over a session's default.
    public UnmatchedHosts strictest(Collection<UnmatchedHosts> explicit) {
        return explicit.stream().reduce(this, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }
}
