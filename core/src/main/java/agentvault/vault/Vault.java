package agentvault.vault;

import agentvault.crypto.FreeText;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import java.time.Instant;
import java.util.Optional;

/// A named container of credentials and services. The slug is unique among active vaults; the display name is free.
///
/// @param unmatchedHosts the explicit setting of this vault, if it has one
public record Vault(
        Id id, Slug slug, String displayName, String description, Metadata metadata, Setting unmatchedHosts, Life life)
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
        return new Vault(id, slug, displayName, "", Metadata.EMPTY, new Setting.Unset(), Life.startedAt(created));
    }

    public Vault described(String name, String about, Metadata labels, Instant now) {
        return new Vault(id, slug, name, about, labels, unmatchedHosts, life.updated(now));
    }

    public Vault renamed(Slug to, Instant now) {
        return new Vault(id, to, displayName, description, metadata, unmatchedHosts, life.updated(now));
    }

    public Vault withUnmatchedHosts(Setting setting, Instant now) {
        return new Vault(id, slug, displayName, description, metadata, setting, life.updated(now));
    }

    public Vault archived(Instant now) {
        return new Vault(id, slug, displayName, description, metadata, unmatchedHosts, life.archived(now));
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
        var out = row(1).text(slug.text()).text(displayName).text(description);
        metadata.writeTo(out);
        out.maybe(unmatchedHosts.explicit(), (to, policy) -> to.text(policy.name()));
        life.writeTo(out);
        return out.bytes();
    }
}
