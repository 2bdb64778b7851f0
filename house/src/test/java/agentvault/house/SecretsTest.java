package agentvault.house;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Envelope;
import agentvault.crypto.Secret;
import agentvault.vault.CredentialSeal;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Where secrets are readable, and what may hold them.
class SecretsTest {

    /// A method that hands out the bytes of secrets, and who may call it, each with its reason.
    private record Door(Class<?> owner, String method, Map<String, String> places) {

        Rule rule() {
            return new Rule(of -> places.containsKey(Rule.outermost(of)) ? Stream.empty() : uses(of));
        }

        Stream<String> uses(JavaClass of) {
            return of.getAccessesFromSelf().stream()
                    .filter(access -> access.getTargetOwner().isAssignableTo(owner)
                            && access.getName().equals(method))
                    .map(access -> access.getDescription());
        }
    }

    private static final Door REVEAL = new Door(
            Secret.class,
            "reveal",
            Map.ofEntries(
                    entry("agentvault.crypto.Secret", "copies and compares itself"),
                    entry("agentvault.crypto.Envelope", "ciphers take arrays"),
                    entry("agentvault.crypto.Hash", "the key of an HMAC is an array"),
                    entry("agentvault.keys.Ed25519Signer", "signatures are made with arrays"),
                    entry("agentvault.crypto.SigningKeys", "the JDK's keys are made from arrays"),
                    entry("agentvault.access.Tokens", "hashes tokens and cuts their hints"),
                    entry("agentvault.keys.KeyFile", "writes a new key file"),
                    entry("agentvault.keys.Argon2", "stretches passwords"),
                    entry("agentvault.keys.Argon2Passwords", "reads salt and cost beside a hash"),
                    entry("agentvault.tokens.Form", "writes what is shown to a token endpoint"),
                    entry("agentvault.tokens.AnswerDocument", "reads what a token endpoint gives"),
                    entry("agentvault.crypto.Mask", "takes secrets out of what others say"),
                    entry("agentvault.question.Excerpt", "masks an answer before it is shown"),
                    entry("agentvault.probe.Initialize", "shows an access token to the server that it is for"),
                    entry("agentvault.probe.HttpMcpServers", "looks whether a token can stand in a header"),
                    entry("agentvault.webhook.SigningKey", "shows a webhook's key once"),
                    entry("agentvault.inject.Pen", "writes values into the head that goes out"),
                    entry("agentvault.console.Connect", "sends a browser on with the state that comes back"),
                    entry("agentvault.document.Document", "writes tokens and revealed values into an answer"),
                    entry("agentvault.dial.ProxyHandshake", "shows a login to the proxy that was configured"),
                    entry("agentvault.gate.Cookies", "has a browser keep a login"),
                    entry("agentvault.sandbox.RelayedHead", "writes the session's token into a head that goes on"),
                    entry("agentvault.start.Detach", "hands the password to the server it starts, through a pipe"),
                    entry("agentvault.start.SetupCode", "shows the code to whoever started the server")));

    private static final Door DECRYPT = new Door(
            Envelope.class,
            "use",
            Map.of(
                    "agentvault.crypto.Envelope", "opens into a Secret",
                    "agentvault.crypto.Manifest", "its sums are encrypted",
                    "agentvault.vault.CredentialSeal", "opens values"));

    private static final Door UNLOCKED =
            new Door(Envelope.Unlocked.class, "use", Map.of("agentvault.vault.CredentialSeal", "opens values"));

    private static final Door OPEN_VALUE = new Door(
            CredentialSeal.SealedPart.class,
            "open",
            Map.of("agentvault.workspace.OpenCredential", "opens for proven services"));

    private static final String SECRET_NAME =
            "(?i).*(secret|password|token|apikey|privatekey|pepper|passphrase|plaintext).*";

    /// Fields with such a name that hold something else, each with its reason.
    private static final Map<String, String> NO_SECRETS = Map.of(
            "agentvault.vault.OauthSettings.tokenEndpoint", "the address where tokens are renewed",
            "agentvault.workspace.AuthorizationServers$Discovered$Found.tokenEndpoint", "the same, as it is told",
            "agentvault.address.Destination.TOKEN_MARKS", "the characters of a word in HTTP's grammar");

    private static final Set<String> TEXTS =
            Set.of(String.class.getName(), CharSequence.class.getName(), StringBuilder.class.getName());

    private static final Set<String> BYTES =
            Set.of(byte[].class.getName(), char[].class.getName(), ByteBuffer.class.getName());

    private static final Rule SECRETS_ARE_SECRET = new Rule(of -> of.getFields().stream()
            .filter(field -> field.getName().matches(SECRET_NAME))
            .filter(field -> !NO_SECRETS.containsKey(field.getFullName()))
            .filter(field -> holds(field, TEXTS) || holds(field, BYTES))
            .map(JavaField::getDescription));

    private static final Rule RECORDS_HOLD_NO_ARRAYS = new Rule(of -> of.isRecord()
            ? of.getFields().stream()
                    .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                    .filter(field -> holds(field, BYTES))
                    .map(JavaField::getDescription)
            : Stream.empty());

    @Test
    void secrets_are_revealed_in_named_places_alone() {
        assertThat(REVEAL.rule().breachesIn(MainClasses.ALL)).isEmpty();

        assertThat(REVEAL.rule()
                        .breachesIn(Offender.compiled("package agentvault.vault; import agentvault.crypto.Secret;"
                                + " class Peek { Object call(Secret s) { return s.reveal(b -> b.length); } }")))
                .isNotEmpty();
        assertThat(REVEAL.rule()
                        .breachesIn(
                                Offender.compiled("package agentvault.vault; import agentvault.crypto.Secret; import"
                                        + " java.util.function.Function; class Peek {"
                                        + " Function<Function<byte[], Integer>, Integer> call(Secret s) {"
                                        + " return s::reveal; } }")))
                .isNotEmpty();
    }

    @Test
    void decrypted_bytes_are_handed_out_in_named_places_alone() {
        assertThat(DECRYPT.rule().breachesIn(MainClasses.ALL)).isEmpty();
        assertThat(UNLOCKED.rule().breachesIn(MainClasses.ALL)).isEmpty();
        assertThat(OPEN_VALUE.rule().breachesIn(MainClasses.ALL)).isEmpty();

        var peek = Offender.compiled("package agentvault.proposal; import agentvault.crypto.*; class Peek {"
                + " Object use(Secret key, Octets o) { return Envelope.use(key, new byte[0], o, b -> b.length); }"
                + " Object use(Envelope.Unlocked u) { return u.use(b -> b.length); }"
                + " Object open(agentvault.vault.CredentialSeal.SealedPart s) { return s.open(b -> b.length); } }");
        assertThat(UNLOCKED.rule().breachesIn(peek)).hasSize(1);
        assertThat(DECRYPT.rule().breachesIn(peek)).hasSize(1);
        assertThat(OPEN_VALUE.rule().breachesIn(peek)).hasSize(1);
    }

    @Test
    void every_named_place_still_needs_its_door() {
        for (var door : Set.of(REVEAL, DECRYPT, UNLOCKED, OPEN_VALUE)) {
            var used = MainClasses.ALL.stream()
                    .filter(of -> door.uses(of).findAny().isPresent())
                    .map(Rule::outermost)
                    .collect(Collectors.toSet());

            assertThat(used).containsAll(door.places().keySet());
        }
    }

    @Test
    void what_is_named_a_secret_is_one() {
        assertThat(SECRETS_ARE_SECRET.breachesIn(MainClasses.ALL)).isEmpty();

        assertThat(SECRETS_ARE_SECRET.breachesIn(
                        Offender.compiled("package agentvault.vault; record Login(String password, byte[] apiKey,"
                                + " java.util.List<String> oldTokens, agentvault.crypto.Secret secret) {}")))
                .hasSize(3);
    }

    @Test
    void records_hold_no_arrays_of_bytes_or_characters() {
        assertThat(RECORDS_HOLD_NO_ARRAYS.breachesIn(MainClasses.ALL)).isEmpty();

        assertThat(RECORDS_HOLD_NO_ARRAYS.breachesIn(
                        Offender.compiled("package agentvault.vault; record Blob(byte[] content, char[] text,"
                                + " java.util.Map<String, byte[]> parts, agentvault.crypto.Octets sealed) {}")))
                .hasSize(3);
    }

    /// Also sees what is within a generic type: `List<byte[]>` holds arrays of `byte`, and `byte` itself can be no part
    /// of it otherwise.
    private static boolean holds(JavaField field, Set<String> types) {
        var raw = field.getRawType();
        return types.contains(raw.getName())
                || field.getAllInvolvedRawTypes().stream()
                        .filter(part -> !part.equals(raw))
                        .anyMatch(part -> types.contains(part.getName()) || types.contains(arrayOf(part)));
    }

    private static String arrayOf(JavaClass part) {
        return part.getName().equals("byte")
                ? byte[].class.getName()
                : part.getName().equals("char") ? char[].class.getName() : part.getName();
    }
}
