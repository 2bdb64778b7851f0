package agentvault.vault;

import agentvault.crypto.Octets;
import agentvault.id.Face;
import agentvault.id.Id;
import java.time.Instant;
import java.util.TreeMap;

/// A credential in the few words that a test needs.
final class TestVault {

    static final Id VAULT = new Id(2, 2);
    static final CredentialKey KEY = new CredentialKey("TOKEN");
    static final Life LIFE = Life.startedAt(new Stamp(Instant.EPOCH, 1));

    private TestVault() {}

    static Credential credential(Credential.Type type) {
        return credential(VAULT, new Id(3, 3), type);
    }

    static Credential credential(Id vault, Id id, Credential.Type type) {
        var profile = new Credential.Profile("", Metadata.EMPTY, Credential.Reading.NEVER, Face.QODER);
        var nothing = new Material.Held(1, new Id(6, 6), Octets.of(new byte[0]), new TreeMap<>());
        return new Credential(id, vault, KEY, profile, type, nothing, LIFE);
    }

    static Credential.Type oauth(String tokenEndpoint) {
        return new Credential.Type.Oauth(new OauthSettings(
                tokenEndpoint, "client", OauthSettings.ClientAuthentication.NONE, "", "", Until.forever()));
    }
}
