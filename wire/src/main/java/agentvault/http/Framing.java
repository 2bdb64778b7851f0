package agentvault.http;

/// How the end of a message's body is told.
public sealed interface Framing {

    record None() implements Framing {}

    record Length(long bytes) implements Framing {}

    record Chunked() implements Framing {}

    /// The connection ends with it: responses alone.
    record UntilClose() implements Framing {}
}
