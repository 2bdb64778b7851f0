package agentvault.http;

/// The four ways in which a request names what it is about.
public enum TargetForm {
    /// A path, with or without a query: the usual form.
    ORIGIN,
    /// A whole `http://` URL, as proxies are asked.
    ABSOLUTE_HTTP,
    /// A whole `https://` URL.
    ABSOLUTE_HTTPS,
    /// A host and a port: CONNECT alone.
    AUTHORITY,
    /// `*`: OPTIONS alone.
    ASTERISK
}
