package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The published `oidc-provider` in a process of its own, and a person with a browser who agrees to whatever is asked
/// there. It rotates refresh tokens, and its page about the user takes access tokens that it gave and that live.
final class OidcProvider implements AutoCloseable {

    private static final List<String> TOLD = List.of("granted ", "refused ", "failed ", "registered ");
    private static final int MOST_STEPS = 10;
    private static final int LONGEST_SECONDS = 60;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SiteIdentity identity;
    private final String host;
    private final ProxySelector way;
    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final int port;

    /// @param seconds how long access tokens live
    OidcProvider(SiteIdentity identity, int seconds) throws IOException, InterruptedException {
        this(identity, seconds, "", HttpClient.Builder.NO_PROXY);
    }

    /// @param host what it is called; empty if it is called as it is reached
    /// @param way by which it is reached under that name
    OidcProvider(SiteIdentity identity, int seconds, String host, ProxySelector way)
            throws IOException, InterruptedException {
        this.identity = identity;
        this.host = host;
        this.way = way;
        var script = OidcProvider.class.getResource("oidc.mjs");
        process = new ProcessBuilder(
                        "node",
                        Path.of(script.getPath()).toString(),
                        "target/browser",
                        identity.store().toString(),
                        SiteIdentity.PASSWORD,
                        Integer.toString(seconds),
                        host)
                .redirectErrorStream(true)
                .start();
        commands = process.outputWriter(StandardCharsets.US_ASCII);
        Thread.ofVirtual().start(this::listen);
        port = Integer.parseInt(await("ready").substring("ready ".length()));
    }

    private void listen() {
        process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {
            if (TOLD.stream().anyMatch(line::startsWith)) told.add(line);
            unread.add(line);
        });
    }

    String issuer() {
        return "https://" + authority();
    }

    String authority() {
        return host.isEmpty() ? "localhost:" + port : host;
    }

    int port() {
        return port;
    }

    /// Who was registered, and what became of the questions at its token endpoint.
    List<String> told() {
        return List.copyOf(told);
    }

    void tell(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    /// Waits for a line that begins so.
    String await(String beginning) throws InterruptedException {
        var before = new ArrayList<String>();
        while (true) {
            var line = unread.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("%s after %s", beginning, before).isNotNull();
            if (line.startsWith(beginning)) return line;
            before.add(line);
        }
    }

    /// Goes with a browser where somebody is sent who shall agree, and as far as it leads: back to this machine.
    URI agreed(String authorizationUrl) throws IOException, InterruptedException {
        var at = URI.create(authorizationUrl);
        try (var browser = client().cookieHandler(new CookieManager()).build()) {
            for (int step = 0; step < MOST_STEPS && at.getScheme().equals("https"); step++) {
                var answer = browser.send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString());
                var next = answer.headers().firstValue("Location");
                assertThat(next).as("where %s leads: %s", at, answer.body()).isPresent();
                at = at.resolve(next.get());
            }
        }
        return at;
    }

    /// What it says about an access token to a server that was shown it (RFC 7662).
    JsonNode introspected(String token) throws IOException, InterruptedException {
        var form =
                "client_id=vault&client_secret=client-s3cret&token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(URI.create(issuer() + "/token/introspection"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try (var client = client().build()) {
            return JSON.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    private HttpClient.Builder client() throws IOException {
        return HttpClient.newBuilder().proxy(way).sslContext(identity.trusting());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
