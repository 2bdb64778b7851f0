package agentvault.proxy;

import agentvault.dial.Upstreams;
import agentvault.stream.OpenStreams;
import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What every exchange has around it.
///
/// @param threads runs what may wait, each on a thread of its own
record Surroundings(
        Judge judge,
        Upstreams upstreams,
        LiveExchanges live,
        OpenStreams streams,
        Executor threads,
        Plane.Listeners listeners) {

    RequestLog log() {
        return listeners.log();
    }

    ProxyFigures figures() {
        return listeners.figures();
    }

    /// Tells of the credentials that went along.
    ///
    /// @param status of the response, or 0 if none came
    void sent(Verdict.Forward verdict, int status) {
        for (var need : verdict.plan().needs()) {
            verdict.warrant()
                    .credential(need.service(), need.key())
                    .ifPresent(credential -> listeners.credentials().sent(credential, status));
        }
    }

    /// Judges where waiting is allowed, and tells the verdict on the event loop.
    void judgeSlowly(Ask ask, EventLoop loop, Consumer<Verdict> then) {
        slowly(() -> judge.judge(ask, Judge.Waiting.ALLOWED), loop, then);
    }

    /// The same after the tokens that went along were refused.
    void judgeRenewed(Ask ask, Verdict.Forward refused, EventLoop loop, Consumer<Verdict> then) {
        slowly(() -> judge.judgeRenewed(ask, refused), loop, then);
    }

    private void slowly(Supplier<Verdict> judging, EventLoop loop, Consumer<Verdict> then) {
        threads.execute(() -> {
            var verdict = judged(judging);
            loop.execute(() -> then.accept(verdict));
        });
    }

    private Verdict judged(Supplier<Verdict> judging) {
        try {
            return judging.get();
        } catch (RuntimeException e) {
            figures().broken(e);
            return new Verdict.Refuse(Trouble.internal(), RequestLog.By.NOBODY);
        }
    }
}
