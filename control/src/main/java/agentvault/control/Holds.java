package agentvault.control;

import agentvault.access.Session;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.route.Trouble;
import agentvault.trail.TrailUnavailable;
import agentvault.wire.Answer;
import agentvault.wire.Request;
import agentvault.workspace.Sessions;
import agentvault.workspace.StoreUnavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Sessions that somebody holds, by reading an answer that does not end. A session that was held and that nobody
/// holds any more is ended, after a moment in which it can be taken up again.
///
/// A server that stops lets go of everything and ends nothing: who held takes hold at the next one.
final class Holds {

    /// More are refused.
    static final int MOST = 1_000;

    /// Short enough that a client and whatever stands between notice soon when the other side is gone.
    private static final Duration BEAT = Duration.ofSeconds(5);

    /// With what follows, who is killed loses the session within a second.
    private static final Duration GRACE = Duration.ofMillis(400);

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final byte[] HELD = "held\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STILL = "\n".getBytes(StandardCharsets.US_ASCII);

    private final Sessions sessions;
    private final Map<Id, Integer> held = new ConcurrentHashMap<>();
    private final Set<Holder> holders = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);

    /// Somebody who holds a session.
    private static final class Holder {

        private final Session session;
        private final Semaphore bell = new Semaphore(0);

        Holder(Session session) {
            this.session = session;
        }
    }

    Holds(Sessions sessions) {
        this.sessions = sessions;
    }

    /// Has those look whether what they hold still lives whose session may have changed.
    void changed(Scope scope) {
        holders.stream()
                .filter(holder -> holder.session.scope().equals(scope))
                .forEach(holder -> holder.bell.release());
    }

    /// Ends all holds, and no session.
    void end() {
        over.countDown();
        holders.forEach(holder -> holder.bell.release());
    }

    /// Holds a session for as long as the client reads.
    Answer hold(Session session, Request client) {
        if (holders.size() >= MOST) {
            throw Trouble.coded(429, "too_many_holds", "This server holds as many sessions as it may.")
                    .hinting("End programs that run with a session of their own, then try again.")
                    .declined();
        }
        return Answer.streamed(200, "text/plain; charset=utf-8", out -> held(session, client, out));
    }

    private void held(Session session, Request client, OutputStream out) throws IOException {
        var holder = new Holder(session);
        holders.add(holder);
        held.merge(session.id(), 1, Integer::sum);
        try {
            client.onClientGone(holder.bell::release);
            beat(holder, client, out);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            holders.remove(holder);
            held.computeIfPresent(session.id(), (_, holds) -> holds == 1 ? null : holds - 1);
            letGo(session);
        }
    }

    private void beat(Holder holder, Request client, OutputStream out) throws IOException, InterruptedException {
        out.write(HELD);
        out.flush();
        while (over.getCount() > 0 && !client.clientGone() && sessions.live(holder.session)) {
            boolean rung = holder.bell.tryAcquire(BEAT.toNanos(), TimeUnit.NANOSECONDS);
            holder.bell.drainPermits();
            if (rung) continue;
            out.write(STILL);
            out.flush();
        }
    }

    /// What cannot be recorded at the moment is done a little later. What has ended is not waited for.
    private void letGo(Session session) {
        var pause = GRACE;
        while (dropped(session) && !ended(pause) && dropped(session)) {
            try {
                sessions.letGo(session);
                return;
            } catch (StoreUnavailable | TrailUnavailable _) {
                pause = AGAIN;
            }
        }
    }

    private boolean dropped(Session session) {
        return !held.containsKey(session.id()) && sessions.live(session);
    }

    private boolean ended(Duration pause) {
        try {
            return over.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
