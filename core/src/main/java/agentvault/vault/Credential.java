package agentvault.vault;

import agentvault.crypto.Canonical;
import agentvault.crypto.FreeText;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Face;
import agentvault.id.Id;
import java.time.Instant;

/// Secret material under a key in a vault, versioned. The key is unique among the vault's active credentials.
public record Credential(Id id, Id vault, CredentialKey key, Profile profile, Type type, Material material, Life life)
        implements SealedRow {

    private static final int MAX_DISPLAY_NAME = 255;

    /// Who may read a value back. Fixed when the credential is made; an overwrite keeps it.
    public enum Reading {
        NEVER,
        MEMBERS
    }

    /// What is known of a credential besides its value.
    ///
    /// @param displayName empty if it has none
    /// @param madeOn decides the shape in which the cloud faces show it
    public record Profile(String displayName, Metadata metadata, Reading reading, Face madeOn) {
        public Profile {
            FreeText.checked("a credential's display name", displayName);
            if (displayName.codePointCount(0, displayName.length()) > MAX_DISPLAY_NAME) {
                throw new IllegalArgumentException("a credential's display name has at most 255 characters");
            }
        }
    }

    public sealed interface Type {
        record Static() implements Type {}

        record Oauth(OauthSettings settings, OauthConnection connection) implements Type {
            /// Not connected yet.
            public Oauth(OauthSettings settings) {
                this(settings, OauthConnection.NONE);
            }
        }
    }

    /// A new value, version or settings.
    public Credential with(Type newType, Material newMaterial, Instant now) {
        if (newMaterial.version() < material.version()) {
            throw new IllegalArgumentException("versions only count up");
        }
        return new Credential(id, vault, key, profile, newType, newMaterial, life.updated(now));
    }

    /// The same version, wrapped anew for other destinations or by another vault key: nothing a person would call a
    /// change.
    public Credential rewrapped(Material.Held held) {
        return new Credential(id, vault, key, profile, type, held, life);
    }

    public Credential labelled(String displayName, Metadata metadata, Instant now) {
        var next = new Profile(displayName, metadata, profile.reading(), profile.madeOn());
        return new Credential(id, vault, key, next, type, material, life.updated(now));
    }

    /// The secret goes, the row stays.
    public Credential archived(Instant now) {
        return new Credential(
                id, vault, key, profile, type, new Material.Destroyed(material.version()), life.archived(now));
    }

    @Override
    public Scope scope() {
        return Scope.vault(vault);
    }

    @Override
    public String table() {
        return "credential";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).text(key.text()).text(profile.displayName());
        profile.metadata().writeTo(out);
        out.text(profile.reading().name()).text(profile.madeOn().name());
        writeType(out, type);
        material.writeTo(out);
        life.writeTo(out);
        return out.bytes();
    }

    public static void writeType(Canonical out, Type type) {
        switch (type) {
            case Type.Static() -> out.text("static");
            case Type.Oauth(var settings, var connection) -> {
                out.text("oauth");
                settings.writeTo(out);
                if (!connection.equals(OauthConnection.NONE)) connection.writeTo(out);
            }
        }
    }
}
