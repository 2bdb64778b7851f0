package agentvault.wire;

import agentvault.http.Refusal;
import java.io.IOException;

/// Runs the handler of one exchange on its own thread, and hands its answer to the connection. No exception of a
/// handler
/// gets further than this.
record HandlerCall(HttpConnection connection, Exchange exchange, Events events) implements Runnable {

    @Override
    public void run() {
        try {
            send(exchange.handled.handler().answer(exchange.request));
        } catch (BodyRefused refused) {
            connection.refuseLater(exchange, refused.refusal());
        } catch (ClientGone _) {
            connection.breakOffLater(exchange, Events.End.CLIENT_GONE);
        } catch (Throwable failure) {
            events.failed(exchange.request, failure);
            connection.refuseLater(exchange, Refusal.INTERNAL);
        }
    }

    private void send(Answer answer) {
        connection.answerLater(exchange, answer);
        if (!(answer.body() instanceof Answer.Streamed(var writer)) || exchange.isHead() || answer.bodiless()) return;
        var out = new AnswerStream(connection, exchange, exchange.head.line().minorVersion() == 1);
        try {
            writer.writeTo(out);
            out.finish();
        } catch (ClientGone _) {
            connection.breakOffLater(exchange, Events.End.CLIENT_GONE);
        } catch (IOException | RuntimeException failure) {
            events.failed(exchange.request, failure);
            connection.breakOffLater(exchange, Events.End.BROKEN);
        }
    }
}
