package agentvault.proxy;

import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.workspace.OauthRenewals;
import agentvault.workspace.OauthRenewals.Attempt;
import agentvault.workspace.OauthRenewals.Reason;
import agentvault.workspace.OauthRenewals.Stale;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Waits for access tokens to be renewed. All requests of this server that wait for one credential share one try, and
/// wait for whoever tries on another server.
final class Renewer {

    /// Longer than a token endpoint may take, shorter than clients wait.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private static final Attempt LATE = new Attempt.Failed("timeout", false);

    private final OauthRenewals renewals;
    private final Map<Id, ReentrantLock> turns = new ConcurrentHashMap<>();

    Renewer(OauthRenewals renewals) {
        this.renewals = renewals;
    }

    /// Those whose tokens have ended.
    List<Stale> over(Collection<Credential> credentials) {
        return stale(credentials, Reason.OVER);
    }

    /// Those that may be renewed because a service refused their tokens.
    List<Stale> refusable(Collection<Credential> credentials) {
        return stale(credentials, Reason.REFUSED);
    }

    private List<Stale> stale(Collection<Credential> credentials, Reason reason) {
        for (var credential : credentials) {
            if (credential.type() instanceof Credential.Type.Oauth)
                return credentials.stream()
                        .flatMap(one -> renewals.stale(one, reason).stream())
                        .toList();
        }
        return List.of();
    }

    /// Blocks until it is renewed, or has failed.
    Attempt renew(Stale stale) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            var attempt = inTurn(stale, end);
            while (attempt instanceof Attempt.Busy) {
                Thread.sleep(BETWEEN_LOOKS);
                attempt = inTurn(stale, end);
            }
            return attempt;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return LATE;
        }
    }

    private Attempt inTurn(Stale stale, long end) throws InterruptedException {
        var turn = turns.computeIfAbsent(stale.credential(), _ -> new ReentrantLock());
        long left = end - System.nanoTime();
        if (left <= 0 || !turn.tryLock(left, TimeUnit.NANOSECONDS)) return LATE;
        try {
            return renewals.attempt(stale);
        } finally {
            turn.unlock();
        }
    }
}
