package agentvault.http;

/// What came of some more bytes of a response's heads.
public sealed interface ResponseProgress {

    /// All bytes were taken in, and the head is not whole.
    record More() implements ResponseProgress {}

    /// A head of a response that comes before the final one; the bytes after it were left.
    record Interim(ResponseHead head) implements ResponseProgress {}

    /// The final head is whole; the bytes after it were left.
    record Whole(ResponseHead head) implements ResponseProgress {}

    /// The bytes are no head that is accepted; nothing after them can be understood.
    record Refused(Refusal refusal) implements ResponseProgress {}
}
