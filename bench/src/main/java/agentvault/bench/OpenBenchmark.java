package agentvault.bench;

import agentvault.crypto.Envelope;
import agentvault.crypto.Key;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.CredentialSeal;
import agentvault.vault.Life;
import agentvault.vault.Material;
import agentvault.vault.Metadata;
import agentvault.vault.Stamp;
import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Opening a secret of 100 bytes, as each exchange does with each credential. Peers: AES-256-GCM of the JDK with one
/// reused cipher and one key, which has no key of its own for each message and no commitment; and Tink's Aead,
/// likewise.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx2g", "--enable-native-access=ALL-UNNAMED"})
public class OpenBenchmark {

    private static final int TAG_BITS = 128;

    private final Random seeded = new Random(1);
    private final Randomness random = seeded::nextBytes;
    private final byte[] message = random.bytes(100);
    private final byte[] place = random.bytes(90);
    private final byte[] destinations = random.bytes(32);
    private final byte[] nonce = random.bytes(12);

    private final Secret key = random.secret(Envelope.KEY_BYTES);
    private final Octets envelope = Envelope.seal(key, place, Secret.take(message.clone()), random);

    private final Key vaultKey = new Key(random.id(), KeyUse.VAULT, random.id(), 1, random.secret(Envelope.KEY_BYTES));
    private final CredentialSeal seal = new CredentialSeal(random.id(), random);
    private final Credential credential = credential(random.id(), random.id());
    private final Material.Held held =
            seal.seal(credential, 1, Map.of(Material.Part.VALUE, Secret.take(message.clone())), vaultKey, destinations);

    private final SecretKeySpec rawKey = new SecretKeySpec(random.bytes(Envelope.KEY_BYTES), "AES");
    private final Cipher cipher;
    private final byte[] rawCiphertext;
    private final Aead tink;
    private final byte[] tinkCiphertext;

    public OpenBenchmark() {
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, rawKey, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place);
            rawCiphertext = cipher.doFinal(message);
            tink = newTink();
            tinkCiphertext = tink.encrypt(message, place);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Setup
    public void checkThatEachOpens() throws GeneralSecurityException {
        boolean opens = envelope() == message[0]
                && credential() == message[0]
                && jdk()[0] == message[0]
                && tink.decrypt(tinkCiphertext, place)[0] == message[0];
        if (!opens) throw new IllegalStateException("what is measured does not open");
    }

    @Benchmark
    public int envelope() {
        return Envelope.use(key, place, envelope, clear -> clear[0]).orElseThrow();
    }

    @Benchmark
    public int credential() {
        return seal.sealedPart(credential, held, Material.Part.VALUE, vaultKey, destinations)
                .flatMap(part -> part.open(clear -> clear[0]))
                .orElseThrow();
    }

    @Benchmark
    public byte[] jdk() throws GeneralSecurityException {
        cipher.init(Cipher.DECRYPT_MODE, rawKey, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place);
        return cipher.doFinal(rawCiphertext);
    }

    @Benchmark
    public byte[] tink() throws GeneralSecurityException {
        return tink.decrypt(tinkCiphertext, place);
    }

    private static Credential credential(Id vault, Id id) {
        var profile = new Credential.Profile("", Metadata.EMPTY, Credential.Reading.NEVER, Face.QODER);
        var nothing = new Material.Held(1, id, Octets.of(new byte[0]), new TreeMap<>());
        return new Credential(
                id,
                vault,
                new CredentialKey("TOKEN"),
                profile,
                new Credential.Type.Static(),
                nothing,
                Life.startedAt(new Stamp(Instant.EPOCH, 1)));
    }

    @AccessesPartialKey
    private static Aead newTink() throws GeneralSecurityException {
        AeadConfig.register();
        var parameters = AesGcmParameters.builder()
                .setKeySizeBytes(Envelope.KEY_BYTES)
                .setIvSizeBytes(12)
                .setTagSizeBytes(16)
                .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                .build();
        var key = AesGcmKey.builder()
                .setParameters(parameters)
                .setKeyBytes(SecretBytes.randomBytes(Envelope.KEY_BYTES))
                .build();
        var entry = KeysetHandle.importKey(key).withFixedId(1).makePrimary();
        return KeysetHandle.newBuilder().addEntry(entry).build().getPrimitive(RegistryConfiguration.get(), Aead.class);
    }
}
