package agentvault.access;

/// The forms of what somebody shows to prove who they are.
public enum TokenKind {
    LOGIN("av_sess_"),
    /// Looks like a login's token, and is told from it by its hash.
    SESSION("av_sess_"),
    AGENT("av_agt_"),
    API_KEY("an_sk_"),
    APPROVAL("av_appr_"),
    USER_INVITE("av_uinv_"),
    AGENT_INVITE("av_inv_"),
    OAUTH_STATE("av_oast_");

    /// How many random bytes follow the prefix, in hex.
    public static final int RANDOM_BYTES = 32;

    private final String prefix;

    TokenKind(String prefix) {
        this.prefix = prefix;
    }

    /// Whether it stands for an invite.
    public boolean invites() {
        return this == USER_INVITE || this == AGENT_INVITE;
    }

    public String prefix() {
        return prefix;
    }
}
