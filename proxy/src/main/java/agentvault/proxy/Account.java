package agentvault.proxy;

import java.time.Duration;
import java.util.List;

/// What is told about one exchange when it is over, gathered on the way.
final class Account {

    private final long started = System.nanoTime();
    private long connected;
    private long answered;
    private boolean sent;
    private boolean told;
    private List<String> keys = List.of();

    RequestLog.By by = RequestLog.By.NOBODY;
    int status;
    String code = "";

    void forwarded(Verdict.Forward forward) {
        by = Judge.by(forward.warrant(), forward.rule());
        keys = forward.plan().needs().stream().map(need -> need.key().text()).toList();
    }

    void connected() {
        connected = System.nanoTime();
    }

    void sent() {
        sent = true;
    }

    /// Whether a request went out that nothing came back for.
    boolean unanswered() {
        return sent && answered == 0;
    }

    void answered(int with) {
        answered = System.nanoTime();
        status = with;
    }

    void stopped(Trouble trouble) {
        status = trouble.status();
        code = trouble.code();
    }

    /// Tells it, once.
    void tell(Surroundings around, Ask ask, String requestId, long sent, long received) {
        if (told) return;
        told = true;
        long now = System.nanoTime();
        var times = new RequestLog.Times(since(connected, now), since(answered, now), Duration.ofNanos(now - started));
        var line = new RequestLog.Line(
                requestId,
                new RequestLog.Request(
                        ask.way(),
                        ask.target().method(),
                        ask.host(),
                        ask.incoming().path()),
                by,
                keys,
                new RequestLog.Outcome(status, sent, received, code),
                times);
        around.log().record(line);
        around.figures().exchangeEnded(line);
    }

    private Duration since(long moment, long now) {
        return Duration.ofNanos((moment == 0 ? now : moment) - started);
    }
}
