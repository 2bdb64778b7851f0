package agentvault.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Envelope;
import agentvault.crypto.Key;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.vault.Material.Part;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/// A value opens where it was sealed, toward the destinations it was sealed for, and nowhere else.
class CredentialSealProperties {

    private final Random seeded = new Random(4);
    private final Randomness random = seeded::nextBytes;
    private final Key vaultKey = key();
    private final Key foreignKey = key();

    /// Everything that a value is bound to. Few values, so that draws are often equal but for one part.
    record Place(int installation, int vault, int credential, int version, Part part, int destinations) {

        CredentialSeal seal(Randomness random) {
            return new CredentialSeal(new Id(1, installation), random);
        }

        Credential inVault() {
            return TestVault.credential(new Id(2, vault), new Id(3, credential), new Credential.Type.Static());
        }

        byte[] digest() {
            return new byte[] {(byte) destinations};
        }
    }

    @Property(tries = 1_000)
    void opens_at_its_own_place_alone(@ForAll("places") Place one, @ForAll("places") Place other) {
        var held = sealed(one, "s3cret");
        var asVersion = new Material.Held(other.version(), held.wrappedBy(), held.wrappedKey(), held.parts());

        var opened = other.seal(random)
                .sealedPart(other.inVault(), asVersion, other.part(), vaultKey, other.digest())
                .flatMap(part -> part.open(CredentialSealProperties::text));

        assertThat(opened).isEqualTo(one.equals(other) ? Optional.of("s3cret") : Optional.empty());
    }

    /// Somebody who writes into the database may put one part's bytes where another's belong.
    @Property(tries = 200)
    void a_part_moved_to_another_part_does_not_open(@ForAll("places") Place place, @ForAll Part to) {
        var held = sealed(place, "s3cret");
        var moved = new TreeMap<Part, Octets>();
        held.parts().values().forEach(bytes -> moved.put(to, bytes));
        var swapped = new Material.Held(held.version(), held.wrappedBy(), held.wrappedKey(), moved);

        var opened = place.seal(random)
                .sealedPart(place.inVault(), swapped, to, vaultKey, place.digest())
                .flatMap(part -> part.open(CredentialSealProperties::text));

        assertThat(opened.isPresent()).isEqualTo(to == place.part());
    }

    @Property(tries = 100)
    void never_opens_under_another_vault_key(@ForAll("places") Place place) {
        var held = sealed(place, "s3cret");
        assertThat(place.seal(random)
                        .sealedPart(place.inVault(), held, place.part(), foreignKey, place.digest())
                        .flatMap(part -> part.open(CredentialSealProperties::text)))
                .isEmpty();
    }

    @Property(tries = 100)
    void opened_again_it_gives_the_same_and_what_is_given_is_overwritten(@ForAll("places") Place place) {
        var part = place.seal(random)
                .sealedPart(place.inVault(), sealed(place, "s3cret"), place.part(), vaultKey, place.digest())
                .orElseThrow();

        var lent = part.open(clear -> clear).orElseThrow();
        assertThat(lent).containsOnly(0);
        for (int i = 0; i < 3; i++)
            assertThat(part.open(CredentialSealProperties::text)).contains("s3cret");
    }

    @Property(tries = 200)
    void wrapped_anew_it_opens_toward_the_new_destinations_alone(
            @ForAll("places") Place place, @ForAll @Size(max = 2) byte[] newDestinations) {
        var seal = place.seal(random);
        var held = sealed(place, "s3cret");
        var rewrapped = seal.rewrap(place.inVault(), held, vaultKey, place.digest(), newDestinations)
                .orElseThrow();

        assertThat(rewrapped.parts()).isEqualTo(held.parts());
        var opened = seal.sealedPart(place.inVault(), rewrapped, place.part(), vaultKey, newDestinations);
        assertThat(opened.flatMap(part -> part.open(CredentialSealProperties::text)))
                .contains("s3cret");
        var old = seal.sealedPart(place.inVault(), rewrapped, place.part(), vaultKey, place.digest());
        assertThat(old.flatMap(part -> part.open(CredentialSealProperties::text))
                        .isPresent())
                .isEqualTo(Arrays.equals(place.digest(), newDestinations));
    }

    @Example
    void what_does_not_open_is_not_wrapped_anew() {
        var place = new Place(1, 1, 1, 1, Part.VALUE, 1);
        var held = sealed(place, "s3cret");
        var seal = place.seal(random);

        assertThat(seal.rewrap(place.inVault(), held, vaultKey, new byte[] {2}, new byte[] {3}))
                .isEmpty();
        assertThat(seal.rewrap(place.inVault(), held, foreignKey, place.digest(), new byte[] {3}))
                .isEmpty();
    }

    @Example
    void every_version_has_a_key_of_its_own() {
        var place = new Place(1, 1, 1, 1, Part.VALUE, 1);
        var one = sealed(place, "s3cret");
        var again = sealed(place, "s3cret");
        var mixed = new Material.Held(1, one.wrappedBy(), one.wrappedKey(), again.parts());

        assertThat(place.seal(random)
                        .sealedPart(place.inVault(), mixed, Part.VALUE, vaultKey, place.digest())
                        .flatMap(part -> part.open(CredentialSealProperties::text)))
                .isEmpty();
    }

    @Provide
    Arbitrary<Place> places() {
        var few = Arbitraries.integers().between(1, 2);
        var likelyOne = Arbitraries.frequency(Tuple.of(4, 1), Tuple.of(1, 2));
        return Combinators.combine(
                        likelyOne,
                        likelyOne,
                        likelyOne,
                        likelyOne,
                        Arbitraries.frequency(Tuple.of(4, Part.VALUE), Tuple.of(1, Part.REFRESH_TOKEN)),
                        few)
                .as(Place::new);
    }

    private Material.Held sealed(Place place, String value) {
        try (var secret = Secret.take(value.getBytes(UTF_8))) {
            return place.seal(random)
                    .seal(place.inVault(), place.version(), Map.of(place.part(), secret), vaultKey, place.digest());
        }
    }

    private Key key() {
        return new Key(random.id(), KeyUse.VAULT, TestVault.VAULT, 1, random.secret(Envelope.KEY_BYTES));
    }

    private static String text(byte[] clear) {
        return new String(clear, UTF_8);
    }
}
