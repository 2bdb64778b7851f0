package agentvault.dial;

/// Why there is no connection: nothing of a request was sent. What it says holds no address and nothing that the other
/// side chose.
public enum DialFailure {
    DESTINATION_DENIED(403, "destination_denied", "", "Ask for a host that is reachable from the public internet."),
    SELF_CONNECTION(403, "self_connection", "", "Ask for another host: this one is the proxy itself."),
    UNRESOLVED(502, "dns_failed", "", "Check the spelling of the host: its name has no address."),
    DNS_TIMEOUT(504, "dns_timeout", "", "Try again: the host's name was not resolved in time."),
    UNREACHABLE(502, "unreachable", "", "Try again: the host refuses connections or has no route."),
    CONNECT_TIMEOUT(504, "connect_timeout", "", "Try again: the host did not take the connection in time."),
    EXPIRED(502, Code.UNTRUSTED, "expired", "Tell the host's owner that its certificate has expired."),
    NOT_YET_VALID(502, Code.UNTRUSTED, "not_yet_valid", "Check the server's clock: the certificate begins later."),
    WRONG_NAME(502, Code.UNTRUSTED, "wrong_name", "Check the host: its certificate is for another name."),
    SELF_SIGNED(
            502, Code.UNTRUSTED, "self_signed", "Add the host's certificate to the upstream CA file if it is meant."),
    UNKNOWN_ISSUER(
            502, Code.UNTRUSTED, "unknown_issuer", "Add the issuer's root to the upstream CA file if it is meant."),
    UNACCEPTABLE(502, Code.UNTRUSTED, "unacceptable", "Tell the host's owner that its certificate is not acceptable."),
    TLS_FAILED(502, "tls_failed", "", "Check that the port speaks TLS 1.2 or 1.3."),
    PROXY_REFUSED(502, "proxy_refused", "", "Check the upstream proxy: it did not open the way to the host."),
    OVERLOADED(503, "overloaded", "", "Try again in a moment: too many connections are being opened.");

    private final int status;
    private final String code;
    private final String reason;
    private final String hint;

    DialFailure(int status, String code, String reason, String hint) {
        this.status = status;
        this.code = code;
        this.reason = reason;
        this.hint = hint;
    }

    public int status() {
        return status;
    }

    /// A stable name for programs.
    public String code() {
        return code;
    }

    /// A word that tells failures of one code apart, or nothing.
    public String reason() {
        return reason;
    }

    /// What to do next.
    public String hint() {
        return hint;
    }

    /// Constants cannot be named before the values of an enum.
    private static final class Code {
        static final String UNTRUSTED = "tls_untrusted";
    }
}
