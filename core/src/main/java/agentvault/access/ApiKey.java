package agentvault.access;

import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// What an API key has beside what every actor has. There is one for each.
///
/// @param actor the key as an actor, with its name, its creator and its standing
/// @param usedAt the last use that was written down; later ones may still be in memory
public record ApiKey(Id id, Id workspace, Id actor, Terms terms, Optional<Instant> usedAt, Stamp created)
        implements SealedRow {

    /// What a key was made with. Rotating it changes at most how long it lasts.
    ///
    /// @param lasts how long what it shows is good for; for ever if empty
    /// @param everywhere the role that it gets in every vault, those to come as well
    public record Terms(
            KeyForm form, Optional<Duration> lasts, Optional<KeyLimit> limit, Optional<VaultRole> everywhere) {

        /// A key that has no more than what it is given in vaults.
        public static final Terms PLAIN =
                new Terms(KeyForm.USUAL, Optional.empty(), Optional.empty(), Optional.empty());

        public Terms {
            lasts = lasts.map(time -> time.truncatedTo(ChronoUnit.SECONDS));
            if (lasts.filter(time -> !time.isPositive()).isPresent()) {
                throw new IllegalArgumentException("a key lasts a second at least");
            }
        }

        public Terms lasting(Duration time) {
            return new Terms(form, Optional.of(time), limit, everywhere);
        }
    }

    public ApiKey {
        usedAt = usedAt.map(at -> at.truncatedTo(ChronoUnit.MICROS));
    }

    public ApiKey with(Terms newTerms) {
        return new ApiKey(id, workspace, actor, newTerms, usedAt, created);
    }

    public ApiKey used(Instant at) {
        boolean later = usedAt.map(at::isAfter).orElse(true);
        return later ? new ApiKey(id, workspace, actor, terms, Optional.of(at), created) : this;
    }

    @Override
    public Scope scope() {
        return Scope.workspace(workspace);
    }

    @Override
    public String table() {
        return "api_key";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).id(actor)
                .text(terms.form().name())
                .number(terms.lasts().map(Duration::toSeconds).orElse(0L))
                .number(terms.limit().map(KeyLimit::requests).orElse(0))
                .text(terms.limit().map(limit -> limit.per().name()).orElse(""))
                .text(terms.everywhere().map(VaultRole::name).orElse(""))
                .flag(usedAt.isPresent())
                .number(usedAt.map(Stamp::micros).orElse(0L));
        created.writeTo(out);
        return out.bytes();
    }
}
