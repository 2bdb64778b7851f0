package agentvault.workspace;

import agentvault.crypto.Octets;
import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Metadata;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.vault.Slug;
import agentvault.vault.Stamp;
import agentvault.vault.Until;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The random parts that [Rows] are made of.
public final class Parts {

    private static final long LAST_MICROS = 253_402_300_799_999_999L;
    private static final String ODD = "aZ09 \t\n\r\"'\\%_;-/{}[]\u0001\u007fäßİıΣςéÅ漢字\u200b\u202e\ufeff\uffff😀𝒳";

    private Parts() {}

    public static Arbitrary<Id> ids() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Id::new);
    }

    public static Arbitrary<Boolean> flags() {
        return Arbitraries.of(true, false);
    }

    public static Arbitrary<Octets> octets(int most) {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(most).map(Octets::of);
    }

    /// Characters that databases, quoting and case folding get wrong, in any order.
    public static Arbitrary<String> texts(int most) {
        int[] odd = ODD.codePoints().toArray();
        return Arbitraries.integers()
                .between(0, odd.length - 1)
                .array(int[].class)
                .ofMaxSize(Math.min(most / 2, 40))
                .map(places -> {
                    var text = new StringBuilder();
                    for (int place : places) text.appendCodePoint(odd[place]);
                    return text.toString();
                });
    }

    /// Texts that are not blank.
    public static Arbitrary<String> names(int most) {
        return texts(most - 1).map(text -> "n" + text);
    }

    public static Arbitrary<Slug> slugs() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofMinLength(12)
                .ofMaxLength(64)
                .map(Slug::new);
    }

    public static Arbitrary<CredentialKey> keys() {
        return Arbitraries.strings()
                .withCharRange('A', 'Z')
                .ofMinLength(8)
                .ofMaxLength(60)
                .map(CredentialKey::new);
    }

    public static Arbitrary<Metadata> metadata() {
        return Arbitraries.maps(names(64), texts(512)).ofMaxSize(4).map(Metadata::of);
    }

    public static Arbitrary<Instant> instants() {
        return Arbitraries.longs().between(-1_000_000_000L, LAST_MICROS).map(Stamp::instant);
    }

    public static Arbitrary<Stamp> stamps() {
        return Combinators.combine(instants(), Arbitraries.longs()).as(Stamp::new);
    }

    public static Arbitrary<Until> ends() {
        return Arbitraries.oneOf(Arbitraries.just(Until.forever()), instants().map(Until::at));
    }

    public static Arbitrary<Life> lives() {
        Arbitrary<Life.State> states = Arbitraries.oneOf(
                Arbitraries.just(new Life.State.Active()), instants().map(Life.State.Archived::new));
        return Combinators.combine(stamps(), instants(), states).as(Life::new);
    }

    static Arbitrary<Credential.Type> oauthTypes() {
        return Combinators.combine(oauth(), connections()).as(Credential.Type.Oauth::new);
    }

    private static Arbitrary<OauthConnection> connections() {
        var connected = Combinators.combine(instants(), instants()).as(Standing.Connected::new);
        Arbitrary<Standing> standings = Arbitraries.oneOf(
                Arbitraries.just(new Standing.Unconnected()),
                connected,
                Combinators.combine(
                                connected,
                                instants(),
                                texts(20),
                                Arbitraries.integers().between(1, 9))
                        .as(Standing.Failing::new),
                Combinators.combine(instants(), texts(20)).as(Standing.ReconnectRequired::new));
        return Combinators.combine(
                        Arbitraries.of(OauthConnection.Grant.class), texts(60), texts(60), standings, instants())
                .as(OauthConnection::new);
    }

    public static Arbitrary<OauthSettings> oauth() {
        return Combinators.combine(
                        Arbitraries.of("", "https://example.com/token"),
                        texts(60),
                        Arbitraries.of(OauthSettings.ClientAuthentication.class),
                        texts(60),
                        texts(60),
                        ends())
                .as(OauthSettings::new);
    }
}
