package agentvault.control;

import agentvault.workspace.WebhookReceivers;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Receivers of webhooks that answer as they are told.
final class PretendedReceivers implements WebhookReceivers {

    final Queue<String> got = new ConcurrentLinkedQueue<>();
    volatile int status = 204;

    @Override
    public Optional<Unusable> unusable(String url) {
        if (url.startsWith("https://10.")) return Optional.of(Unusable.DENIED);
        if (url.startsWith("https://ourselves/")) return Optional.of(Unusable.OURSELVES);
        return url.startsWith("https://") ? Optional.empty() : Optional.of(Unusable.UNFIT);
    }

    @Override
    public Answer deliver(Letter letter) {
        got.add(letter.url() + " " + letter.delivery().happening().type().text());
        return new Answer.Status(status);
    }
}
