package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Secret;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.sandbox.Relay;
import agentvault.store.SqliteStore;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A session's socket of the server's own, and one that a command makes for a server that can make none.
class TwoSocketsTest {

    private static final String OWNER = "{\"email\":\"ann@example.com\",\"password\":\"correct horse battery\"}";
    private static final Pattern PATH = Pattern.compile("  (/\\S*):");
    private static final Pattern METHOD = Pattern.compile("    (get|post|put|patch|delete):");
    private static final Pattern PLACE = Pattern.compile("\\{[^}]+}");

    /// The rest is for the server alone to know.
    private static final String ELSEWHERE = "not_on_socket";

    @TempDir
    private Path folder;

    /// Every operation that the server describes, its places filled.
    private static List<String> lines(String description) {
        var lines = new ArrayList<String>();
        var path = "";
        for (var line : description.lines().toList()) {
            var named = PATH.matcher(line);
            var method = METHOD.matcher(line);
            if (named.matches()) path = PLACE.matcher(named.group(1)).replaceAll("1");
            if (method.matches()) lines.add(method.group(1).toUpperCase(Locale.ROOT) + " " + path);
        }
        return lines;
    }

    @Test
    void both_answer_the_same_routes_and_refuse_the_same() throws IOException {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var store = SqliteStore.open(folder.resolve("vault.db"));
        try (var running = new TestServer(folder.resolve("data"), folder.resolve("key"), store)) {
            var bearer = "Bearer "
                    + json(running.post("/v1/auth/register", OWNER).body())
                            .get("token")
                            .asString();
            running.post("/v1/vaults", "{\"name\":\"shop\"}", "Authorization", bearer);
            var asked = "{\"vault\":\"shop\",\"socket\":true}";
            var made = json(
                    running.post("/v1/sessions", asked, "Authorization", bearer).body());
            var ours = Path.of(made.get("socket_path").asString());
            var api = URI.create(running.address());
            Relay.Dialler dialler = () -> new Socket(api.getHost(), api.getPort());
            var server = new Relay.Server(api.getAuthority(), "", "", dialler, dialler);
            var closed = Files.createDirectory(folder.resolve("relay"));
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
            var theirs = closed.resolve("socket");
            try (var _ = Relay.open(
                    theirs, server, Secret.take(made.get("token").asString().toCharArray()))) {
                var lines = lines(running.get("/v1/openapi.yaml").body());
                assertThat(lines).hasSizeGreaterThan(50).contains("GET /discover", "POST /v1/vaults");
                var answered = lines.stream()
                        .filter(line -> !ask(ours, line).contains(ELSEWHERE))
                        .toList();
                assertThat(answered)
                        .contains("GET /discover", "POST /v1/proposals")
                        .doesNotContain("POST /v1/vaults");
                assertThat(lines.stream().filter(line -> !ask(theirs, line).contains(ELSEWHERE)))
                        .isEqualTo(answered);
            }
        }
    }

    private static String ask(Path file, String line) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(file));
            var head = line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
