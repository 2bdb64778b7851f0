package agentvault.page;

import agentvault.crypto.FreeText;
import agentvault.vault.Stamp;
import java.time.Instant;

/// Which part of a list is asked for. Lists are newest first on every face.
public record PageRequest(int limit, From from, Filter filter) {

    public static final int MAX_LIMIT = 1000;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    public sealed interface From {
        record Newest() implements From {}

        /// Older than this object: `after_id`, `page`, `before` of the logs.
        record OlderThan(Stamp stamp) implements From {}

        /// Newer than this object, the nearest ones: `before_id`.
        record NewerThan(Stamp stamp) implements From {}
    }

    public enum Archived {
        LEFT_OUT,
        INCLUDED,
        ALONE
    }

    /// @param nameContains in the display name or the slug, whatever the case; empty for any name
    /// @param madeTo made no later than this; [#madeFrom] no earlier
    public record Filter(Archived archived, String nameContains, Instant madeFrom, Instant madeTo) {
        public static final Filter ACTIVE = new Filter(Archived.LEFT_OUT, "", Instant.EPOCH, LAST);

        public Filter {
            FreeText.checked("a part of a name", nameContains);
        }
    }

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) throw new IllegalArgumentException("a page has 1 to 1,000 entries");
    }
}
