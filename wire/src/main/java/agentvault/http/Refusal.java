package agentvault.http;

/// Why a message is not accepted, with the status it is answered with.
public enum Refusal {
    REQUEST_LINE(400, "invalid_request_line", "Send a request line of method, target and HTTP/1.1, one space between."),
    METHOD(400, "invalid_method", "Send a method that is a short word."),
    TARGET(
            400,
            "invalid_target",
            "Send a path that starts with a slash, or an http:// or https:// URL, in plain ASCII."),
    TARGET_TOO_LONG(414, "target_too_long", "Send a shorter path and query."),
    VERSION(505, "unsupported_version", "Speak HTTP/1.1."),
    BARE_LINE_FEED(400, "bare_line_feed", "End every line with CR and LF."),
    BARE_CARRIAGE_RETURN(400, "bare_carriage_return", "End every line with CR and LF."),
    CONTROL_CHARACTER(400, "control_character", "Send no control characters in the request line and headers."),
    FOLDED_HEADER(400, "folded_header", "Send each header on one line that starts with its name."),
    HEADER(400, "invalid_header", "Send each header as a name, a colon and a value; no space before the colon."),
    HEAD_TOO_LARGE(431, "headers_too_large", "Send fewer or shorter headers."),
    HOST(400, "invalid_host", "Send exactly one Host header with a host name or address, and a port if it is unusual."),
    HOST_MISMATCH(400, "host_mismatch", "Name the same host in the request line and in the Host header."),
    CONTENT_LENGTH(400, "invalid_content_length", "Send one Content-Length that is a plain number."),
    TRANSFER_ENCODING(
            400, "invalid_transfer_encoding", "Send Transfer-Encoding: chunked, or a Content-Length, over HTTP/1.1."),
    AMBIGUOUS_LENGTH(400, "ambiguous_length", "Send either Content-Length or Transfer-Encoding, not both."),
    CONNECTION(400, "invalid_connection", "Name in Connection only options that are not about framing."),
    EXPECTATION(417, "unsupported_expectation", "Expect nothing but 100-continue."),
    CHUNK(400, "invalid_chunk", "Send chunks as a size in hexadecimal, CR LF, the bytes, CR LF."),
    CHUNK_EXTENSION(400, "chunk_extension_too_long", "Send chunks without extensions."),
    CHUNK_OVERHEAD(400, "chunks_too_small", "Send larger chunks."),
    TRAILER(400, "invalid_trailer", "Send few and well-formed trailers, or none."),

    STATUS_LINE(502, "invalid_status_line", "Answer with HTTP/1.1, a space and a status of three digits."),
    UNEXPECTED_BODY(502, "unexpected_body", "Answer without a body where the status allows none."),
    UNASKED_UPGRADE(502, "unasked_upgrade", "Switch protocols only when that was asked for."),
    TOO_MANY_INTERIM(502, "too_many_interim_responses", "Send the final response after a few interim ones."),

    METHOD_NOT_ALLOWED(405, "method_not_allowed", "Use a method that this address serves."),
    BODY_TOO_LARGE(413, "body_too_large", "Send a smaller body."),
    HEAD_TIMEOUT(408, "request_timeout", "Send the whole head without delay."),
    BODY_TIMEOUT(408, "body_timeout", "Send the body without delay."),
    BODY_TOO_SLOW(408, "body_too_slow", "Send the body faster."),
    INTERNAL(500, "internal_error", "Try again; if it stays, the server's log tells more.");

    private final int status;
    private final String code;
    private final String hint;

    Refusal(int status, String code, String hint) {
        this.status = status;
        this.code = code;
        this.hint = hint;
    }

    public int status() {
        return status;
    }

    /// A stable name for programs.
    public String code() {
        return code;
    }

    /// What the sender does to be accepted.
    public String hint() {
        return hint;
    }
}
