package agentvault.crypto;

import agentvault.id.Id;
import java.util.List;
import java.util.stream.IntStream;

/// A set of rows that change together and are sealed together by one [Manifest].
public record Scope(Kind kind, Id id) {

    public enum Kind {
        /// Actors, tokens, definitions and settings; its id is the installation's.
        WORKSPACE,
        /// One vault: itself, its credentials, services, grants and proposals; its id is the vault's.
        VAULT,
        /// One of a few sets that sessions and other short-lived rows are spread over, so that they do not queue on
        /// one.
        SHORT_LIVED
    }

    private static final int SHARDS = 16;
    private static final List<Scope> ALL_SHORT_LIVED = IntStream.range(0, SHARDS)
            .mapToObj(shard -> new Scope(Kind.SHORT_LIVED, new Id(0, shard)))
            .toList();

    public static Scope workspace(Id installation) {
        return new Scope(Kind.WORKSPACE, installation);
    }

    public static Scope vault(Id vault) {
        return new Scope(Kind.VAULT, vault);
    }

    /// The set that a session and all that lives with it belongs to follows from the random id.
    public static Scope shortLived(Id id) {
        return new Scope(Kind.SHORT_LIVED, new Id(0, Math.floorMod(id.high(), SHARDS)));
    }

    /// All sets of short-lived rows.
    public static List<Scope> allShortLived() {
        return ALL_SHORT_LIVED;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + id;
    }
}
