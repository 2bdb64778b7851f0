package agentvault.address;

/// Why a host, an authority, a path, a pattern or a server URL was not accepted as written.
public enum Reason {
    EMPTY("is empty"),
    TOO_LONG("is too long"),
    LABEL_LENGTH("has a label that is empty or longer than 63 characters"),
    HYPHEN_AT_EDGE("has a label that starts or ends with a hyphen or an underscore"),
    INVALID_CHARACTER("has a character that does not belong there"),
    NOT_ASCII("has characters outside ASCII; write host names in their xn-- form"),
    INVALID_PUNYCODE("has an xn-- label that encodes no name"),
    NUMERIC_NAME("looks like an address but is not a plain dotted IPv4 address"),
    INVALID_IPV6("is not an IPv6 address in brackets"),
    USER_INFORMATION("carries user information before an @"),
    INVALID_PORT("has a port that is not a number from 1 to 65535"),

    WILDCARD_ALONE("is a wildcard for every host"),
    WILDCARD_PLACE("has a wildcard that is not a leading *. or **."),
    WILDCARD_ADDRESS("puts a wildcard before an address"),
    WILDCARD_PUBLIC_SUFFIX("puts a wildcard over a public suffix, where anybody can register a name"),
    WILDCARD_SHARED_ZONE("puts a wildcard over a zone whose names belong to different customers"),
    ADDRESS_LITERAL("is an address, not a host name"),
    INTERNAL_NAME("is a local or internal name"),

    NOT_ABSOLUTE("does not start with a slash"),
    DOT_SEGMENT("has a . or .. segment"),
    EMPTY_SEGMENT("has two slashes in a row"),
    ENCODED_SEPARATOR("has an encoded slash, backslash or semicolon"),
    BACKSLASH("has a backslash"),
    SEMICOLON("has a semicolon"),
    QUERY_OR_FRAGMENT("has a ? or # where only a path belongs"),
    INVALID_PERCENT("has a % that is not followed by two hexadecimal digits"),
    ENCODED_TWICE("is percent-encoded twice"),
    ENCODED_CONTROL("has an encoded control character"),
    INVALID_UTF8("has percent-encoded bytes that are not UTF-8"),
    DOUBLE_WILDCARD("has a **, which paths do not know"),

    UNKNOWN_SCHEME("does not start with https:// or http://");

    private final String sentence;

    Reason(String sentence) {
        this.sentence = sentence;
    }

    /// What is wrong, to be read after the name of the field: "host has a label that ...".
    public String sentence() {
        return sentence;
    }
}
