package agentvault.vault;

import agentvault.crypto.Canonical;
import agentvault.crypto.FreeText;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A named container of credentials and services. The slug is unique among active vaults; the display name is free.
///
public record Vault(
        Id id, Slug slug, String displayName, String description, Metadata metadata, Choices choices, Life life)
        implements SealedRow {

    private static final int MAX_DISPLAY_NAME = 255;
    private static final int MAX_DESCRIPTION = 500;

    /// A choice that a vault has made or left to its sessions.
    public sealed interface Setting {
        record Unset() implements Setting {}

        record Explicit(UnmatchedHosts policy) implements Setting {}

        default Optional<UnmatchedHosts> explicit() {
            return this instanceof Explicit(var policy) ? Optional.of(policy) : Optional.empty();
        }
    }

    /// What a vault settles for itself, and leaves to others where it does not.
    ///
    /// @param limits of what each actor may ask for in it; never more than the instance's
    public record Choices(Setting unmatchedHosts, SortedMap<RateLimit.Part, Integer> limits) {

        public static final Choices NONE = new Choices(new Setting.Unset(), new TreeMap<>());

        public Choices {
            limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
            if (!limits.values().stream().allMatch(limit -> limit >= 1 && limit <= RateLimit.MOST)) {
                throw new IllegalArgumentException("a limit is from 1 to " + RateLimit.MOST);
            }
        }

        void writeTo(Canonical out) {
            out.maybe(unmatchedHosts.explicit(), (to, policy) -> to.text(policy.name()));
            if (limits.isEmpty()) return;
            out.list(
                    limits.entrySet(),
                    (to, limit) -> to.text(limit.getKey().name()).number(limit.getValue()));
        }
    }

    public Vault {
        FreeText.checked("a vault's display name", displayName);
        FreeText.checked("a vault's description", description);
        if (displayName.isBlank() || displayName.codePointCount(0, displayName.length()) > MAX_DISPLAY_NAME) {
            throw new IllegalArgumentException("a vault's display name has 1 to 255 characters");
        }
        if (description.codePointCount(0, description.length()) > MAX_DESCRIPTION) {
            throw new IllegalArgumentException("a vault's description has at most 500 characters");
        }
    }

    public static Vault named(Id id, Slug slug, String displayName, Stamp created) {
        return new Vault(id, slug, displayName, "", Metadata.EMPTY, Choices.NONE, Life.startedAt(created));
    }

    public Vault described(String name, String about, Metadata labels, Instant now) {
        return new Vault(id, slug, name, about, labels, choices, life.updated(now));
    }

    public Vault renamed(Slug to, Instant now) {
        return new Vault(id, to, displayName, description, metadata, choices, life.updated(now));
    }

    public Vault with(Choices others, Instant now) {
        return new Vault(id, slug, displayName, description, metadata, others, life.updated(now));
    }

    /// The explicit setting of this vault, if it has one.
    public Setting unmatchedHosts() {
        return choices.unmatchedHosts();
    }

    public Vault archived(Instant now) {
        return new Vault(id, slug, displayName, description, metadata, choices, life.archived(now));
    }

    @Override
    public Scope scope() {
        return Scope.vault(id);
    }

    @Override
    public String table() {
        return "vault";
    }

    @Override
    public byte[] canonical() {
        // Rows without limits are sealed as they were before there were any.
        var out = row(choices.limits().isEmpty() ? 1 : 2)
                .text(slug.text())
                .text(displayName)
                .text(description);
        metadata.writeTo(out);
        choices.writeTo(out);
        life.writeTo(out);
        return out.bytes();
    }
}
