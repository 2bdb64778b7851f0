package agentvault.inject;

/// Why a request with a placeholder goes nowhere.
public enum Misuse {
    /// No service that declares it applies to this request.
    WRONG_DESTINATION,
    /// It may be exchanged here, but not in this part of a request.
    WRONG_PLACE
}
