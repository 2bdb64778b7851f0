package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs in a run of the real command: what they are given, what becomes of their session, and how they end.
@Tag("full")
class RunTest {

    private static final Duration END = Duration.ofSeconds(30);

    @TempDir
    private static Path servers;

    private static RunStage stage;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() throws Exception {
        stage = RunStage.open(servers);
        stage.site().serve("/events", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("begun\n".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
        });
    }

    @BeforeEach
    void move() throws IOException {
        stage.movedTo(folder).loggedIn();
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    private static List<String> line(String... words) {
        return Stream.concat(Stream.of("run", "--vault", "shop"), Stream.of(words))
                .toList();
    }

    private RealProgram.Ran ran(String... words) {
        return stage.program().run(line(words), "");
    }

    private Map<String, String> variables(String... flags) {
        var words = new ArrayList<>(List.of(flags));
        words.addAll(List.of("env", "-0"));
        var ran = ran(words.toArray(String[]::new));
        assertThat(ran.code()).as(ran.conversation()).isZero();
        return RunStage.variables(ran.answer());
    }

    private static void await(BooleanSupplier holds) {
        var end = Instant.now().plus(END);
        while (!holds.getAsBoolean() && Instant.now().isBefore(end)) Thread.onSpinWait();
        assertThat(holds.getAsBoolean()).isTrue();
    }

    @Test
    void it_uses_a_credential_that_it_does_not_have() {
        var ran = ran("curl", "-sS", stage.at(RunStage.SHOP, "/v1/balance"));

        assertThat(ran.answer()).as(ran.conversation()).isEqualTo("ok");
        assertThat(stage.site().seen()).containsExactly(new SecureSite.Seen("GET", "Bearer " + RunStage.SHOP_KEY));
    }

    @Test
    void input_output_and_code_are_the_programs() {
        var ran = stage.program().run(line("--", "sh", "-c", "cat; echo two >&2; exit 7"), "one\n");

        assertThat(ran).isEqualTo(new RealProgram.Ran(7, "one\n", "two\n"));
        assertThat(ran("sh", "-c", "kill -9 $$").code()).isEqualTo(137);
        assertThat(stage.program().run("vault run --vault shop true").code()).isZero();
    }

    @Test
    void what_cannot_be_run_is_told_as_a_shell_tells_it_and_makes_no_session() throws IOException {
        var file = Files.writeString(folder.resolve("home/plain"), "text");

        var missing = ran("no-such-program", "--help");
        assertThat(missing.code()).isEqualTo(127);
        assertThat(missing.conversation()).contains("No program is named \"no-such-program\".", "PATH");
        var plain = ran("--", file.toString());
        assertThat(plain.code()).isEqualTo(126);
        assertThat(plain.conversation()).contains("cannot be executed", "Next: chmod +x");
        assertThat(stage.sessions()).isEmpty();
    }

    @Test
    void its_session_lives_as_long_as_it_does() throws Exception {
        var process = stage.program().start(line("sh", "-c", "echo ready; read end"));
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        assertThat(stage.sessions()).hasSize(1);

        process.getOutputStream().close();
        assertThat(process.waitFor()).isEqualTo(1);

        assertThat(stage.sessions()).isEmpty();
        assertThat(left()).isEmpty();
    }

    /// Folders of runs.
    private List<Path> left() throws IOException {
        try (var all = Files.walk(folder.resolve("home/.local/state/agent-vault/runs"))) {
            return all.filter(file -> file.endsWith("outfit")).toList();
        }
    }

    @Test
    void signals_are_handed_on_and_the_program_decides() throws Exception {
        for (var signal : List.of("TERM", "HUP")) {
            var script = "trap 'echo heard; exit 3' " + signal + "; echo ready; while :; do sleep 0.05; done";
            var process = stage.program().start(line("sh", "-c", script));
            var said = process.inputReader();
            assertThat(said.readLine()).isEqualTo("ready");

            kill(signal, process.pid());

            assertThat(said.readLine()).as(signal).isEqualTo("heard");
            assertThat(process.waitFor()).isEqualTo(3);
        }
    }

    private static void kill(String signal, long process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void a_run_that_is_killed_takes_its_session_along_and_the_next_one_tidies() throws Exception {
        var process = streaming();
        var curl = curl(process);

        process.destroyForcibly().waitFor();

        await(() -> !curl.isAlive());
        await(() -> stage.sessions().isEmpty());
        assertThat(left()).hasSize(1);
        assertThat(ran("true").code()).isZero();
        assertThat(left()).isEmpty();
    }

    @Test
    void a_session_that_a_person_ends_cuts_what_is_under_way() throws Exception {
        var process = streaming();

        stage.revoke(stage.sessions().getFirst());

        var rest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(rest).isNotZero();
        assertThat(rest).contains("The session ended before the program did.");
    }

    /// A run of curl that has begun to read an answer without an end.
    private Process streaming() throws IOException {
        var process = stage.program().start(line("curl", "-sSN", stage.at(RunStage.SHOP, "/events")));
        var said = process.getInputStream();
        assertThat(new String(said.readNBytes(6), StandardCharsets.US_ASCII)).isEqualTo("begun\n");
        return process;
    }

    private static ProcessHandle curl(Process process) {
        return process.descendants()
                .filter(one -> RunStage.seen(one, "comm").equals("curl\n"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothing_that_others_can_see_of_it_is_secret() throws Exception {
        var process = stage.program().start(line("sh", "-c", "echo ready; read end"));
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        var token = RunStage.variables(RunStage.seen(
                        process.descendants()
                                .filter(one -> RunStage.seen(one, "comm").equals("sh\n"))
                                .findFirst()
                                .orElseThrow(),
                        "environ"))
                .get("AGENT_VAULT_TOKEN");

        assertThat(token).startsWith("av_sess_");
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .forEach(one -> assertThat(RunStage.seen(one, "cmdline")).doesNotContain(token, "av_sess_"));
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void it_is_given_none_of_the_operators_secrets() {
        stage.program()
                .with("SOMETHING", RunStage.SHOP_KEY)
                .with("ELSEWHERE", RunStage.MAIL_KEY)
                .with("GITHUB_TOKEN", "ghp_of_the_operator")
                .with("AGENT_VAULT_MASTER_PASSWORD", "of the operator")
                .with("SSH_AUTH_SOCK", "/run/agent.sock")
                .with("PLAIN", "a harmless value of some length");

        var variables = variables();

        assertThat(variables)
                .containsEntry("PLAIN", "a harmless value of some length")
                .containsEntry("ELSEWHERE", RunStage.MAIL_KEY)
                .doesNotContainKeys("SOMETHING", "GITHUB_TOKEN", "AGENT_VAULT_MASTER_PASSWORD", "SSH_AUTH_SOCK")
                .containsEntry("AGENT_VAULT_VAULT", "shop")
                .containsEntry("AGENT_VAULT_ADDR", stage.running().address());
        assertThat(variables.get("STRIPE_KEY")).startsWith("sk_test_agent-vault-placeholder");
        assertThat(variables.values()).noneMatch(value -> value.contains(RunStage.SHOP_KEY));
        assertThat(variables("--vault", "mail"))
                .doesNotContainKeys("SOMETHING", "ELSEWHERE")
                .containsKeys("STRIPE_KEY", "MAIL_KEY");
        assertThat(variables("--env", "GITHUB_TOKEN", "--env", "MORE=than that"))
                .containsEntry("GITHUB_TOKEN", "ghp_of_the_operator")
                .containsEntry("MORE", "than that");
        assertThat(stage.program().run(line("--verbose", "true"), "").conversation())
                .contains("Not given to it: ", "GITHUB_TOKEN", "SOMETHING")
                .doesNotContain(RunStage.SHOP_KEY);
        assertThat(ran("true").conversation()).isEmpty();
    }

    @Test
    void several_vaults_are_used_by_one_program() {
        var script = "curl -sS " + stage.at(RunStage.SHOP, "/") + " " + stage.at(RunStage.MAIL, "/");

        var ran = ran("--vault", "mail", "--", "sh", "-c", script);

        assertThat(ran.answer()).as(ran.conversation()).isEqualTo("okok");
        assertThat(stage.site().seen())
                .extracting(SecureSite.Seen::authorization)
                .containsExactly("Bearer " + RunStage.SHOP_KEY, "Bearer " + RunStage.MAIL_KEY);
    }

    @Test
    void an_agents_program_gets_the_agents_own_token() {
        var agent = stage.done("/v1/agents", "{\"name\":\"billing-bot\",\"vaults\":[{\"vault_name\":\"shop\"}]}")
                .get("av_agent_token")
                .asString();
        stage.program().with("AGENT_VAULT_TOKEN", agent);

        var ran = ran("curl", "-sS", stage.at(RunStage.SHOP, "/"));

        assertThat(ran.answer()).as(ran.conversation()).isEqualTo("ok");
        assertThat(variables()).containsEntry("AGENT_VAULT_TOKEN", agent);
        assertThat(stage.sessions()).isEmpty();
        var refused = ran("--ttl", "1h", "true");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.conversation()).contains("--ttl is for a session, and AGENT_VAULT_TOKEN is set.");
    }

    @Test
    void the_agents_document_is_where_the_agent_looks_and_what_is_not_ours_stays() throws IOException {
        var claude = folder.resolve("home/claude");
        Files.writeString(claude, "#!/bin/sh\ncat \"$HOME/.claude/skills/agent-vault-cli/SKILL.md\"\n");
        assertThat(claude.toFile().setExecutable(true)).isTrue();

        assertThat(ran("./claude").answer()).contains("name: agent-vault-cli", "vault discover");

        var file = Files.writeString(folder.resolve("home/.claude/skills/agent-vault-cli/SKILL.md"), "my own");
        assertThat(ran("./claude").answer()).isEqualTo("my own");
        assertThat(file).hasContent("my own");
    }

    @Test
    void a_program_on_a_terminal_has_it_and_gets_what_its_keys_send() throws Exception {
        var script = """
            import os,pty,select,signal,sys,time
            pid, fd = pty.fork()
            if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
            seen = b''
            sent = False
            while True:
                try: data = os.read(fd, 4096)
                except OSError: break
                if not data: break
                seen += data
                if b'ready' in seen and not sent:
                    sent = True
                    os.write(fd, b'\\x03')
            sys.stdout.buffer.write(seen)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """;
        var program =
                "trap 'echo interrupted; exit 4' INT; test -t 0 && test -t 1 && echo ready; while :; do sleep 0.05;"
                        + " done";
        var file = Files.writeString(folder.resolve("home/terminal.py"), script);
        var words = new ArrayList<>(
                List.of("python3", file.toString(), RealProgram.path().toString()));
        words.addAll(line("sh", "-c", program));

        var ran = stage.program().of(words, "");

        assertThat(ran.code()).as(ran.answer()).isEqualTo(4);
        assertThat(ran.answer()).contains("Not given to it: ", "ready", "interrupted");
    }
}
