package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import agentvault.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs in a sandbox, and runs whose server is elsewhere.
@Tag("full")
class RunElsewhereTest {

    private static final String EXAMINED = "doctor --run --json --vault shop";

    /// On a machine that has too much else to do.
    private static final int MOST_AGAIN = 3;

    @TempDir
    private static Path servers;

    private static RunStage stage;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() throws Exception {
        stage = RunStage.open(servers);
    }

    @BeforeEach
    void move() throws IOException {
        stage.movedTo(folder);
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    private static RealProgram.Ran ran(String... words) {
        var line = Stream.concat(Stream.of("run", "--vault", "shop"), Stream.of(words))
                .toList();
        return stage.program().run(line, "");
    }

    /// What a program sees that asks the shop, and tells its token, the sessions, and what it may use.
    private static String[] asking(String... flags) {
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
        stage.loggedIn();
        stage.program().in(project());

        var ran = ran(asking("--sandbox"));

        assertThat(ran.answer())
                .as(ran.conversation())
                .startsWith("ok sandbox\n")
                .contains("\"vault\":\"shop\"");
        assertThat(stage.site().seen()).containsExactly(new SecureSite.Seen("GET", "Bearer " + RunStage.SHOP_KEY));
        assertThat(stage.sessions()).isEmpty();
        assertThat(ran("--sandbox", "--ro", "touch", "file").code()).isNotZero();
        var script = "curl -sS --fail https://elsewhere.example.com/ || echo refused; touch file && echo made; exit 5";
        var more = ran("--sandbox", "--", "sh", "-c", script);
        assertThat(more.answer()).as(more.conversation()).isEqualTo("refused\nmade\n");
        assertThat(more.code()).isEqualTo(5);
        assertThat(folder.resolve("home/project/file")).exists();
    }

    @Test
    void an_agents_program_in_a_sandbox_does_not_get_the_token() throws Exception {
        stage.program().in(project());
        var agent = stage.done("/v1/agents", "{\"name\":\"billing-bot\",\"vaults\":[{\"vault_name\":\"shop\"}]}")
                .get("av_agent_token")
                .asString();
        stage.program().with("AGENT_VAULT_TOKEN", agent);

        var ran = ran(asking("--sandbox"));

        assertThat(ran.answer())
                .as(ran.conversation())
                .startsWith("ok sandbox\n")
                .contains("\"vault\":\"shop\"");
    }

    @Test
    void a_sandbox_that_would_show_too_much_is_refused_before_anything_is_made() throws Exception {
        stage.loggedIn();
        var ran = ran("--sandbox", "true");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.conversation()).contains("The sandbox would not be one.", "your home");
        assertThat(ran("--mount", "/opt", "true").conversation())
                .contains("--mount and --ro are for a program in a sandbox.");
        assertThat(stage.sessions()).isEmpty();
    }

    @Test
    void the_doctor_sees_which_clients_get_through_and_which_do_not() throws Exception {
        var wget = Files.createDirectory(folder.resolve("bin")).resolve("wget");
        Files.writeString(wget, "#!/bin/sh\necho 'GNU Wget 9.9'\n");
        assertThat(wget.toFile().setExecutable(true)).isTrue();
        stage.loggedIn();
        stage.program().with("PATH", wget.getParent() + ":" + System.getenv("PATH"));

        var ran = stage.program().run(EXAMINED);
        for (int again = 0; again < MOST_AGAIN && ran.answer().contains("The time was over"); again++)
            ran = stage.program().run(EXAMINED);

        var told = ran.answer();
        assertThat(ran.code()).as(ran.conversation()).isEqualTo(1);
        var clients = Json.read(told).orElseThrow().items("clients");
        assertThat(clients).extracting(client -> client.text("client")).contains("curl", "git", "wget");
        assertThat(clients).allSatisfy(client -> {
            boolean works = !client.text("client").equals("wget");
            assertThat(client.get("certificate")).as(told).isEqualTo(new Json.Truth(works));
            assertThat(client.get("proxy")).as(told).isEqualTo(new Json.Truth(works));
            assertThat(client.text("version")).as(told).isNotEmpty();
            assertThat(client.text("fix").isEmpty()).as(told).isEqualTo(works);
        });
        assertThat(stage.sessions()).isEmpty();
        assertThat(stage.read("/v1/vaults/shop/discovered-hosts?limit=100").toString())
                .doesNotContain(".invalid");
    }

    @Test
    void a_server_elsewhere_is_reached_over_tls_by_two_ports_of_this_machine() throws Exception {
        try (var front = new TlsFront(folder, stage.running())) {
            var hosts = Files.writeString(folder.resolve("hosts"), front.address() + " " + TestServer.NAME + "\n");
            stage.program()
                    .with("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts)
                    .with("AGENT_VAULT_ADDR", front.url())
                    .with("AGENT_VAULT_CA_FILE", front.root().toString());
            stage.loggedIn(front.url());

            var ran = ran(asking());

            assertThat(ran.answer())
                    .as(ran.conversation())
                    .startsWith("ok av_sess_")
                    .contains("\"vault\":\"shop\"");
            assertThat(ran("sh", "-c", "echo $AGENT_VAULT_ADDR $HTTPS_PROXY").answer())
                    .matches("http://127\\.0\\.0\\.1:\\d+ http://av_sess_\\w+:shop@127\\.0\\.0\\.1:\\d+\n");
            stage.program().in(project());
            assertThat(ran(asking("--sandbox")).answer())
                    .startsWith("ok sandbox\n")
                    .contains("\"vault\":\"shop\"");
            assertThat(stage.sessions()).isEmpty();
        }
    }
}
