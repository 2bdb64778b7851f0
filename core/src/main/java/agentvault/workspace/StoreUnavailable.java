package agentvault.workspace;

/// That the database did not answer, in a sentence for the operator. Nothing is known to have changed; only if the
/// sentence says so may a change have been stored.
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StoreUnavailable(String sentence) {
        super(sentence);
    }

    public StoreUnavailable(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
