package agentvault.http;

/// What came of some more bytes of a head.
public sealed interface HeadProgress {

    /// All bytes were taken in, and the head is not whole.
    record More() implements HeadProgress {}

    /// The head is whole; the bytes after it were left.
    record Whole(RequestHead head) implements HeadProgress {}

    /// The bytes are no head that is accepted; nothing after them can be understood.
    record Refused(Refusal refusal) implements HeadProgress {}
}
