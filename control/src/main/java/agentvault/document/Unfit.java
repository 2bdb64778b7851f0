package agentvault.document;

/// That something which was sent is not what is asked for. It leaves the handler; whoever answers names the field.
public final class Unfit extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String field;

    /// @param field where it is, as `services[0].auth`; empty for the whole
    /// @param sentence what is wrong and what would be right
    public Unfit(String field, String sentence) {
        super(sentence, null, false, false);
        this.field = field;
    }

    public String field() {
        return field;
    }

    public String sentence() {
        return getMessage() == null ? "" : getMessage();
    }
}
