package agentvault.route;

import agentvault.document.Document;
import agentvault.http.Refusal;
import agentvault.id.Face;
import agentvault.wire.Answer;

/// Tells trouble in the words of a protocol: the one place that knows how each of them writes an error.
public final class Dialect {

    private Dialect() {}

    /// @param request the id by which the server's log knows it
    public static Answer answer(Trouble trouble, String request, Face face) {
        var answer = answer(trouble, told(trouble, request, face));
        return ofCloud(face) ? answer.with("request-id", request) : answer;
    }

    /// A message that no request could be made of has no id and no protocol.
    public static Answer answer(Refusal refusal) {
        var trouble = Trouble.coded(refusal.status(), refusal.code(), refusal.hint());
        return answer(trouble, own(trouble));
    }

    static Document told(Trouble trouble, String request, Face face) {
        return switch (face) {
            case AGENT_VAULT, PROXY, LOCAL -> own(trouble).with("request_id", request);
            case QODER, ANTHROPIC -> cloud(trouble).with("request_id", request);
            case TWENTY_FIRST -> twentyFirst(trouble);
        };
    }

    /// Whether it is one of the two that have most of their words in common.
    static boolean ofCloud(Face face) {
        return face == Face.QODER || face == Face.ANTHROPIC;
    }

    private static Answer answer(Trouble trouble, Document document) {
        var answer = Answer.of(trouble.status(), "application/json", document.bytes());
        for (var header : trouble.headers().fields()) answer = answer.with(header.name(), header.value());
        return answer;
    }

    private static Document own(Trouble trouble) {
        var sentence = plain(trouble.sentence());
        var document = trouble.shape() == Trouble.Shape.PLAIN
                ? new Document().with("error", sentence)
                : new Document().with("error", trouble.code()).with("message", sentence);
        return detailed(document.with("code", trouble.code()), trouble);
    }

    /// Qoder and Anthropic name a kind for each status; our own code stands beside it.
    private static Document cloud(Trouble trouble) {
        var error = new Document()
                .with("type", kind(trouble.status()))
                .with("message", trouble.sentence())
                .with("code", trouble.code());
        return new Document().with("type", "error").with("error", detailed(error, trouble));
    }

    private static String kind(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 409, 410 -> "conflict_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 501 -> "feature_not_available";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }

    /// Some of 21st's clients look for the sentence inside of `error`, others beside it.
    private static Document twentyFirst(Trouble trouble) {
        var error = new Document()
                .with("code", trouble.code())
                .with("message", trouble.sentence())
                .with("status", trouble.status());
        return new Document()
                .with("error", detailed(error, trouble))
                .with("message", trouble.sentence())
                .with("status", trouble.status());
    }

    private static Document detailed(Document document, Trouble trouble) {
        if (!trouble.hint().isEmpty()) document.with("hint", trouble.hint());
        return document.and(trouble.more());
    }

    /// A single sentence stands without its full stop, as clients of this protocol have always seen it.
    private static String plain(String sentence) {
        boolean single = sentence.endsWith(".") && !sentence.contains(". ");
        return single ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
