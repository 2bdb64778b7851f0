package agentvault.demo;

import agentvault.cli.Version;
import agentvault.command.Failure;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.files.DataDirectory;
import agentvault.files.Durability;
import agentvault.files.TrailSettings;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import agentvault.keys.Argon2Passwords;
import agentvault.keys.KeyFile;
import agentvault.log.Format;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.server.Instance;
import agentvault.server.Server;
import agentvault.server.Serving;
import agentvault.wire.Protection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// A whole server on a free port of this machine, with everything it writes in one folder, and a client that calls it
/// as any other would.
record ThrowAwayServer(KeyFile key, DataDirectory data, Log log, Instance instance, Server server, HttpClient client)
        implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /// What a server answered.
    record Answer(int status, String body) {
        Json document() {
            return Json.read(body).orElseGet(Json::object);
        }
    }

    static ThrowAwayServer open(Path folder, Serving.Outgoing outgoing, Randomness random, InstantSource clock) {
        var key = key(folder.resolve("key"), random);
        var data = data(folder.resolve("data"));
        var log = log(folder.resolve("server.log"), clock);
        var around = new Instance.Surroundings(
                key, new Argon2Passwords(random), random, clock, TrailSettings.of(Durability.WRITE), Version.NUMBER);
        if (!(Instance.open(data, around) instanceof Instance.Opening.Ready(var instance))) {
            throw new IllegalStateException("an empty folder is not opened");
        }
        var serving = new Serving(
                new Serving.Doors(
                        FREE, new Protection.Plain(), new Serving.Forwarding.At(FREE, true), folder.resolve("sockets")),
                Set.of(),
                List.of(),
                "",
                Secret.take(random.bytes(Integer.BYTES)),
                outgoing,
                Serving.Keeping.STANDARD);
        var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        return new ThrowAwayServer(key, data, log, instance, Server.open(instance, serving, log), client);
    }

    String address() {
        return "http://127.0.0.1:" + server.address().getPort();
    }

    /// What an agent sets as its proxy.
    HiddenText proxy(HiddenText session) {
        int port = server.forwardAddress().orElseThrow().getPort();
        return session.reveal(text -> HiddenText.of("http://" + text + ":default@127.0.0.1:" + port));
    }

    /// Writes the root that agents trust, in PEM.
    Path writeRoot(Path file) {
        try {
            return Files.writeString(
                    file, get("/v1/mitm/ca.pem", HiddenText.of("")).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param token empty if nobody asks
    Answer get(String path, HiddenText token) {
        return sent(request(path, token).GET());
    }

    Answer post(String path, HiddenText token, Json body) {
        return sent(request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.compact())));
    }

    private HttpRequest.Builder request(String path, HiddenText token) {
        var request = HttpRequest.newBuilder(URI.create(address() + path)).timeout(PATIENCE);
        return token.empty() ? request : token.reveal(text -> request.header("Authorization", "Bearer " + text));
    }

    private Answer sent(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failure.of("Interrupted: the demo did not end.");
        }
    }

    private static KeyFile key(Path file, Randomness random) {
        return switch (KeyFile.create(file, random)) {
            case KeyFile.Reading.Ready(var made) -> made;
            case KeyFile.Reading.Refused(var sentence) -> throw Failure.of(sentence);
        };
    }

    private static DataDirectory data(Path folder) {
        return switch (DataDirectory.open(folder)) {
            case DataDirectory.Opening.Opened(var directory) -> directory;
            case DataDirectory.Opening.Refused(var sentence) -> throw Failure.of(sentence);
        };
    }

    private static Log log(Path file, InstantSource clock) {
        try {
            return Log.open(Level.DEBUG, Format.TEXT, clock, Files.newOutputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        instance.close();
        data.close();
        log.close();
        key.close();
    }
}
