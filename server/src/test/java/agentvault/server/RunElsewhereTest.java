package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import agentvault.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs in a sandbox, and runs whose server is elsewhere.
@Tag("full")
class RunElsewhereTest {

    @TempDir
    private Path folder;

    private static RealProgram.Ran ran(RunStage stage, String... words) {
        var line = Stream.concat(Stream.of("run", "--vault", "shop"), Stream.of(words))
                .toList();
        return stage.program().run(line, "");
    }

    /// What a program sees that asks the shop, and tells its token, the sessions, and what it may use.
    private static String[] asking(RunStage stage, String... flags) {
        var script = "curl -sS " + stage.at(RunStage.SHOP, "/") + "; echo \" $AGENT_VAULT_TOKEN\"; curl -sS"
                + " $AGENT_VAULT_ADDR/discover -H \"Authorization: Bearer $AGENT_VAULT_TOKEN\" -H \"X-Vault: shop\"";
        return Stream.concat(Stream.of(flags), Stream.of("--", "sh", "-c", script))
                .toArray(String[]::new);
    }

    private Path project() throws Exception {
        return Files.createDirectory(folder.resolve("home/project"));
    }

    @Test
    void in_a_sandbox_it_uses_a_credential_and_has_neither_that_nor_a_token() throws Exception {
        try (var stage = RunStage.open(folder).loggedIn()) {
            stage.program().in(project());

            var ran = ran(stage, asking(stage, "--sandbox"));

            assertThat(ran.answer())
                    .as(ran.conversation())
                    .startsWith("ok sandbox\n")
                    .contains("\"vault\":\"shop\"");
            assertThat(stage.site().seen()).containsExactly(new SecureSite.Seen("GET", "Bearer " + RunStage.SHOP_KEY));
            assertThat(stage.sessions()).isEmpty();
            assertThat(ran(stage, "--sandbox", "sh", "-c", "exit 5").code()).isEqualTo(5);
            assertThat(ran(stage, "--sandbox", "curl", "-sS", "--fail", "https://elsewhere.example.com/")
                            .code())
                    .isNotZero();
            assertThat(ran(stage, "--sandbox", "--ro", "touch", "file").code()).isNotZero();
            assertThat(ran(stage, "--sandbox", "touch", "file").code()).isZero();
        }
    }

    @Test
    void an_agents_program_in_a_sandbox_does_not_get_the_token() throws Exception {
        try (var stage = RunStage.open(folder)) {
            stage.program().in(project());
            var agent = stage.done("/v1/agents", "{\"name\":\"billing-bot\",\"vaults\":[{\"vault_name\":\"shop\"}]}")
                    .get("av_agent_token")
                    .asString();
            stage.program().with("AGENT_VAULT_TOKEN", agent);

            var ran = ran(stage, asking(stage, "--sandbox"));

            assertThat(ran.answer())
                    .as(ran.conversation())
                    .startsWith("ok sandbox\n")
                    .contains("\"vault\":\"shop\"");
        }
    }

    @Test
    void a_sandbox_that_would_show_too_much_is_refused_before_anything_is_made() throws Exception {
        try (var stage = RunStage.open(folder).loggedIn()) {
            var ran = ran(stage, "--sandbox", "true");

            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.conversation()).contains("The sandbox would not be one.", "your home");
            assertThat(ran(stage, "--mount", "/opt", "true").conversation())
                    .contains("--mount and --ro are for a program in a sandbox.");
            assertThat(stage.sessions()).isEmpty();
        }
    }

    @Test
    void the_doctor_sees_which_clients_get_through_and_which_do_not() throws Exception {
        var wget = Files.createDirectory(folder.resolve("bin")).resolve("wget");
        Files.writeString(wget, "#!/bin/sh\necho 'GNU Wget 9.9'\n");
        assertThat(wget.toFile().setExecutable(true)).isTrue();
        try (var stage = RunStage.open(folder).loggedIn()) {
            stage.program().with("PATH", wget.getParent() + ":" + System.getenv("PATH"));

            var ran = stage.program().run("doctor --run --json --vault shop");

            assertThat(ran.code()).as(ran.conversation()).isEqualTo(1);
            var clients = Json.read(ran.answer()).orElseThrow().items("clients");
            assertThat(clients).extracting(client -> client.text("client")).contains("curl", "git", "wget");
            assertThat(clients).allSatisfy(client -> {
                boolean broken = client.text("client").equals("wget");
                boolean late = client.text("fix").startsWith("It took too long");
                assertThat(client.truth("certificate")).as(ran.answer()).isEqualTo(!broken && !late);
                assertThat(client.text("fix").isEmpty()).isEqualTo(!broken && !late);
            });
            assertThat(stage.sessions()).isEmpty();
        }
    }

    @Test
    void a_server_elsewhere_is_reached_over_tls_by_two_ports_of_this_machine() throws Exception {
        try (var stage = RunStage.open(folder);
                var front = new TlsFront(folder, stage.running())) {
            var hosts = Files.writeString(folder.resolve("hosts"), front.address() + " " + TestServer.NAME + "\n");
            stage.program()
                    .with("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts)
                    .with("AGENT_VAULT_ADDR", front.url())
                    .with("AGENT_VAULT_CA_FILE", front.root().toString());
            stage.loggedIn(front.url());

            var ran = ran(stage, asking(stage));

            assertThat(ran.answer())
                    .as(ran.conversation())
                    .startsWith("ok av_sess_")
                    .contains("\"vault\":\"shop\"");
            assertThat(ran(stage, "sh", "-c", "echo $AGENT_VAULT_ADDR $HTTPS_PROXY")
                            .answer())
                    .matches("http://127\\.0\\.0\\.1:\\d+ http://av_sess_\\w+:shop@127\\.0\\.0\\.1:\\d+\n");
            stage.program().in(project());
            assertThat(ran(stage, asking(stage, "--sandbox")).answer())
                    .startsWith("ok sandbox\n")
                    .contains("\"vault\":\"shop\"");
            assertThat(stage.sessions()).isEmpty();
        }
    }
}
