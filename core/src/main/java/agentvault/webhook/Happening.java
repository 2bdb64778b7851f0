package agentvault.webhook;

import agentvault.crypto.Canonical;
import agentvault.id.Id;
import agentvault.vault.Metadata;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Something that webhooks are told of.
///
/// @param place the vault that it happened in, or the webhook itself if it is a test
/// @param facts what is told, all of it as texts, and none of it what an agent wrote about its request
public record Happening(Type type, Id place, Metadata facts) {

    /// What may happen, in the words of the events that are sent.
    public enum Type {
        PROPOSAL_CREATED("proposal.created"),
        /// It was applied, rejected, withdrawn, deleted, or has expired.
        PROPOSAL_DECIDED("proposal.decided"),
        /// An OAuth credential cannot be renewed any more until a person connects it again.
        CREDENTIAL_RECONNECT_REQUIRED("credential.reconnect_required"),
        /// Somebody wanted to see whether anything comes. It is sent to the one webhook that was meant.
        TEST("webhook.test");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /// All that a webhook can be told of without somebody asking.
        public static List<Type> all() {
            return Stream.of(values()).filter(type -> type != TEST).toList();
        }

        public static Optional<Type> named(String text) {
            return all().stream().filter(type -> type.text.equals(text)).findFirst();
        }
    }

    void writeTo(Canonical out) {
        out.text(type.name()).id(place);
        facts.writeTo(out);
    }
}
