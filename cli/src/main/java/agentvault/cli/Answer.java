package agentvault.cli;

import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.json.Json;

/// What the server said.
sealed interface Answer {

    record Done(Json document) implements Answer {}

    /// @param seconds how long to wait before the next attempt, or empty
    record Refused(int status, Json document, String seconds) implements Answer {

        private static final int UNAUTHORIZED = 401;
        private static final int UNAVAILABLE = 503;

        /// The stable code, whichever of the four shapes the error has.
        String code() {
            if (inner() instanceof Json.Fields inner) return inner.text("code");
            return document.has("code") ? document.text("code") : document.has("message") ? document.text("error") : "";
        }

        boolean loginNeeded() {
            return status == UNAUTHORIZED;
        }

        Failure failure() {
            var hint = inner() instanceof Json.Fields inner ? inner.text("hint") : document.text("hint");
            return Failure.of(sentence())
                    .because(seconds.isEmpty() ? document.text("help") : "Try again in " + seconds + " s.")
                    .next(hint.isEmpty() ? usualStep() : hint)
                    .reference(document.has("request_id") ? "Request " + document.text("request_id") : "")
                    .exit(loginNeeded() || sealed() ? Exit.LOCKED : Exit.FAILED);
        }

        /// Other protocols tell what is wrong in an object.
        private Json inner() {
            return document.get("error");
        }

        private String sentence() {
            var sentence = document.has("message") ? document.text("message") : document.text("error");
            return sentence.isEmpty() ? "The server answered " + status + " and gave no reason." : sentence;
        }

        private boolean sealed() {
            return status == UNAVAILABLE && code().equals("sealed");
        }

        private String usualStep() {
            if (loginNeeded()) return "agent-vault auth login";
            return code().equals("not_initialized") ? "agent-vault auth register" : "";
        }
    }
}
