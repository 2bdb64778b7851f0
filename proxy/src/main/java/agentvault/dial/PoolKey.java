package agentvault.dial;

import agentvault.id.Id;
import agentvault.trail.CredentialVersion;
import java.util.List;

/// Who may use a connection again: requests of the same vault, with the same versions of the same credentials or with
/// none, to the same place.
///
/// @param vault the vault that decided, or the first of the session where none did
/// @param credentials all that go along, in a fixed order
public record PoolKey(Id vault, List<CredentialVersion> credentials, Place place) {

    public PoolKey {
        credentials = List.copyOf(credentials);
    }

    /// For a request that no credential goes along with.
    public static PoolKey bare(Id vault, Place place) {
        return new PoolKey(vault, List.of(), place);
    }
}
