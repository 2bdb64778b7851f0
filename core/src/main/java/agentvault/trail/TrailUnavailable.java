package agentvault.trail;

/// The trail cannot take or give entries; the message is a sentence for the operator.
public final class TrailUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TrailUnavailable(String message) {
        super(message);
    }

    public TrailUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
