package agentvault.run;

import agentvault.json.Json;

/// What is known of a client.
enum Verdict {
    YES("yes"),
    NO("no"),
    /// The time was over before it could be told.
    NOT_KNOWN("not known");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /// Null where it is not known.
    Json document() {
        return switch (this) {
            case YES -> new Json.Truth(true);
            case NO -> new Json.Truth(false);
            case NOT_KNOWN -> new Json.Nothing();
        };
    }
}
