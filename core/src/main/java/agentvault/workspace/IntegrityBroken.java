package agentvault.workspace;

import java.util.List;

/// Thrown where stored data is not what was written. Nothing of the scope is used until it is restored.
public final class IntegrityBroken extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    public IntegrityBroken(List<Finding> findings) {
        super(findings.stream()
                .map(Finding::toString)
                .reduce((a, b) -> a + "; " + b)
                .orElse("integrity broken"));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
