package agentvault.rig;

import agentvault.json.Json;
import agentvault.load.Trip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Agent Vault as it is delivered, as a process of its own, and its owner, who sets it up over the API.
///
/// @param owner the token of a login
record Product(Started process, int api, int proxy, HttpClient client, String owner) {

    static final String VAULT = "default";

    private static final String KEY = "BENCH_KEY";

    /// The limiter stays in the way, with numbers that are not reached.
    private static final String RATE = "100000000/100000000/100000";

    /// Starts a server on an empty data directory of this name.
    static Product start(Workshop workshop, Upstream upstream, String name) {
        rehearsed(workshop);
        int api = Workshop.freePort();
        int proxy = Workshop.freePort();
        var process = workshop.start(name, proxy, Map.of(), command(workshop, upstream, name, api, proxy));
        var client = HttpClient.newHttpClient();
        var founded = new Product(process, api, proxy, client, "");
        var account = Json.object().with("email", "owner@example.com").with("password", "a password of the bench");
        var owner = founded.post("/v1/auth/register", account).text("token");
        return new Product(process, api, proxy, client, owner);
    }

    static List<String> command(Workshop workshop, Upstream upstream, String name, int api, int proxy) {
        var data = workshop.folder().resolve(name);
        return List.of(
                workshop.root().resolve("agent-vault").toString(),
                "server",
                "--data-dir=" + data,
                "--port=" + api,
                "--mitm-port=" + proxy,
                "--upstream-ca-file=" + upstream.root(),
                "--network-allowlist=127.0.0.0/8",
                "--allow-private-ranges",
                "--rate-limit=" + RATE);
    }

    /// Waits until the launcher has made what quick starts need, which it does beside the first start after a build.
    private static void rehearsed(Workshop workshop) {
        workshop.run(List.of(workshop.root().resolve("agent-vault").toString(), "version"));
        var learned = workshop.root().resolve("server/target/quick/server.aot");
        while (!Files.exists(learned)) Workshop.pause();
    }

    Json post(String path, Json body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api + path))
                .header("Authorization", "Bearer " + owner)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.compact()))
                .build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300)
                throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
            return Json.read(answer.body()).orElseGet(Json::object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Puts services that send the secret to these hosts into a vault, and the secret.
    void serve(String vault, List<String> hosts) {
        var auth = Json.object().with("type", "bearer").with("token", KEY);
        var services = hosts.stream()
                .<Json>map(host -> Json.object()
                        .with("name", "service-" + hosts.indexOf(host))
                        .with("host", host)
                        .with("auth", auth))
                .toList();
        post("/v1/vaults/" + vault + "/services", Json.object().with("services", new Json.Items(services)));
        post(
                "/v1/credentials",
                Json.object()
                        .with("vault", vault)
                        .with("credentials", Json.object().with(KEY, Upstream.SECRET)));
    }

    /// The token of a new session in a vault.
    String session(String vault) {
        return session(List.of(vault));
    }

    /// The token of a new session over vaults in their order.
    String session(List<String> vaults) {
        return post("/v1/sessions", Json.object().with("vaults", Json.texts(vaults)))
                .text("token");
    }

    /// Through its forward proxy, with a session.
    Trip trip(Upstream upstream, String name, String session) {
        var shown = Base64.getEncoder().encodeToString((session + ":").getBytes(StandardCharsets.US_ASCII));
        return upstream.tunnelled(proxy, name, "Proxy-Authorization: Basic " + shown + "\r\n");
    }

    /// As one peer among others: one vault, one service, one session.
    static Peer peer(Workshop workshop, Upstream upstream) {
        var product = start(workshop, upstream, "ours");
        product.serve(VAULT, List.of(Upstream.NAME + ":" + upstream.port()));
        return new Peer("ours", product.process(), product.trip(upstream, Upstream.NAME, product.session(VAULT)));
    }

    /// Where the launcher left what it learned.
    static Path learned(Workshop workshop) {
        return workshop.root().resolve("server/target/quick/server.aot");
    }
}
