package agentvault.operations;

import agentvault.json.Json;
import java.util.Locale;

/// What one look at something found.
///
/// @param fix what to do; empty if there is nothing to do
record Symptom(String about, State state, String says, String fix) {

    enum State {
        OK,
        WARN,
        FAIL,
        /// It could not be looked at now.
        SKIP;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Symptom ok(String about, String says) {
        return new Symptom(about, State.OK, says, "");
    }

    static Symptom warn(String about, String says, String fix) {
        return new Symptom(about, State.WARN, says, fix);
    }

    static Symptom fail(String about, String says, String fix) {
        return new Symptom(about, State.FAIL, says, fix);
    }

    static Symptom skip(String about, String says, String fix) {
        return new Symptom(about, State.SKIP, says, fix);
    }

    Json document() {
        return Json.object()
                .with("check", about)
                .with("state", state.word())
                .with("says", says)
                .with("fix", fix);
    }
}
