package agentvault.server;

import agentvault.trail.TrailUnavailable;
import agentvault.workspace.IntegrityBroken;
import agentvault.workspace.OauthRenewals;
import agentvault.workspace.StoreUnavailable;
import agentvault.workspace.Tidying;
import agentvault.workspace.WebhookDeliveries;
import agentvault.workspace.Workspace;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What a server does by itself from time to time: it asks the database what other servers have changed, writes down
/// which logins and API keys were used, ends proposals that nobody decided in time, and removes what ended long ago.
/// What fails is
/// done the next time; that the database does not answer is seen by everybody who is let in no more.
final class Heartbeat implements AutoCloseable {

    private static final Duration CONFIRM = Duration.ofSeconds(1);
    private static final Duration WRITE_USES = Duration.ofMinutes(1);
    private static final Duration EXPIRE = Duration.ofMinutes(1);
    private static final Duration RENEW = Duration.ofSeconds(10);
    private static final Duration DELIVER = Duration.ofSeconds(1);
    private static final Duration TIDY = Duration.ofHours(1);

    private final Workspace workspace;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeat").factory());

    private volatile boolean answering = true;
    private volatile Consumer<Boolean> listener = _ -> {};

    private Heartbeat(Workspace workspace) {
        this.workspace = workspace;
    }

    /// Begins with what is needed before anybody is let in.
    static Heartbeat start(Workspace workspace) {
        workspace.authentication().confirm();
        var heartbeat = new Heartbeat(workspace);
        heartbeat.every(CONFIRM, heartbeat::confirm);
        heartbeat.every(WRITE_USES, heartbeat::writeUses);
        heartbeat.every(EXPIRE, () -> workspace.proposals().expireLate());
        heartbeat.every(TIDY, () -> new Tidying(workspace).tidy());
        return heartbeat;
    }

    /// Whether the database answered the last time.
    boolean answering() {
        return answering;
    }

    /// Tells somebody from now on when the database stops answering, and when it answers again.
    void tell(Consumer<Boolean> whetherItAnswers) {
        listener = whetherItAnswers;
    }

    /// Has access tokens renewed from now on before they end. Each renewal may wait long, and holds up nothing.
    void renew(OauthRenewals renewals) {
        every(
                RENEW,
                () -> renewals.due()
                        .forEach(stale -> Thread.ofVirtual()
                                .name("renewal")
                                .start(() -> attempt(() -> renewals.attempt(stale)))));
    }

    /// Has webhooks told from now on of what happens. Each delivery may wait long, and holds up nothing.
    void deliver(WebhookDeliveries deliveries) {
        every(
                DELIVER,
                () -> deliveries
                        .due()
                        .forEach(delivery -> Thread.ofVirtual()
                                .name("webhook")
                                .start(() -> attempt(() -> deliveries.attempt(delivery)))));
    }

    private void confirm() {
        boolean answers = false;
        try {
            workspace.authentication().confirm();
            answers = true;
        } finally {
            if (answers != answering) listener.accept(answers);
            answering = answers;
        }
    }

    private void writeUses() {
        workspace.logins().used(workspace.authentication().takeUses());
        workspace.actors().apiKeys().used(workspace.authentication().takeKeyUses());
    }

    private void every(Duration time, Runnable work) {
        long nanos = time.toNanos();
        var _ = timer.scheduleWithFixedDelay(() -> attempt(work), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailable | TrailUnavailable | IntegrityBroken _) {
            // The next beat tries again. Operations that need what is broken say so themselves.
        }
    }

    /// Waits for what is under way, and writes down the last uses.
    @Override
    public void close() {
        timer.close();
        attempt(this::writeUses);
    }
}
