package agentvault.workspace;

/// That a row was to be stored which is another one already. The transaction it was thrown in is lost.
public final class StoreConflict extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Unique unique;

    /// What there is at most one of.
    public enum Unique {
        ID("an object with this id exists"),
        INSTALLATION("the database belongs to an installation already"),
        VAULT_SLUG("an active vault has this name"),
        CREDENTIAL_KEY("an active credential of this vault has this key"),
        SERVICE_NAME("an active service of this vault has this name"),
        BOUND_TARGET("an active bound credential of this vault is for this target"),
        GRANT("this actor has a grant in this vault"),
        TOKEN_HASH("a token with this hash exists"),
        PROPOSAL_NUMBER("a proposal of this vault has this number"),
        DEFINITION_SLUG("an active definition has this name"),
        TOOL_VARIABLE("this definition has a variable of this name"),
        ACTOR_NAME("an active actor of this kind has this name"),
        PASSWORD("this user has a password"),
        SETTINGS("this workspace has settings"),
        API_KEY("this actor is an API key already"),
        KEY_VERSION("a key of this use and owner has this version");

        private final String sentence;

        Unique(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    public StoreConflict(Unique unique) {
        super(unique.sentence());
        this.unique = unique;
    }

    public Unique unique() {
        return unique;
    }
}
