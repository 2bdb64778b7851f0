package agentvault.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WithheldTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_ACCESS_KEY_ID",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN",
                "AWS_PROFILE",
                "AZURE_CLIENT_SECRET",
                "ARM_CLIENT_ID",
                "GOOGLE_APPLICATION_CREDENTIALS",
                "CLOUDSDK_AUTH_ACCESS_TOKEN",
                "GITHUB_TOKEN",
                "GH_TOKEN",
                "GITHUB_PAT",
                "NPM_TOKEN",
                "npm_config_//registry.npmjs.org/:_authToken",
                "npm_config__auth",
                "ANTHROPIC_API_KEY",
                "ANTHROPIC_AUTH_TOKEN",
                "CLAUDE_CODE_OAUTH_TOKEN",
                "OPENAI_API_KEY",
                "OPENAI_KEY",
                "HF_TOKEN",
                "STRIPE_KEY",
                "DATABASE_URL",
                "TEST_DATABASE_URL",
                "REDIS_URL",
                "MONGODB_URI",
                "PGPASSWORD",
                "MYSQL_PWD",
                "SENTRY_DSN",
                "AZURE_STORAGE_CONNECTION_STRING",
                "SLACK_WEBHOOK_URL",
                "SSH_AUTH_SOCK",
                "SSH_PRIVATE_KEY_PATH",
                "GIT_ASKPASS",
                "VSCODE_GIT_IPC_HANDLE",
                "GNUPGHOME",
                "GPG_TTY",
                "KUBECONFIG",
                "VAULT_TOKEN",
                "OP_SESSION_team",
                "TF_TOKEN_app_terraform_io",
                "ANSIBLE_VAULT_PASSWORD_FILE",
                "KEYSTORE_PASSWORD_B64",
                "AGENT_VAULT_MASTER_PASSWORD",
                "AGENT_VAULT_DATA_DIR",
                "AGENT_VAULT_ADDR",
                "PASSWORD",
                "SECRET_KEY_BASE",
            })
    void what_is_known_to_hold_a_secret_or_lead_to_one(String name) {
        assertThat(Withheld.of(Map.of(name, "x"))).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PIP_PROXY",
                "ftp_proxy",
                "SOCKS_SERVER",
                "GLOBAL_AGENT_HTTP_PROXY",
                "NPM_CONFIG_PROXY",
                "npm_config_ca",
                "GIT_PROXY_COMMAND",
            })
    void what_leads_around_the_proxy(String name) {
        assertThat(Withheld.of(Map.of(name, "x"))).containsExactly(name);
    }

    @Test
    void an_address_with_a_password_in_it_whatever_its_name() {
        assertThat(Withheld.of(
                        Map.of("CELERY_BROKER", "amqp://ann:hunter2@queue/", "HOMEPAGE", "https://example.com/a:b@c")))
                .containsExactly("CELERY_BROKER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "HOME",
                "PWD",
                "OLDPWD",
                "TERM",
                "LANG",
                "USER",
                "SHELL",
                "EDITOR",
                "TMPDIR",
                "COLORTERM",
                "DISPLAY",
                "XDG_RUNTIME_DIR",
                "XDG_SESSION_ID",
                "NODE_ENV",
                "GOPATH",
                "GOPROXY",
                "JAVA_HOME",
                "PYTHONPATH",
                "VIRTUAL_ENV",
                "CARGO_HOME",
                "AWS_REGION",
                "AWS_DEFAULT_REGION",
                "CLAUDE_CODE_MAX_OUTPUT_TOKENS",
                "ANTHROPIC_MODEL",
                "ANTHROPIC_BASE_URL",
                "CI",
                "MONKEY",
                "NODE_OPTIONS",
                "DOCKER_HOST",
            })
    void what_programs_need_stays(String name) {
        assertThat(Withheld.of(Map.of(name, "/x"))).isEmpty();
    }
}
