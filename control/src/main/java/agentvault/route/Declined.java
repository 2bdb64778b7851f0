package agentvault.route;

/// Leaves a handler when the request is not answered as it was asked. Caught in one place, which answers the trouble.
public final class Declined extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Trouble trouble;

    Declined(Trouble trouble) {
        super(trouble.code(), null, false, false);
        this.trouble = trouble;
    }

    public Trouble trouble() {
        return trouble;
    }
}
