package agentvault.wire;

import java.util.stream.Stream;

/// A request that two parsers might read differently: the row of the threat table, what it does, the answer, and its
/// bytes.
public record Attack(String row, String name, int status, String code, String bytes) {

    /// Every one of them.
    public static Stream<Attack> all() {
        return Stream.of(
                        lengths(),
                        codings(),
                        headers(),
                        controls(),
                        chunks(),
                        chunkEnds(),
                        trailers(),
                        requestLines(),
                        hosts(),
                        authorities(),
                        rest())
                .flatMap(each -> each);
    }

    /// Those that no limit of the server has to be known for.
    public static Stream<Attack> withoutLimits() {
        return all().filter(attack -> !attack.code().equals("body_too_large"));
    }

    @Override
    public String toString() {
        return row + " " + name;
    }

    private static Stream<Attack> lengths() {
        return Stream.of(
                field(
                        "P1",
                        "length and chunked",
                        "ambiguous_length",
                        "Content-Length: 3\r\nTransfer-Encoding: chunked"),
                field(
                        "P1",
                        "chunked and length",
                        "ambiguous_length",
                        "Transfer-Encoding: chunked\r\nContent-Length: 0"),
                length("two lengths that differ", "3\r\nContent-Length: 4"),
                length("two lengths that agree", "3\r\nContent-Length: 3"),
                length("two lengths in other case", "3\r\ncontent-length: 3"),
                length("a list of lengths", "3, 3"),
                length("a plus", "+3"),
                length("an underscore", "1_0"),
                length("hexadecimal", "0x3"),
                length("a minus", "-1"),
                length("a space within", "1 2"),
                length("nothing", ""),
                length("a fraction", "3.0"),
                length("a letter", "3a"),
                length("a quoted number", "\"3\""),
                length("Arabic digits", "\u00d9\u00a3"),
                length("beyond 63 bits", "9223372036854775808"),
                length("beyond 64 bits", "18446744073709551619"),
                length("a parameter", "3;"));
    }

    private static Stream<Attack> codings() {
        return Stream.of(
                coding("xchunked", "xchunked"),
                coding("chunked, identity", "chunked, identity"),
                coding("gzip, chunked", "gzip, chunked"),
                coding("chunked twice in one", "chunked, chunked"),
                coding("identity", "identity"),
                coding("quoted", "\"chunked\""),
                coding("nothing", ""),
                coding("a parameter", "chunked;q=1"),
                coding("a comma before", ",chunked"),
                coding("two of them", "chunked\r\nTransfer-Encoding: chunked"),
                coding("two that differ", "identity\r\nTransfer-Encoding: chunked"),
                field("P3", "vertical tab before chunked", "control_character", "Transfer-Encoding: \u000bchunked"),
                field("P3", "form feed before chunked", "control_character", "Transfer-Encoding: \fchunked"),
                coding("a no-break space before chunked", "\u00a0chunked"),
                raw(
                        "P3",
                        "over HTTP/1.0",
                        400,
                        "invalid_transfer_encoding",
                        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    }

    private static Stream<Attack> headers() {
        return Stream.of(
                field("P4", "a folded line", "folded_header", "X: a\r\n b"),
                field("P4", "a line folded by a tab", "folded_header", "X: a\r\n\tb"),
                field("P4", "a space before the colon", "invalid_header", "Content-Length : 3"),
                field("P4", "a tab before the colon", "invalid_header", "Transfer-Encoding\t: chunked"),
                raw(
                        "P4",
                        "a space before the first header",
                        400,
                        "folded_header",
                        "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
                field("P4", "no name", "invalid_header", ": x"),
                field("P4", "no colon", "invalid_header", "X"),
                field("P4", "a name in quotes", "invalid_header", "\"X\": a"),
                field("P4", "a name with a slash", "invalid_header", "X/Y: a"),
                field("P4", "a name beyond ASCII", "invalid_header", "X\u00e9: a"));
    }

    private static Stream<Attack> controls() {
        return Stream.of(
                field("P4", "NUL in a value", "control_character", "X: a\0b"),
                field("P4", "NUL in a name", "control_character", "X\0: a"),
                field("P4", "escape in a value", "control_character", "X: \u001b[2J"),
                field("P4", "DEL in a value", "control_character", "X: \u007f"),
                field("P4", "a bare CR in a value", "bare_carriage_return", "X: a\rContent-Length: 3"),
                field("P4", "CR CR LF", "bare_carriage_return", "X: a\r"),
                field("P4", "a bare LF between headers", "bare_line_feed", "X: a\nContent-Length: 3"),
                raw("P4", "a bare LF after the request line", 400, "bare_line_feed", "GET / HTTP/1.1\nHost: a\r\n\r\n"),
                raw("P4", "bare LFs alone", 400, "bare_line_feed", "GET / HTTP/1.1\nHost: a\n\n"),
                raw("P4", "a bare LF ends the head", 400, "bare_line_feed", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
                raw("P4", "an empty line first", 400, "invalid_request_line", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                raw("D2", "101 headers", 431, "headers_too_large", get("/", "X: y\r\n".repeat(100))),
                raw(
                        "D2",
                        "more than 32 KiB of headers",
                        431,
                        "headers_too_large",
                        get("/", "X: " + "y".repeat(32 * 1024) + "\r\n")),
                raw(
                        "D2",
                        "32 KiB in many headers",
                        431,
                        "headers_too_large",
                        get("/", ("X: " + "y".repeat(400) + "\r\n").repeat(90))));
    }

    private static Stream<Attack> chunks() {
        return Stream.of(
                chunk("0x before the size", "0x3\r\nabc\r\n"),
                chunk("an underscore in the size", "0_3\r\nabc\r\n"),
                chunk("a plus before the size", "+3\r\nabc\r\n"),
                chunk("a minus before the size", "-3\r\nabc\r\n"),
                chunk("a space before the size", " 3\r\nabc\r\n"),
                chunk("a space after the size", "3 \r\nabc\r\n"),
                chunk("a tab after the size", "3\t\r\nabc\r\n"),
                chunk("no size", "\r\nabc\r\n"),
                chunk("17 digits", "00000000000000003\r\nabc\r\n"),
                chunk("a size of 64 bits", "ffffffffffffffff\r\nabc\r\n"));
    }

    private static Stream<Attack> chunkEnds() {
        return Stream.of(
                chunk("LF alone after the size", "3\nabc\r\n"),
                chunk("CR alone after the size", "3\rabc\r\n"),
                chunk("no CR LF after the bytes", "3\r\nabcd\r\n"),
                chunk("LF alone after the bytes", "3\r\nabc\n0\r\n\r\n"),
                chunk("CR alone after the bytes", "3\r\nabc\r0\r\n\r\n"),
                chunk("a bare LF in an extension", "3;a\nb\r\nabc\r\n"),
                chunk("a bare CR in an extension", "3;a\rb\r\nabc\r\n"),
                chunk("NUL in an extension", "3;a\0b\r\nabc\r\n"),
                body(
                        "P5",
                        "an extension over 256 bytes",
                        400,
                        "chunk_extension_too_long",
                        "3;" + "x".repeat(300) + "\r\nabc\r\n0\r\n\r\n"),
                body(
                        "P5",
                        "a chunk beyond the cap",
                        413,
                        "body_too_large",
                        "401\r\n" + "x".repeat(1025) + "\r\n0\r\n\r\n"),
                body(
                        "P5",
                        "chunks beyond the cap",
                        413,
                        "body_too_large",
                        ("10\r\n" + "x".repeat(16) + "\r\n").repeat(65)),
                body(
                        "P5",
                        "extensions without end",
                        400,
                        "chunks_too_small",
                        ("1;" + "x".repeat(250) + "\r\nx\r\n").repeat(100)));
    }

    private static Stream<Attack> trailers() {
        return Stream.of(
                body("P6", "a bare LF in a trailer", 400, "invalid_trailer", "0\r\nX: a\nY: b\r\n\r\n"),
                body("P6", "a folded trailer", 400, "invalid_trailer", "0\r\nX: a\r\n b\r\n\r\n"),
                body("P6", "a trailer without a colon", 400, "invalid_trailer", "0\r\nX\r\n\r\n"),
                body("P6", "a space before a trailer's colon", 400, "invalid_trailer", "0\r\nX : a\r\n\r\n"),
                body("P6", "NUL in a trailer", 400, "invalid_trailer", "0\r\nX: a\0\r\n\r\n"),
                body("P6", "trailers over 8 KiB", 400, "invalid_trailer", "0\r\nX: " + "y".repeat(9000) + "\r\n\r\n"),
                body("P6", "no LF at the end", 400, "invalid_trailer", "0\r\n\rX"));
    }

    private static Stream<Attack> requestLines() {
        return Stream.of(
                line("two spaces before the target", 400, "invalid_request_line", "GET  / HTTP/1.1"),
                line("two spaces after the target", 400, "invalid_request_line", "GET /  HTTP/1.1"),
                line("a space after the version", 400, "invalid_request_line", "GET / HTTP/1.1 "),
                line("a space before the method", 400, "invalid_request_line", " GET / HTTP/1.1"),
                line("tabs for spaces", 400, "invalid_request_line", "GET\t/\tHTTP/1.1"),
                line("a lower-case version", 400, "invalid_request_line", "GET / http/1.1"),
                line("no version", 400, "invalid_request_line", "GET /"),
                line("a version of two digits", 400, "invalid_request_line", "GET / HTTP/1.10"),
                line("another protocol", 400, "invalid_request_line", "GET / RTSP/1.0"),
                line("HTTP/0.9", 505, "unsupported_version", "GET / HTTP/0.9"),
                line("HTTP/1.2", 505, "unsupported_version", "GET / HTTP/1.2"),
                line("HTTP/2.0", 505, "unsupported_version", "PRI * HTTP/2.0"),
                line("a fragment", 400, "invalid_target", "GET /#x HTTP/1.1"),
                line("a control character", 400, "control_character", "GET /\u0001 HTTP/1.1"),
                line("NUL", 400, "control_character", "GET /\0 HTTP/1.1"),
                line("a byte beyond ASCII", 400, "invalid_target", "GET /\u00e9 HTTP/1.1"),
                line("no slash", 400, "invalid_target", "GET x HTTP/1.1"),
                line("a space in the target", 400, "invalid_request_line", "GET /a b HTTP/1.1"),
                line("another scheme", 400, "invalid_target", "GET ftp://a/ HTTP/1.1"),
                line("an asterisk", 400, "invalid_target", "GET * HTTP/1.1"),
                line("a method that is no word", 400, "invalid_request_line", "G(T / HTTP/1.1"),
                line("a method of 33 characters", 400, "invalid_method", "G".repeat(33) + " / HTTP/1.1"),
                line("a target of 8 KiB and one", 414, "target_too_long", "GET /" + "x".repeat(8 * 1024) + " HTTP/1.1"),
                line("a target of 64 KiB", 414, "target_too_long", "GET /" + "x".repeat(64 * 1024) + " HTTP/1.1"),
                raw("P8", "a TLS greeting", 400, "control_character", "\u0016\u0003\u0001\u0002\0\u0001\0"));
    }

    private static Stream<Attack> hosts() {
        return Stream.of(
                raw("H6", "no Host", 400, "invalid_host", "GET / HTTP/1.1\r\n\r\n"),
                raw("H6", "no Host over HTTP/1.0", 400, "invalid_host", "GET / HTTP/1.0\r\n\r\n"),
                field("H6", "two that agree", "invalid_host", "Host: a"),
                field("H6", "two that differ", "invalid_host", "host: b"),
                host("nothing", ""),
                host("a list", "a, b"),
                host("user information", "a@b"),
                host("a path", "a/b"),
                host("a tab", "a\tb"),
                host("a space", "a b"),
                host("a port that is no number", "a:x"),
                host("an empty port", "a:"),
                host("port 0", "a:0"),
                host("port 65536", "a:65536"),
                host("an address in octal", "0177.0.0.1"),
                host("an address in one number", "2130706433"),
                host("an IPv6 address without brackets", "::1"),
                host("an IPv6 zone", "[fe80::1%25lo]"),
                host("beyond ASCII", "\u00e9"));
    }

    private static Stream<Attack> authorities() {
        return Stream.of(
                raw("H5", "a URL and another Host", 400, "host_mismatch", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                raw(
                        "H5",
                        "a URL and another port",
                        400,
                        "host_mismatch",
                        "GET http://a/ HTTP/1.1\r\nHost: a:81\r\n\r\n"),
                raw("H5", "a URL without Host", 400, "invalid_host", "GET http://a/ HTTP/1.1\r\n\r\n"),
                raw(
                        "H5",
                        "a URL with user information",
                        400,
                        "invalid_target",
                        "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                raw("N9", "CONNECT without a port", 400, "invalid_target", "CONNECT a HTTP/1.1\r\nHost: a\r\n\r\n"),
                raw("N9", "CONNECT to port 0", 400, "invalid_target", "CONNECT a:0 HTTP/1.1\r\nHost: a\r\n\r\n"),
                raw("N9", "CONNECT with a path", 400, "invalid_target", "CONNECT a:443/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                raw(
                        "H5",
                        "CONNECT and another Host",
                        400,
                        "host_mismatch",
                        "CONNECT a:443 HTTP/1.1\r\nHost: b\r\n\r\n"));
    }

    private static Stream<Attack> rest() {
        return Stream.of(
                field("P7", "Connection names Host", "invalid_connection", "Connection: host"),
                field(
                        "P7",
                        "Connection names Content-Length",
                        "invalid_connection",
                        "Connection: close, Content-Length"),
                field(
                        "P7",
                        "Connection names Transfer-Encoding",
                        "invalid_connection",
                        "Connection: transfer-encoding"),
                field("P7", "Connection is no list of words", "invalid_connection", "Connection: a b"),
                raw(
                        "P12",
                        "another expectation",
                        417,
                        "unsupported_expectation",
                        get("/", "Expect: the-impossible\r\n")),
                raw("P14", "TRACE", 405, "method_not_allowed", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
                raw("P14", "TRACK", 405, "method_not_allowed", "TRACK / HTTP/1.1\r\nHost: a\r\n\r\n"),
                raw(
                        "P14",
                        "CONNECT where nothing is forwarded",
                        405,
                        "method_not_allowed",
                        "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"),
                raw(
                        "D2",
                        "a length beyond the cap",
                        413,
                        "body_too_large",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1025\r\n\r\n"));
    }

    private static Attack length(String name, String value) {
        return field("P2", name, "invalid_content_length", "Content-Length: " + value);
    }

    private static Attack coding(String name, String value) {
        return field("P3", name, "invalid_transfer_encoding", "Transfer-Encoding: " + value);
    }

    private static Attack host(String name, String value) {
        return raw("H6", name, 400, "invalid_host", "GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n");
    }

    private static Attack field(String row, String name, String code, String field) {
        return raw(row, name, 400, code, "POST / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n");
    }

    private static Attack chunk(String name, String body) {
        return body("P5", name, 400, "invalid_chunk", body);
    }

    private static Attack body(String row, String name, int status, String code, String body) {
        return raw(row, name, status, code, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    }

    private static Attack line(String name, int status, String code, String line) {
        return raw("P8", name, status, code, line + "\r\nHost: a\r\n\r\n");
    }

    private static Attack raw(String row, String name, int status, String code, String bytes) {
        return new Attack(row, name, status, code, bytes);
    }

    private static String get(String target, String fields) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    }
}
