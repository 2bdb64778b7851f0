package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The quick starts, each line as the documents have it, against stand-ins for the services that they name.
@Tag("full")
class QuickStartsTest {

    private static final Path GUIDES = Path.of(System.getProperty("user.dir")).resolveSibling("docs/guides");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:sh|python)( \\S+)?\\n(.*?)^```$");
    private static final Pattern SET = Pattern.compile("(credential set \\w+)$");
    private static final String KEY = "sk_live_of_the_operator_0123456789";

    private static final String HELLO = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
            "model":"claude-test","content":[],"stop_reason":null,"stop_sequence":null,\
            "usage":{"input_tokens":1,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello from the stand-in."}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    @TempDir
    private Path folder;

    private RunStage stage;
    private Path project;

    /// What the system has: a sandbox does not show tools of another home.
    private String path = "";

    @BeforeEach
    void open() throws Exception {
        stage = RunStage.playing(folder, "api.anthropic.com", "api.stripe.com").loggedIn();
        project = Files.createDirectory(folder.resolve("home/project"));
        path = Files.createDirectory(folder.resolve("home/bin")) + ":/usr/local/bin:/usr/bin:/bin";
        program("agent-vault", "exec '" + RealProgram.path() + "' \"$@\"");
        stage.program().in(project).with("PATH", path);
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    /// The lines of a guide, in their order; what has a name is written to a file.
    private List<String> lines(String guide) throws IOException {
        var text = Files.readString(GUIDES.resolve("quickstart-" + guide + ".md"));
        var lines = new ArrayList<String>();
        var blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1) == null) blocks.group(2).lines().forEach(lines::add);
            else Files.writeString(project.resolve(blocks.group(1).strip()), blocks.group(2));
        }
        assertThat(lines).isNotEmpty();
        return lines;
    }

    private String done(String line) {
        var ran = shell(line);
        assertThat(ran.code())
                .as("%s%n%s%n%s", line, ran.answer(), ran.conversation())
                .isZero();
        return ran.answer();
    }

    private RealProgram.Ran shell(String line) {
        return stage.program().of(List.of("sh", "-c", line), line.contains("credential set") ? KEY : "");
    }

    /// A value is asked for where there is a terminal, and otherwise read.
    private static String typed(String line) {
        return SET.matcher(line).replaceFirst("$1=-");
    }

    @Test
    void a_python_agent() throws IOException {
        for (var line : lines("python")) {
            var said = done(typed(line));
            if (line.contains(" run ")) assertThat(said).as(line).isEqualTo("200 ok\n");
        }
        assertThat(stage.site().seen())
                .hasSize(2)
                .allMatch(seen -> seen.authorization().equals("Bearer " + KEY));
    }

    @Test
    void an_agent_in_any_language() throws IOException {
        for (var line : lines("custom")) {
            var said = done(typed(line));
            if (line.contains(" run "))
                assertThat(said).as(line).startsWith("ok{").contains("\"stripe\"");
        }
        assertThat(stage.site().seen())
                .hasSize(2)
                .allMatch(seen -> seen.authorization().equals("Bearer " + KEY));
    }

    @Test
    void cursor_as_far_as_it_can_be_tried() throws IOException {
        program("cursor-agent", "test -n \"$HTTPS_PROXY\" && cat \"$HOME/.cursor/skills/agent-vault-cli/SKILL.md\"");
        var lines = lines("cursor");
        for (var line : lines.subList(0, lines.size() - 1)) done(typed(line));

        assertThat(done(lines.getLast())).contains("name: agent-vault-cli");
    }

    private void program(String name, String script) throws IOException {
        var file = Files.writeString(folder.resolve("home/bin").resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void claude_code_with_a_stand_in_for_its_api() throws IOException {
        var keys = new CopyOnWriteArrayList<String>();
        stage.site().serve("/v1/messages", exchange -> {
            keys.add(String.join(",", exchange.getRequestHeaders().getOrDefault("X-api-key", List.of())));
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(HELLO.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        var global = Files.createDirectories(folder.resolve("home/.npm-global"));
        stage.program().with("npm_config_prefix", global.toString()).with("PATH", global.resolve("bin") + ":" + path);
        for (var line : lines("claude-code")) {
            boolean alone = line.endsWith("\"Say hello\"");
            if (line.contains(" run ") && !alone) continue;
            var said = done(typed(line));
            if (alone) assertThat(said).contains("Hello from the stand-in.");
        }
        assertThat(keys).isNotEmpty().allMatch(KEY::equals);
        assertThat(done("agent-vault run --sandbox --allow npm -- claude -p 'Say hello'"))
                .contains("Hello from the stand-in.");
        assertThat(folder.resolve("home/.claude/skills/agent-vault-cli/SKILL.md"))
                .exists();
    }
}
