package agentvault.workspace;

import agentvault.trail.Hash;
import agentvault.trail.Recorded;
import java.util.Optional;
import java.util.function.Consumer;

/// What the trail of this instance held when it was opened.
public interface History {

    /// Tells every entry in order.
    void replay(Consumer<Recorded> each);

    /// The chain's hash at an entry; empty if the trail does not reach so far.
    Optional<Hash> hashAt(long sequence);
}
