package agentvault.workspace;

import agentvault.crypto.Octets;
import agentvault.trail.Hash;
import agentvault.trail.Recorded;
import java.util.Optional;
import java.util.function.Consumer;

/// What the trail of this instance held when it was opened.
public interface History {

    /// Tells every entry after this sequence, in order.
    void replay(long after, Consumer<Recorded> each);

    /// The chain's hash at an entry; empty if the trail does not reach so far.
    Optional<Hash> hashAt(long sequence);

    /// Keeps a note beside the entries, in place of the one before.
    void keep(Octets note);

    /// The note that was kept, as it is found.
    Optional<Octets> kept();
}
