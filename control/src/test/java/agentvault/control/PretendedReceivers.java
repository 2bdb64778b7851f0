package agentvault.control;

import agentvault.workspace.WebhookReceivers;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Receivers of webhooks that answer as they are told.
final class PretendedReceivers implements WebhookReceivers {

    final Queue<String> got = new ConcurrentLinkedQueue<>();
    volatile int status = 204;

    @Override
    public boolean takes(String url) {
        return url.startsWith("https://");
    }

    @Override
    public Answer deliver(Letter letter) {
        got.add(letter.url() + " " + letter.delivery().happening().type().text());
        return new Answer.Status(status);
    }
}
