package agentvault.trail;

import java.util.List;
import java.util.Optional;

/// What verification says about a chain.
public sealed interface Verdict {

    /// Nothing is wrong, and the last record says how late it was. Records after the last checkpoint are covered by no
    /// signature yet; torn bytes are the
    /// unfinished
    /// record that a crash left at the end.
    record Intact(
            Head head,
            long count,
            Optional<Checkpoint> lastCheckpoint,
            long epoch,
            long tornBytes,
            OpenIntents openIntents,
            long wallMicros)
            implements Verdict {}

    /// At least one thing is wrong; the first finding has the first bad sequence.
    record Broken(List<Finding> findings) implements Verdict {
        public Broken {
            findings = List.copyOf(findings);
        }
    }
}
