package agentvault.workspace;

import agentvault.crypto.Secret;
import agentvault.webhook.Delivery;
import java.time.Instant;

/// Those who are told by webhooks, as they are reached over the network.
public interface WebhookReceivers {

    /// Whether deliveries can be sent to a URL at all. Nobody is asked.
    boolean takes(String url);

    /// Sends one delivery once, and waits for what comes back. Never throws.
    Answer deliver(Letter letter);

    /// A delivery as it is sent now.
    ///
    /// @param key signs it; whoever made this closes it
    record Letter(String url, Delivery delivery, Instant at, Secret key) {

        /// Without the URL, which may itself be what nobody else should know.
        @Override
        public String toString() {
            return "Letter[" + delivery.id() + "]";
        }
    }

    sealed interface Answer {

        record Status(int status) implements Answer {}

        /// @param code stable, and all that is told
        record None(String code) implements Answer {}
    }
}
