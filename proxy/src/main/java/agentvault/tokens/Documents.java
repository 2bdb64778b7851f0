package agentvault.tokens;

import agentvault.crypto.Secret;
import agentvault.question.Endpoint;
import agentvault.question.Question;
import agentvault.question.Questions;
import agentvault.question.Reply;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/// Asks for JSON objects, and reads them.
record Documents(Questions questions, Duration patience) {

    private static final int REDIRECT = 300;
    private static final int TROUBLE = 400;

    /// Reads what came.
    ///
    /// @param <T> what is made of it
    interface Reader<T> {
        T read(AnswerDocument document);

        /// @param code why there is no object
        T none(String code);
    }

    static <T> Reader<T> reader(Function<AnswerDocument, T> read, Function<String, T> none) {
        return new Reader<>() {
            @Override
            public T read(AnswerDocument document) {
                return read.apply(document);
            }

            @Override
            public T none(String code) {
                return none.apply(code);
            }
        };
    }

    <T> T get(Endpoint endpoint, Reader<T> reader) {
        var reply = questions.ask(
                endpoint,
                Question.Wanted.WHOLE,
                patience,
                out -> Form.ascii(out, "GET " + endpoint.target() + " HTTP/1.1\r\n" + common(endpoint) + "\r\n"));
        return read(reply, Set.of(200), reader);
    }

    /// @param json what is sent; not a secret
    <T> T post(Endpoint endpoint, byte[] json, Reader<T> reader) {
        var reply = questions.ask(endpoint, Question.Wanted.WHOLE, patience, out -> {
            Form.ascii(
                    out,
                    "POST " + endpoint.target() + " HTTP/1.1\r\n" + common(endpoint)
                            + "Content-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n");
            out.writeBytes(json);
        });
        return read(reply, Set.of(200, 201), reader);
    }

    private static String common(Endpoint endpoint) {
        return "Host: " + endpoint.authority()
                + "\r\nAccept: application/json\r\nUser-Agent: agent-vault\r\nConnection: close\r\n";
    }

    private static <T> T read(Reply reply, Set<Integer> well, Reader<T> reader) {
        return switch (reply) {
            case Reply.None(var code) -> reader.none(code);
            case Reply.Whole whole -> {
                try (var body = whole.body()) {
                    yield well.contains(whole.status()) ? read(body, reader) : reader.none(code(whole.status()));
                }
            }
        };
    }

    private static String code(int status) {
        return status >= REDIRECT && status < TROUBLE ? "redirected" : "http_" + status;
    }

    private static <T> T read(Secret body, Reader<T> reader) {
        var document = AnswerDocument.read(body);
        if (document.isEmpty()) return reader.none("no_json");
        try (var read = document.get()) {
            return reader.read(read);
        }
    }
}
