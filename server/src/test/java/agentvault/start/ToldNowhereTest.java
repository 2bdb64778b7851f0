package agentvault.start;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import agentvault.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A marked secret and a marked password, by the real program with the log at its most talkative: they are in no file,
/// no
/// figure, no error and no process's arguments or environment.
@Tag("full")
class ToldNowhereTest {

    private static final String SECRET = "sk_live_marked_51Hq8ZkLm3";
    private static final String PASSWORD = "marked horse battery 77";

    @TempDir
    private Path home;

    private final List<String> seen = new ArrayList<>();
    private RealProgram program;

    @BeforeEach
    void a_server_that_says_all_it_can() {
        program = new RealProgram(home);
        var ran = program.run("server -d --json --port 0 --log-level debug");
        assertThat(ran.code()).as(ran.conversation()).isZero();
        program.with("AGENT_VAULT_ADDR", Json.read(ran.answer()).orElseThrow().text("address"));
    }

    @AfterEach
    void stop() {
        program.run("server stop");
    }

    @Test
    void what_is_secret_is_told_nowhere() throws IOException, InterruptedException {
        keep(program.run("auth register --email ann@example.com --password-stdin", PASSWORD));
        keep(program.watched("vault credential set STRIPE_KEY=-", SECRET, seen::add));
        keep(program.run("auth login --email ann@example.com --password-stdin", PASSWORD + "x"));
        keep(program.run("vault credential set lower-case=-", SECRET));
        keep(program.run("vault credential list"));
        keep(program.run("audit list --json"));
        var address = program.variable("AGENT_VAULT_ADDR");
        var body = "{\"credentials\":{\"A\":\"" + SECRET + "\",\"b\":\"" + SECRET + "\"}}";
        seen.add(asked(address, "POST", "/v1/credentials", body));
        seen.add(asked(address, "POST", "/v1/auth/login", "{\"email\":\"ann@example.com\",\"password\":\"" + PASSWORD));
        seen.add(asked(address, "GET", "/metrics", ""));
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                seen.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }

        assertThat(seen).hasSizeGreaterThan(12);
        for (var marked : List.of(SECRET, PASSWORD)) {
            for (var spelled : spellings(marked)) {
                assertThat(seen).noneMatch(text -> text.contains(spelled));
            }
        }
    }

    private void keep(RealProgram.Ran ran) {
        seen.add(ran.answer());
        seen.add(ran.conversation());
    }

    private static List<String> spellings(String marked) {
        byte[] bytes = marked.getBytes(StandardCharsets.UTF_8);
        return List.of(
                marked,
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                marked.replace(" ", "%20"),
                new StringBuilder(marked).reverse().toString());
    }

    private static String asked(String address, String method, String path, String body)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address + path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.headers().map() + response.body();
        }
    }
}
