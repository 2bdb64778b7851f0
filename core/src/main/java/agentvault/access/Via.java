package agentvault.access;

/// What a caller showed.
public enum Via {
    LOGIN,
    AGENT_TOKEN,
    API_KEY,
    /// A short-lived token that was exchanged for an API key.
    EXCHANGED,
    SESSION
}
