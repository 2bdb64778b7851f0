package agentvault.proxy;

/// How a request came to us.
public enum Way {
    /// `/proxy/{host}/{path}` beside the API.
    PATH,
    /// Through the forward proxy: as a whole URL.
    FORWARD,
    /// Through the forward proxy: within a tunnel.
    TUNNEL
}
