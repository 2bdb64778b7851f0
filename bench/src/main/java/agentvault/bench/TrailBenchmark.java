package agentvault.bench;

import agentvault.crypto.Secret;
import agentvault.files.Durability;
import agentvault.files.TrailClock;
import agentvault.files.TrailFiles;
import agentvault.files.TrailKeys;
import agentvault.files.TrailSettings;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.keys.Ed25519Signer;
import agentvault.trail.CredentialVersion;
import agentvault.trail.Draft;
import agentvault.trail.Entry;
import agentvault.trail.Position;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailSigner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Taking down one use of a credential, signed checkpoints included. Peer: writing as many bytes to a file channel, and
/// forcing them where the trail does.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx2g", "--enable-native-access=ALL-UNNAMED"})
public class TrailBenchmark {

    private static final long LARGEST = 64L << 20;

    @Param({"WRITE", "FSYNC"})
    public Durability durability = Durability.WRITE;

    private final Entry use = use();
    private final ByteBuffer bytes = Draft.of(use).bytes();
    private final Path folder;
    private final FileChannel channel;
    private final Ed25519Signer key = new Ed25519Signer(Secret.take(new byte[32]));
    private List<TrailFiles> open = List.of();

    public TrailBenchmark() {
        try {
            folder = Files.createTempDirectory(Path.of("bench", "target"), "trail");
            Files.createDirectory(folder.resolve("segments"));
            channel = FileChannel.open(folder.resolve("raw"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Setup
    public void prepare() {
        byte[] publicKey = key.publicKey();
        var keys = new TrailKeys(
                TrailSigner.of("bench", key::sign),
                (_, message, signature) -> Ed25519Signer.verifies(publicKey, message, signature));
        open = List.of(TrailFiles.open(
                folder.resolve("segments"),
                new TrailIdentity(new Id(1, 1), new Id(2, 2), "bench"),
                TrailSettings.of(durability),
                keys,
                new TrailClock(InstantSource.system(), System::nanoTime),
                List.of()));
    }

    @TearDown
    public void close() throws IOException {
        open.getFirst().close();
        channel.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    @Benchmark
    public Position append() {
        return open.getFirst().append(use);
    }

    @Benchmark
    public long channel() throws IOException {
        if (channel.position() > LARGEST) channel.position(0);
        long written = channel.write(bytes.duplicate());
        if (durability == Durability.FSYNC) channel.force(false);
        return written;
    }

    private static Entry use() {
        var id = new Id(3, 3);
        var credentials = List.of(new CredentialVersion(id, 3));
        return new Entry.Use(id, id, id, id, 5, credentials, "api.example.com", "GET", Face.PROXY);
    }
}
