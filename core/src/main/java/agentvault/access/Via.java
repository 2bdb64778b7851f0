package agentvault.access;

/// What a caller showed.
public enum Via {
    LOGIN,
    AGENT_TOKEN,
    API_KEY,
    SESSION
}
