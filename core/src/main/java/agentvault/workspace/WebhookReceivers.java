package agentvault.workspace;

import agentvault.crypto.Secret;
import agentvault.webhook.Delivery;
import java.time.Instant;
import java.util.Optional;

/// Those who are told by webhooks, as they are reached over the network.
public interface WebhookReceivers {

    /// Why no delivery to a URL could get there, as far as its looks tell; empty if one might. Nobody is asked.
    Optional<Unusable> unusable(String url);

    enum Unusable {
        /// It is none that deliveries are sent to: not https, or with a name, a password or a fragment in it.
        UNFIT,
        /// It leads where this server may not go.
        DENIED,
        /// It is this server itself.
        OURSELVES
    }

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
