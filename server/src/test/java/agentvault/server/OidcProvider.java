package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
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

/// The published `oidc-provider` in a process of its own, and a person with a browser who agrees to whatever is asked
/// there. It rotates refresh tokens, and its page about the user takes access tokens that it gave and that live.
final class OidcProvider implements AutoCloseable {

    private static final int MOST_STEPS = 10;
    private static final int LONGEST_SECONDS = 60;

    private final SiteIdentity identity;
    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final int port;

    /// @param seconds how long access tokens live
    OidcProvider(SiteIdentity identity, int seconds) throws IOException, InterruptedException {
        this.identity = identity;
        var script = OidcProvider.class.getResource("oidc.mjs");
        process = new ProcessBuilder(
                        "node",
                        Path.of(script.getPath()).toString(),
                        "target/browser",
                        identity.store().toString(),
                        SiteIdentity.PASSWORD,
                        Integer.toString(seconds))
                .redirectErrorStream(true)
                .start();
        commands = process.outputWriter(StandardCharsets.US_ASCII);
        Thread.ofVirtual().start(this::listen);
        port = Integer.parseInt(await("ready").substring("ready ".length()));
    }

    private void listen() {
        process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {
            if (line.startsWith("granted ") || line.startsWith("refused ") || line.startsWith("failed "))
                told.add(line);
            unread.add(line);
        });
    }

    String issuer() {
        return "https://" + authority();
    }

    String authority() {
        return "localhost:" + port;
    }

    /// What became of the questions at its token endpoint.
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
        try (var browser = HttpClient.newBuilder()
                .sslContext(identity.trusting())
                .cookieHandler(new CookieManager())
                .build()) {
            for (int step = 0; step < MOST_STEPS && at.getScheme().equals("https"); step++) {
                var answer = browser.send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString());
                var next = answer.headers().firstValue("Location");
                assertThat(next).as("where %s leads: %s", at, answer.body()).isPresent();
                at = at.resolve(next.get());
            }
        }
        return at;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
