package agentvault.id;

/// What an id names, and the prefixes that the cloud faces put before it.
public enum IdKind {
    VAULT("vault_", "vlt_"),
    CREDENTIAL("vcred_", "vcrd_"),
    WORK_SESSION("sess_", "sesn_"),
    DEFINITION("agent_", "agent_"),
    ENVIRONMENT("env_", "env_");

    private final String hexPrefix;
    private final String base58Prefix;

    IdKind(String hexPrefix, String base58Prefix) {
        this.hexPrefix = hexPrefix;
        this.base58Prefix = base58Prefix;
    }

    String hexPrefix() {
        return hexPrefix;
    }

    String base58Prefix() {
        return base58Prefix;
    }
}
