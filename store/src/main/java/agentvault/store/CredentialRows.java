package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Material;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

final class CredentialRows extends RowMap<Credential> {

    CredentialRows() {
        super(
                "credential",
                Credential.class,
                Set.of(Scope.Kind.VAULT),
                "key display_name metadata reading made_on oauth",
                "version wrapped_by wrapped_key sealed_value sealed_refresh_token sealed_client_secret",
                LIFE);
    }

    @Override
    List<Octets> sealedIn(Credential credential) {
        if (!(credential.material() instanceof Material.Held held)) return List.of();
        return Stream.concat(Stream.of(held.wrappedKey()), held.parts().values().stream())
                .toList();
    }

    @Override
    void write(Credential credential, Values to) {
        var profile = credential.profile();
        to.text("key", credential.key().text())
                .text("display_name", profile.displayName())
                .json("metadata", MetadataJson.write(profile.metadata()))
                .word("reading", profile.reading())
                .word("made_on", profile.madeOn())
                .number("version", credential.material().version())
                .life(credential.life());
        if (credential.type() instanceof Credential.Type.Oauth oauth) to.json("oauth", OauthJson.write(oauth));
        if (credential.material() instanceof Material.Held held) {
            to.id("wrapped_by", held.wrappedBy()).octets("wrapped_key", held.wrappedKey());
            held.parts().forEach((part, octets) -> to.octets(column(part), octets));
        }
    }

    @Override
    Credential read(Cells from) {
        var profile = new Credential.Profile(
                from.text("display_name"),
                from.json("metadata", MetadataJson::read),
                from.word("reading", Credential.Reading.class),
                from.word("made_on", Face.class));
        return new Credential(
                from.id("id"),
                from.id("scope_id"),
                from.text("key", CredentialKey::new),
                profile,
                from.maybeJson("oauth", OauthJson::read)
                        .<Credential.Type>map(type -> type)
                        .orElse(new Credential.Type.Static()),
                material(from),
                from.life());
    }

    private static Material material(Cells from) {
        int version = from.integer("version");
        return from.maybeId("wrapped_by")
                .<Material>map(wrappedBy -> held(from, version, wrappedBy))
                .orElse(new Material.Destroyed(version));
    }

    private static Material.Held held(Cells from, int version, Id wrappedBy) {
        var parts = new TreeMap<Material.Part, Octets>();
        for (var part : Material.Part.values()) {
            from.maybeOctets(column(part)).ifPresent(octets -> parts.put(part, octets));
        }
        return new Material.Held(version, wrappedBy, from.octets("wrapped_key"), parts);
    }

    private static String column(Material.Part part) {
        return switch (part) {
            case VALUE -> "sealed_value";
            case REFRESH_TOKEN -> "sealed_refresh_token";
            case CLIENT_SECRET -> "sealed_client_secret";
        };
    }
}
