package agentvault.wire;

import agentvault.http.Refusal;
import java.io.IOException;

/// Runs the handler of one exchange on its own thread, and hands its answer to the door. No exception of a
/// handler
/// gets further than this.
record HandlerCall(Door door, Exchange exchange, Events events) implements Runnable {

    @Override
    public void run() {
        try {
            send(exchange.handled.handler().answer(exchange.request));
        } catch (BodyRefused refused) {
            door.refuse(exchange, refused.refusal());
        } catch (ClientGone _) {
            door.breakOff(exchange, Events.End.CLIENT_GONE);
        } catch (Throwable failure) {
            events.failed(exchange.request, failure);
            door.refuse(exchange, Refusal.INTERNAL);
        }
    }

    private void send(Answer answer) {
        door.answer(exchange, answer);
        if (!(answer.body() instanceof Answer.Streamed(var writer)) || exchange.isHead() || answer.bodiless()) return;
        var out = new AnswerStream(door, exchange, exchange.head.line().minorVersion() == 1);
        try {
            writer.writeTo(out);
            out.finish();
        } catch (ClientGone _) {
            door.breakOff(exchange, Events.End.CLIENT_GONE);
        } catch (IOException | RuntimeException failure) {
            events.failed(exchange.request, failure);
            door.breakOff(exchange, Events.End.BROKEN);
        }
    }
}
