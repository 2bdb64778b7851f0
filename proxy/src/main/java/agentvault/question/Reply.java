package agentvault.question;

import agentvault.crypto.Secret;
import agentvault.http.ResponseHead;
import java.util.Optional;

/// What came back.
public sealed interface Reply {

    /// @param body may hold tokens; whoever gets it closes it
    /// @param cut whether the body goes on
    record Whole(ResponseHead head, Secret body, boolean cut) implements Reply {
        public int status() {
            return head.status();
        }

        /// The first header of this name.
        public Optional<String> first(String name) {
            return head.fields().headers().first(name);
        }
    }

    /// @param code stable, and all that is told
    record None(String code) implements Reply {}
}
