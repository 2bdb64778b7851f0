package agentvault.start;

import agentvault.command.Flag;
import java.util.Arrays;
import java.util.List;

/// What an operator may settle. A flag beats the environment, which beats `config.toml` in the data directory, which
/// beats what is usual. Flag and key have one name.
enum Setting {
    HOST("host", "ADDRESS", "Listen on this address (usually 127.0.0.1)", Topic.REACH, "AGENT_VAULT_HOST"),
    PORT(
            "port",
            "PORT",
            "Listen on this port (usually 14321); 0 takes a free one",
            Topic.REACH,
            "AGENT_VAULT_PORT PORT"),
    MITM_PORT(
            "mitm-port",
            "PORT",
            "The forward proxy's port (14322 beside 14321): 0 for none",
            Topic.REACH,
            "AGENT_VAULT_MITM_PORT"),
    ADDRESS("address", "URL", "Where clients reach this server, for links", Topic.REACH, "AGENT_VAULT_ADDR"),
    TLS_CERT("tls-cert", "FILE", "Speak TLS with this certificate chain (PEM)", Topic.REACH, "AGENT_VAULT_TLS_CERT"),
    TLS_KEY("tls-key", "FILE", "The certificate's private key (PEM)", Topic.REACH, "AGENT_VAULT_TLS_KEY"),
    ALLOW_PLAIN_TEXT(
            "allow-plain-text",
            "",
            "Speak plain text where others can listen",
            Topic.REACH,
            "AGENT_VAULT_ALLOW_PLAIN_TEXT"),
    ALLOWED_HOST(
            "allowed-host", "NAME", "Another name that this server goes by", Topic.REACH, "AGENT_VAULT_ALLOWED_HOST"),
    TRUSTED_PROXY(
            "trusted-proxy",
            "RANGE",
            "Believe X-Forwarded-* from there: 10.0.0.0/8",
            Topic.REACH,
            "AGENT_VAULT_TRUSTED_PROXY"),
    ALLOW_PRIVATE_RANGES(
            "allow-private-ranges",
            "",
            "Let services name hosts inside this network",
            Topic.REACH,
            "AGENT_VAULT_ALLOW_PRIVATE_RANGES"),
    NETWORK_ALLOWLIST(
            "network-allowlist",
            "NETWORK",
            "Let the proxy dial this network too: 10.1.0.0/16, 10.1.2.3:5432",
            Topic.REACH,
            "AGENT_VAULT_NETWORK_ALLOWLIST"),
    UPSTREAM_CA_FILE(
            "upstream-ca-file",
            "FILE",
            "Trust these certificates (PEM) for upstreams, besides the system's",
            Topic.REACH,
            "AGENT_VAULT_UPSTREAM_CA_FILE"),
    UPSTREAM_PROXY(
            "upstream-proxy",
            "URL",
            "Reach upstreams through this proxy; the variable shows nobody its password",
            Topic.REACH,
            "AGENT_VAULT_UPSTREAM_PROXY"),
    UPSTREAM_PROXY_RESOLVES(
            "upstream-proxy-resolves",
            "",
            "That proxy resolves names itself: their addresses are not checked here",
            Topic.REACH,
            "AGENT_VAULT_UPSTREAM_PROXY_RESOLVES"),
    RATE_LIMIT(
            "rate-limit",
            "RATE",
            "What one actor may ask of one vault: 500/5000/1000 a second, at once, in flight",
            Topic.REACH,
            "AGENT_VAULT_RATE_LIMIT"),
    DATA_DIR("data-dir", "FOLDER", "Keep everything there", Topic.KEEP, "AGENT_VAULT_DATA_DIR"),
    DATABASE_URL(
            "database-url",
            "URL",
            "Use PostgreSQL; the variable AGENT_VAULT_DATABASE_URL shows nobody a password",
            Topic.KEEP,
            "AGENT_VAULT_DATABASE_URL DATABASE_URL"),
    MASTER_KEY_FILE(
            "master-key-file",
            "FILE",
            "Open the vault with this key file; made if there is no vault yet",
            Topic.KEEP,
            "AGENT_VAULT_MASTER_KEY_FILE"),
    AUDIT_DURABILITY(
            "audit-durability",
            "write|fsync",
            "What the trail survives: a kill, or a loss of power",
            Topic.KEEP,
            "AGENT_VAULT_AUDIT_DURABILITY"),
    LOGS_MAX_AGE_HOURS(
            "logs-max-age-hours",
            "HOURS",
            "Forget what passed through the proxy after so long (usually 168)",
            Topic.KEEP,
            "AGENT_VAULT_LOGS_MAX_AGE_HOURS"),
    LOGS_MAX_ROWS_PER_VAULT(
            "logs-max-rows-per-vault",
            "NUMBER",
            "Keep so many of the last requests of each vault (usually 10000)",
            Topic.KEEP,
            "AGENT_VAULT_LOGS_MAX_ROWS_PER_VAULT"),
    LOG_LEVEL("log-level", "LEVEL", "debug, info, warn or error", Topic.SAY, "AGENT_VAULT_LOG_LEVEL"),
    LOG_FORMAT("log-format", "text|json", "How a line of the log is written", Topic.SAY, "AGENT_VAULT_LOG_FORMAT");

    /// The headings of the help.
    private static final class Topic {
        private static final String REACH = "Who reaches it";
        private static final String KEEP = "What it keeps";
        private static final String SAY = "What it says";
    }

    private final String key;
    private final String value;
    private final String says;
    private final String topic;
    private final String variables;

    Setting(String key, String value, String says, String topic, String variables) {
        this.key = key;
        this.value = value;
        this.says = says;
        this.topic = topic;
        this.variables = variables;
    }

    static List<Flag> flags() {
        return Arrays.stream(values()).map(Setting::flag).toList();
    }

    /// The keys that `config.toml` may have: all but where it is itself.
    static List<String> keys() {
        return Arrays.stream(values())
                .filter(setting -> setting != DATA_DIR)
                .map(Setting::key)
                .toList();
    }

    String key() {
        return key;
    }

    Flag flag() {
        var flag = new Flag(key, "", value, says, topic, false);
        return several() ? flag.many() : flag;
    }

    boolean several() {
        return this == ALLOWED_HOST || this == TRUSTED_PROXY || this == NETWORK_ALLOWLIST || this == UPSTREAM_CA_FILE;
    }

    /// Whether it is on or off, and takes no value.
    boolean isSwitch() {
        return value.isEmpty();
    }

    /// The variables that settle it; the first that is set counts.
    List<String> variables() {
        return List.of(variables.split(" ", -1));
    }
}
