package agentvault.route;

import agentvault.document.Document;
import agentvault.wire.Answer;

/// Answers in JSON.
public final class Answers {

    private static final String JSON = "application/json";

    private Answers() {}

    public static Answer ok(Document document) {
        return Answer.of(200, JSON, document.bytes());
    }

    public static Answer created(Document document) {
        return Answer.of(201, JSON, document.bytes());
    }

    public static Answer message(String sentence) {
        return ok(new Document().with("message", sentence));
    }
}
