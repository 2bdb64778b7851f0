package agentvault.child;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which of the operator's variables a program is not given: those that are known to hold a secret or to lead to one,
/// and
/// those that lead around the proxy. A variable whose name tells nothing is the server's to compare with its vaults.
final class Withheld {

    /// Whole names.
    private static final Set<String> NAMES = Set.of(
            // Files and folders with what logs in elsewhere.
            "KUBECONFIG",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "BOTO_CONFIG",
            "DOCKER_CONFIG",
            "DOCKER_CERT_PATH",
            "NETRC",
            "PGPASSFILE",
            "PGSERVICEFILE",
            "GNUPGHOME",
            "GH_CONFIG_DIR",
            "PASSWORD_STORE_DIR",
            "KRB5CCNAME",
            // Programs that hand out or use the operator's keys when asked.
            "SSH_AUTH_SOCK",
            "SSH_AGENT_PID",
            "SSH_ASKPASS",
            "GIT_ASKPASS",
            "SUDO_ASKPASS",
            // Secrets whose name does not end like one.
            "SSHPASS",
            "MYSQL_PWD",
            "REDISCLI_AUTH",
            "BW_SESSION",
            "API_KEY_21ST",
            "ANTHROPIC_CUSTOM_HEADERS",
            "NPM_CONFIG__AUTH",
            "SECRET_KEY_BASE",
            "DOCKER_AUTH_CONFIG");

    /// How the names of families begin.
    private static final List<String> FAMILIES = List.of(
            "AGENT_VAULT_",
            "AWS_",
            "AZURE_",
            "ARM_",
            "CLOUDSDK_AUTH_",
            "GPG_",
            "OP_SESSION_",
            "SOPS_AGE_",
            "TF_TOKEN_",
            "VSCODE_GIT_",
            "ACTIONS_ID_TOKEN_",
            "ACTIONS_RUNTIME_");

    /// What of those families is harmless.
    private static final Set<String> HARMLESS = Set.of(
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_DEFAULT_OUTPUT",
            "AWS_PAGER",
            "AWS_MAX_ATTEMPTS",
            "AWS_RETRY_MODE",
            "AWS_EC2_METADATA_DISABLED");

    private static final String FILE = "(_FILE|_PATH|_JSON|_BASE64|_B64)?";

    /// How names of secrets end, whatever is before it. TOKENS is a number of them, PWD a folder.
    private static final Pattern ENDINGS = Pattern.compile("(?:.*(?:TOKEN|SECRETS?|PASSWORDS?|PASSWD|PASSPHRASE|APIKEY)"
            + "|.*_KEY(?:_ID)?"
            + "|(?:.*_)?(?:CREDENTIALS?|PAT|JWT|COOKIE|DSN|CONNECTION_STRING|WEBHOOK|WEBHOOK_URL|SERVICE_ACCOUNT)"
            + "|(?:.*_)?(?:DATABASE|DB|POSTGRES|POSTGRESQL|PG|MYSQL|MARIADB|MONGO|MONGODB|REDIS|AMQP|RABBITMQ)_UR[IL])"
            + FILE);

    /// A value that is a URL with a password in it, whatever its name.
    private static final Pattern URL_WITH_PASSWORD = Pattern.compile("(?s).*://[^/@\\s]*:[^/@\\s]+@.*");

    /// What sends clients elsewhere than to the proxy. Those that we set are not here: setting replaces them.
    private static final Set<String> AROUND = Set.of(
            "FTP_PROXY",
            "SOCKS_PROXY",
            "SOCKS_SERVER",
            "SOCKS5_SERVER",
            "NO_GRPC_PROXY",
            "GIT_PROXY_COMMAND",
            "PIP_PROXY",
            "GLOBAL_AGENT_HTTP_PROXY",
            "GLOBAL_AGENT_HTTPS_PROXY",
            "GLOBAL_AGENT_NO_PROXY",
            "NPM_CONFIG_PROXY",
            "NPM_CONFIG_HTTP_PROXY",
            "NPM_CONFIG_HTTPS_PROXY",
            "NPM_CONFIG_NOPROXY",
            "NPM_CONFIG_NO_PROXY",
            "NPM_CONFIG_CAFILE",
            "NPM_CONFIG_CA");

    private Withheld() {}

    static Set<String> of(Map<String, String> theirs) {
        return theirs.entrySet().stream()
                .filter(each -> isSecret(each.getKey(), each.getValue()) || AROUND.contains(upper(each.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isSecret(String name, String value) {
        var upper = upper(name);
        if (HARMLESS.contains(upper)) return false;
        return NAMES.contains(upper)
                || FAMILIES.stream().anyMatch(upper::startsWith)
                || ENDINGS.matcher(upper).matches()
                || URL_WITH_PASSWORD.matcher(value).matches();
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
