package agentvault.run;

import agentvault.cli.SessionsServer;
import agentvault.command.Failure;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A session that is a program's for as long as this command runs. It is held: a server that no longer hears from
/// this process ends the session by itself. The token of an agent is lent as it is: it was somebody else who gave it.
final class Lease implements AutoCloseable {

    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// Java waits three times as long at its end for a thread that reads, so the holder's is waited for here.
    private static final Duration PARTING = Duration.ofMillis(100);

    private final SessionsServer server;
    private final SessionsServer.Lent lent;
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread holder = Thread.ofPlatform().daemon().name("hold").unstarted(this::hold);
    private final AtomicReference<Optional<Failure>> refusal = new AtomicReference<>(Optional.empty());

    private Lease(SessionsServer server, SessionsServer.Lent lent) {
        this.server = server;
        this.lent = lent;
    }

    /// The token of the agent that this command runs for.
    static Lease ofAgent(SessionsServer server) {
        server.checkAgent();
        var token = server.agents().orElseThrow();
        return new Lease(server, new SessionsServer.Lent("", token, Optional.empty()));
    }

    /// @param asked what the session is to be
    static Lease of(SessionsServer server, Json.Fields asked) {
        return held(server, server.lend(asked));
    }

    /// The same with a socket on this machine, if the server can make one.
    static Lease withSocket(SessionsServer server, Json.Fields asked) {
        return held(server, server.lendWithSocket(asked));
    }

    private static Lease held(SessionsServer server, SessionsServer.Lent lent) {
        var lease = new Lease(server, lent);
        try {
            lease.takeHold();
            return lease;
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private void takeHold() {
        holder.start();
        try {
            boolean sure = held.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            refusal.get().ifPresent(failure -> {
                throw failure;
            });
            if (!sure) throw Failure.of("The server at " + server.address() + " does not answer in time.");
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }

    /// What was lost is taken up again, at once and then less and less often, until it is known that there is
    /// nothing.
    private void hold() {
        var pause = SHORTEST;
        do {
            long before = System.nanoTime();
            if (!heldOnce()) return;
            boolean lasted = System.nanoTime() - before > LONGEST.toNanos();
            var longer = pause.multipliedBy(2);
            pause = lasted ? SHORTEST : longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
        } while (!over(pause));
    }

    /// Gives back whether to try again.
    private boolean heldOnce() {
        try {
            return server.hold(lent.session(), held::countDown) == SessionsServer.Held.NO_MORE;
        } catch (Failure failure) {
            if (held.getCount() == 0 || SessionsServer.away(failure)) return true;
            refusal.set(Optional.of(failure));
            held.countDown();
            return false;
        }
    }

    private boolean over(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    HiddenText token() {
        return lent.token();
    }

    /// The path of the session's socket, if the server opened one.
    Optional<String> socket() {
        return lent.socket();
    }

    /// The session's name in lists; empty for an agent's token.
    String session() {
        return lent.session();
    }

    /// Ends the session. If that cannot be told now, the server finds it let go, or its time ends it.
    ///
    /// @return whether it was as it should be: nobody else had ended it
    boolean giveBack() {
        boolean first = closed.getCount() > 0;
        closed.countDown();
        if (!first || lent.session().isEmpty()) return true;
        try {
            boolean ended = server.end(lent.session());
            var _ = holder.join(PARTING);
            return ended;
        } catch (Failure _) {
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }

    @Override
    public void close() {
        giveBack();
    }
}
