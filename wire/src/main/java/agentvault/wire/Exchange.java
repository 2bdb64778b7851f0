package agentvault.wire;

import agentvault.http.BodyFramer;
import agentvault.http.Refusal;
import agentvault.http.RequestHead;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// One request and its answer, as far as they have come. Belongs to the connection's event loop.
final class Exchange {

    private final Events events;
    private final Limits.Pace pace;
    private final long started = System.nanoTime();

    final RequestHead head;
    final Reception.Handled handled;
    final BodyFramer framer;
    final BodyPipe pipe;
    final Presence client;
    final Request request;

    private long received;
    private long waited;
    private long periodBytes;
    private long periodStart;
    private int status;
    private long sent;
    private boolean finished;

    /// The answer has begun: nothing else is answered.
    boolean answered;

    /// The answer is out, and the connection stays open for another exchange.
    boolean over;

    boolean keepsAlive;

    /// The client was told to send the body, or did not wait to be told.
    boolean invited;

    Exchange(Setup setup, RequestHead head, Reception.Handled handled, Peer peer, Consumer<Exchange> wanted) {
        this.events = setup.events();
        this.pace = setup.limits().pace();
        this.head = head;
        this.handled = handled;
        this.framer = BodyFramer.of(head.framing());
        this.pipe = new BodyPipe(() -> wanted.accept(this));
        this.client = new Presence(setup.threads());
        this.request = new Request(setup.ids().next(), head, peer, new RequestBody(pipe), client);
        this.invited = !head.expectsContinue() || framer.ended();
        if (framer.ended()) pipe.end();
    }

    boolean isHead() {
        return head.method().equals("HEAD");
    }

    /// Takes in what is there of the body, up to a window ahead of its reader, or says why not.
    Optional<Refusal> pull(Backlog from) {
        while (!framer.ended() && !pipe.full() && !from.isEmpty()) {
            int count = from.show(framer::next);
            if (framer.refusal().isPresent()) return framer.refusal();
            received += count;
            if (received > handled.bodyBytes()) return Optional.of(Refusal.BODY_TOO_LARGE);
            if (count > 0) pipe.offer(from.take(count));
        }
        if (framer.ended()) pipe.end();
        return Optional.empty();
    }

    /// What is left of the body would not be worth a new connection.
    boolean nearlyRead() {
        return framer.ended() || (invited && framer.remaining() <= BodyPipe.WINDOW);
    }

    /// Begins to measure how the body comes, and says when to look.
    Duration beginPeriod() {
        periodBytes = received;
        periodStart = System.nanoTime();
        var left = handled.bodyTime().minusNanos(waited);
        return left.compareTo(pace.grace()) < 0 ? left : pace.grace();
    }

    /// Judges the period that ends. A time when we did not read is not the client's.
    Optional<Refusal> lateness(boolean full) {
        if (full) return Optional.empty();
        long nanos = System.nanoTime() - periodStart;
        waited += nanos;
        if (waited >= handled.bodyTime().toNanos()) return Optional.of(Refusal.BODY_TIMEOUT);
        return pace.missedBy(received - periodBytes, nanos) ? Optional.of(Refusal.BODY_TOO_SLOW) : Optional.empty();
    }

    void begins(int answerStatus) {
        answered = true;
        status = answerStatus;
    }

    void count(long bytes) {
        sent += bytes;
    }

    /// The client is not there any more, or is no longer spoken with.
    void breakOff(RuntimeException cause, Events.End end) {
        pipe.fail(cause);
        client.leave();
        finish(end);
    }

    void finish(Events.End end) {
        if (finished) return;
        finished = true;
        var time = Duration.ofNanos(System.nanoTime() - started);
        events.finished(new Events.Exchange(request, status, sent, time, end));
    }
}
