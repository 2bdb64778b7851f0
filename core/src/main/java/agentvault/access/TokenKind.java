package agentvault.access;

import java.util.List;
import java.util.stream.Stream;

/// The forms of what somebody shows to prove who they are.
public enum TokenKind {
    LOGIN("av_sess_"),
    /// Looks like a login's token, and is told from it by its hash.
    SESSION("av_sess_"),
    AGENT("av_agt_"),
    /// In the usual one of its forms; see [KeyForm].
    API_KEY(KeyForm.USUAL.prefix()),
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

    /// Every prefix that a token of this kind may have.
    List<String> prefixes() {
        return this == API_KEY
                ? Stream.of(KeyForm.values()).map(KeyForm::prefix).toList()
                : List.of(prefix);
    }
}
