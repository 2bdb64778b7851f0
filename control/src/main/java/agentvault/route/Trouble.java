package agentvault.route;

import agentvault.document.Document;
import agentvault.http.Headers;

/// Why a request is not answered as it was asked: a status, a stable code, a sentence, and what to do next.
///
/// @param hint a command, an address or advice; may be empty
/// @param shape where clients of this protocol look for the code
/// @param more what the sentence is about, for programs
public record Trouble(
        int status, String code, String sentence, String hint, Shape shape, Headers headers, Document more) {

    /// The forms in which the protocol has told errors from its beginning.
    public enum Shape {
        /// `error` is the sentence.
        PLAIN,
        /// `error` is the code and `message` the sentence.
        CODED
    }

    public static Trouble of(int status, String code, String sentence) {
        return new Trouble(status, code, sentence, "", Shape.PLAIN, Headers.NONE, new Document());
    }

    public static Trouble coded(int status, String code, String sentence) {
        return new Trouble(status, code, sentence, "", Shape.CODED, Headers.NONE, new Document());
    }

    public Trouble hinting(String next) {
        return new Trouble(status, code, sentence, next, shape, headers, more);
    }

    public Trouble header(String name, String value) {
        return new Trouble(status, code, sentence, hint, shape, headers.with(name, value), more);
    }

    public Trouble telling(Document members) {
        return new Trouble(status, code, sentence, hint, shape, headers, members);
    }

    public Declined declined() {
        return new Declined(this);
    }
}
