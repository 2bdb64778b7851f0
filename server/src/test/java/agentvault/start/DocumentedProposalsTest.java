package agentvault.start;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import agentvault.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The documented ways in which agents propose credentials, with the documents' own JSON, by the real program.
@Tag("full")
class DocumentedProposalsTest {

    private static final String PASSWORD = "correct horse battery";

    private static final String ASKED_FOR = """
            {
              "credentials": [{
                "action": "set",
                "key": "STRIPE_KEY",
                "description": "Stripe API key",
                "obtain": "https://dashboard.stripe.com/apikeys",
                "obtain_instructions": "Developers > API Keys > Reveal test key"
              }]
            }
            """;
    private static final String BROUGHT = """
            {
              "credentials": [{
                "action": "set",
                "key": "GENERATED_TOKEN",
                "description": "Token generated during setup",
                "value": "tok_abc123"
              }]
            }
            """;
    private static final String REMOVED = """
            {
              "credentials": [{ "action": "delete", "key": "OLD_API_KEY" }],
              "message": "Remove unused API key"
            }
            """;

    @TempDir
    private Path home;

    private RealProgram program;

    @BeforeEach
    void at_home() {
        program = new RealProgram(home);
        var started = done("server -d --json --port 0");
        program.with("AGENT_VAULT_ADDR", Json.read(started).orElseThrow().text("address"));
        done("auth register --email ann@example.com --password-stdin", PASSWORD);
        done("vault create my-vault");
    }

    @AfterEach
    void stop() {
        program.run("server stop");
    }

    @Test
    void credentials_are_asked_for_brought_and_removed() {
        done("vault credential set OLD_API_KEY=old --vault my-vault");
        var prompt = done("agent invite ci-bot --vault my-vault:proxy");
        assertThat(prompt)
                .contains("✓ Invited the agent ci-bot; the invite expires in ", "POST http", "/invite/av_inv_");
        done("agent invite revoke ci-bot");
        var token = done("agent create ci-bot --vault my-vault:proxy --token-only");
        for (var body : new String[] {ASKED_FOR, BROUGHT, REMOVED}) asAgent(token, body);

        assertThat(done("vault proposal list --vault my-vault")).contains("ci-bot", "pending");
        assertThat(done("vault proposal show 1 --vault my-vault"))
                .contains("Credential STRIPE_KEY: you type the value in", "https://dashboard.stripe.com/apikeys");
        assertThat(done("vault proposal approve 1 STRIPE_KEY=- --yes --vault my-vault", "sk_test_abc123\n"))
                .isEqualTo("✓ Approved proposal 1 of my-vault.\n");
        done("vault proposal approve 2 --yes --vault my-vault");
        done("vault proposal approve 3 --yes --vault my-vault");

        assertThat(done("vault credential list --reveal --vault my-vault"))
                .contains("STRIPE_KEY", "sk_test_abc123", "GENERATED_TOKEN", "tok_abc123")
                .doesNotContain("OLD_API_KEY");
        var again = program.run("vault proposal reject 3 --vault my-vault");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.conversation()).contains("Proposal 3 is already applied");
    }

    private void asAgent(String token, String body) {
        program.with("AGENT_VAULT_TOKEN", token).with("AGENT_VAULT_VAULT", "my-vault");
        assertThat(done("vault proposal create -f -", body)).contains("/approve/", "?token=av_appr_");
        program.without("AGENT_VAULT_TOKEN").without("AGENT_VAULT_VAULT");
    }

    private String done(String line) {
        return done(line, "");
    }

    private String done(String line, String input) {
        var ran = program.run(line, input);
        assertThat(ran.code()).as(line + "\n" + ran.conversation()).isZero();
        return ran.answer();
    }
}
