package agentvault.workspace;

import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.vault.Until;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The secrets of one OAuth credential inside a transaction: opened to be sealed again beside new ones.
final class OauthParts implements AutoCloseable {

    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(24);

    private final Map<Material.Part, Secret> opened = new EnumMap<>(Material.Part.class);

    private OauthParts() {}

    /// All that a credential holds; nothing for one that was not stored yet.
    static OauthParts of(Transaction transaction, Credential credential) {
        var parts = new OauthParts();
        var vault = transaction.contents(Scope.vault(credential.vault()));
        if (vault.find(Credential.class, credential.id()).isEmpty()) return parts;
        var open = new OpenCredential(vault, transaction.vaultKeys(credential.vault()), transaction.random());
        for (var part : Material.Part.values()) {
            open.value(credential, part).ifPresent(value -> parts.opened.put(part, value));
        }
        return parts;
    }

    /// Puts copies in the place of what was there.
    OauthParts with(Map<Material.Part, Secret> others) {
        others.forEach((part, value) -> {
            without(part);
            opened.put(part, value.copy());
        });
        return this;
    }

    OauthParts without(Material.Part part) {
        Optional.ofNullable(opened.remove(part)).ifPresent(Secret::close);
        return this;
    }

    Map<Material.Part, Secret> all() {
        return Map.copyOf(opened);
    }

    /// Those that a token endpoint is shown, as copies that outlive the transaction.
    Map<Material.Part, Secret> shown() {
        var copies = new EnumMap<Material.Part, Secret>(Material.Part.class);
        opened.forEach((part, value) -> {
            if (part != Material.Part.VALUE) copies.put(part, value.copy());
        });
        return copies;
    }

    /// Seals what was granted as the next version, and says that it is connected.
    ///
    /// @param anew whether somebody agreed just now: then no refresh token from before goes with it
    static Credential granted(
            Transaction transaction, Credential credential, TokenServer.Answer.Granted granted, boolean anew) {
        var oauth = oauth(credential);
        var now = transaction.now();
        var type = new Credential.Type.Oauth(
                ending(oauth.settings(), granted.life(), now),
                oauth.connection().as(connected(oauth.connection(), now)));
        try (var parts = of(transaction, credential)) {
            if (anew) parts.without(Material.Part.REFRESH_TOKEN);
            parts.with(granted.tokens());
            return put(transaction, credential.with(type, credential.material(), now), parts);
        }
    }

    static Credential put(Transaction transaction, Credential credential, OauthParts parts) {
        var edit = new VaultEdit(transaction, credential.vault());
        if (parts.opened.isEmpty()) edit.put(credential);
        else edit.put(credential, parts.all());
        edit.save();
        return edit.credential(credential.key()).orElseThrow();
    }

    static Credential.Type.Oauth oauth(Credential credential) {
        return switch (credential.type()) {
            case Credential.Type.Oauth oauth -> oauth;
            case Credential.Type.Static() -> throw new IllegalStateException("not an OAuth credential");
        };
    }

    private static Standing connected(OauthConnection before, Instant now) {
        return switch (before.standing()) {
            case Standing.Connected(var since, var _) -> new Standing.Connected(since, now);
            case Standing.Failing(var connected, var _, var _, var _) -> new Standing.Connected(connected.since(), now);
            case Standing.Unconnected _, Standing.ReconnectRequired _ -> new Standing.Connected(now, now);
        };
    }

    /// What a server says about the life of its tokens is believed within bounds.
    private static OauthSettings ending(OauthSettings settings, Duration life, Instant now) {
        if (life.isZero()) return settings.ending(Until.forever());
        var shortened = life.compareTo(LONGEST) > 0 ? LONGEST : life;
        var bounded = shortened.compareTo(SHORTEST) < 0 ? SHORTEST : shortened;
        return settings.ending(Until.at(now.plus(bounded)));
    }

    @Override
    public void close() {
        opened.values().forEach(Secret::close);
    }
}
