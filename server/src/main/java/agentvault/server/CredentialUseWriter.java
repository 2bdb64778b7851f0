package agentvault.server;

import agentvault.id.Id;
import agentvault.log.Event;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.traffic.CredentialUse;
import agentvault.traffic.CredentialUse.Said;
import agentvault.traffic.CredentialUses;
import agentvault.vault.Credential;
import agentvault.workspace.StoreUnavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Writes down when credentials were used, beside the exchanges and never on their threads: once a second, one line for
/// each credential however often it was used.
final class CredentialUseWriter implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TIDY = Duration.ofHours(1);

    private final CredentialUses uses;
    private final InstantSource clock;
    private final Log log;
    private final Map<Id, CredentialUse> waiting = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("credential-uses").factory());

    private CredentialUseWriter(CredentialUses uses, InstantSource clock, Log log) {
        this.uses = uses;
        this.clock = clock;
        this.log = log;
    }

    static CredentialUseWriter start(CredentialUses uses, InstantSource clock, Log log) {
        var writer = new CredentialUseWriter(uses, clock, log);
        writer.every(PAUSE, writer::write);
        writer.every(TIDY, uses::forgetDeleted);
        return writer;
    }

    /// Never waits.
    void record(Credential credential, int status) {
        var said = Said.by(status);
        int version = credential.material().version();
        var known = waiting.get(credential.id());
        // Most uses are like the one before them: then nothing has to be written here either.
        boolean same = known != null && known.version() == version && (said == Said.NOTHING || known.said() == said);
        if (same) return;
        var use = new CredentialUse(credential.vault(), credential.id(), version, clock.instant(), said);
        waiting.merge(credential.id(), use, CredentialUse::then);
    }

    private void every(Duration time, Runnable work) {
        long nanos = time.toNanos();
        var _ = timer.scheduleWithFixedDelay(() -> attempt(work), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailable e) {
            log.tell(Event.of(Level.WARN, "credential_uses_not_written").with("why", String.valueOf(e.getMessage())));
        }
    }

    /// What cannot be written waits for the next time, together with what is used until then.
    private void write() {
        List<CredentialUse> batch = new ArrayList<>();
        for (var credential : List.copyOf(waiting.keySet())) {
            var use = waiting.remove(credential);
            if (use != null) batch.add(use);
        }
        if (batch.isEmpty()) return;
        try {
            uses.keep(batch);
        } catch (StoreUnavailable e) {
            batch.forEach(use -> waiting.merge(use.credential(), use, (later, earlier) -> earlier.then(later)));
            throw e;
        }
    }

    /// Waits for what is being written: if that fails, it is written now.
    @Override
    public void close() {
        timer.close();
        attempt(this::write);
    }
}
