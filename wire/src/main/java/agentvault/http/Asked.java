package agentvault.http;

/// What a response answers, as far as its meaning depends on that.
public enum Asked {
    /// A request like most.
    PLAIN,
    /// HEAD: no body comes, whatever the fields say of it.
    HEAD,
    /// A request to speak another protocol from then on, which alone may be answered with 101.
    UPGRADE,
    /// CONNECT: what comes after a 2xx is not HTTP.
    CONNECT
}
