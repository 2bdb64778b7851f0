package agentvault.match;

import agentvault.vault.Placeholder;
import agentvault.vault.Service;
import java.util.List;

/// A decision and how it came about: every service that was considered, in order, and why it was chosen or not.
public record Explanation(Decision decision, List<Candidate> candidates) {

    public Explanation {
        candidates = List.copyOf(candidates);
    }

    /// One service at one of its destinations, asked for one thing.
    ///
    /// @param destination the text of a destination, or of a reach that the session decides
    public record Candidate(Service service, String destination, Wanted wanted, Outcome outcome) {}

    /// What a candidate was considered for.
    public sealed interface Wanted {
        record Slot() implements Wanted {}

        record Exchange(Placeholder placeholder) implements Wanted {}
    }

    /// What became of a candidate.
    public enum Outcome {
        CHOSEN("is chosen"),
        CHOSEN_BUT_DISABLED("is chosen but disabled"),
        LESS_SPECIFIC("is less specific than the chosen one"),
        LATER_VAULT("is in a later vault than the chosen one"),
        OTHER_PORT("is for another port"),
        OTHER_SCHEME("differs in TLS or clear text"),
        OTHER_METHOD("is for other methods"),
        OTHER_PATH("is for other paths"),
        OTHER_QUERY("is for another query"),
        AMBIGUOUS_PATH("looks at paths, and this path has more than one reading"),
        METHOD_OVERRIDE("looks at methods, and the request overrides its method"),
        NOT_NAMED("follows the session, which does not name this target");

        private final String sentence;

        Outcome(String sentence) {
            this.sentence = sentence;
        }

        /// To be read after the name of the service.
        public String sentence() {
            return sentence;
        }
    }
}
