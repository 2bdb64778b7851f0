package agentvault.question;

import agentvault.dial.PoolKey;
import agentvault.dial.Upstreams;
import agentvault.trail.Entry;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Asks questions of servers elsewhere; everything that is asked shares the one guard of the process.
public final class Questions {

    private final Upstreams upstreams;
    private final Supplier<EventLoop> loops;

    /// @param loops each question's event loop
    public Questions(Upstreams upstreams, Supplier<EventLoop> loops) {
        this.upstreams = upstreams;
        this.loops = loops;
    }

    /// Asks, and waits for the answer.
    public Reply ask(Endpoint endpoint, Question.Wanted wanted, Duration patience, Question.Wording wording) {
        var reply = new CompletableFuture<Reply>();
        var loop = loops.get();
        var question = new Question(wording, wanted, reply);
        try {
            loop.execute(() -> upstreams.dial(loop, PoolKey.bare(Entry.NONE, endpoint.place()), question));
            return reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return late(reply);
        } catch (ExecutionException _) {
            return new Reply.None("internal");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return late(reply);
        }
    }

    private static Reply late(CompletableFuture<Reply> reply) {
        var none = new Reply.None("timeout");
        return reply.complete(none) ? none : reply.join();
    }
}
