package agentvault.files;

import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.trail.CredentialVersion;
import agentvault.trail.Entry;
import agentvault.trail.TrailKit;
import agentvault.trail.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Opens trails for tests: a fixed wall clock, a monotonic one that counts, and a timer that never comes.
final class Trails {

    static final TrailKeys KEYS = new TrailKeys(TrailKit.SIGNER, TrailKit.VERIFIER);
    static final Duration NEVER = Duration.ofDays(1);
    static final TrailSettings WRITE = new TrailSettings(Durability.WRITE, 64L << 20, NEVER);
    static final TrailSettings SMALL = new TrailSettings(Durability.WRITE, 2_000, NEVER);

    private Trails() {}

    static TrailFiles open(Path directory, TrailSettings settings, Witness... witnesses) {
        return TrailFiles.open(directory, TrailKit.IDENTITY, settings, KEYS, clock(), List.of(witnesses));
    }

    static TrailFiles open(Path directory, Disk disk, TrailSettings settings) {
        var recovery = new Recovery(new Segments(directory), TrailKit.IDENTITY, TrailKit.VERIFIER, List.of(), disk);
        return TrailFiles.open(recovery, settings, KEYS, clock());
    }

    static TrailClock clock() {
        return new TrailClock(() -> Instant.ofEpochSecond(1_800_000_000), new AtomicLong()::incrementAndGet);
    }

    static Entry use(int number) {
        var id = new Id(number, 1);
        var credentials = List.of(new CredentialVersion(id, 1));
        return new Entry.Use(id, id, id, id, 1, credentials, "api.example.com", "GET", Face.PROXY);
    }

    static Entry intent(int number) {
        var id = new Id(number, 1);
        return new Entry.Intent(id, "service.set", Face.LOCAL, id, number, List.of(id), "");
    }
}
