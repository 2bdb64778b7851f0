package agentvault.demo;

import agentvault.crypto.Randomness;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import agentvault.keys.SystemRandomness;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/// Requests through tunnels of a server that is thrown away, to a server that is none: for whoever wants to have seen
/// how that runs before anybody waits for it.
public final class Practice {

    private static final HiddenText NOBODY = HiddenText.of("");
    private static final String KEY = "PRACTICE_KEY";
    private static final String VALUE = "practised";

    private final PretendedApi api;
    private final ThrowAwayServer server;

    private Practice(PretendedApi api, ThrowAwayServer server) {
        this.api = api;
        this.server = server;
    }

    /// @return how many requests were answered by the server elsewhere, which had got the secret
    public static int run(Path folder, int tunnels, int requestsInEach) {
        Randomness random = new SystemRandomness();
        var clock = InstantSource.system();
        try (var api = PretendedApi.open(folder, random, clock);
                var server = ThrowAwayServer.open(folder, api.outgoing(), random, clock)) {
            return new Practice(api, server)
                    .run(tunnels, requestsInEach, DemoAgent.trusting(server.writeRoot(folder.resolve("ca.pem"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a root of our own is not read", e);
        }
    }

    private int run(int tunnels, int requestsInEach, SSLContext trusting) throws IOException {
        var session = session();
        int answered = 0;
        for (int i = 0; i < tunnels; i++) answered += asked(session, requestsInEach, trusting.getSocketFactory());
        return answered;
    }

    private int asked(HiddenText session, int requests, SSLSocketFactory trusting) throws IOException {
        try (var tunnel = open(session, trusting)) {
            var in = new BufferedInputStream(tunnel.getInputStream());
            int answered = 0;
            for (int n = 0; n < requests; n++) if (asked(tunnel, in)) answered++;
            return answered;
        }
    }

    private HiddenText session() {
        var account = Json.object().with("email", "owner@example.com").with("password", "a practised password");
        var owner = HiddenText.of(
                server.post("/v1/auth/register", NOBODY, account).document().text("token"));
        var credentials = Json.object()
                .with("vault", "default")
                .with("credentials", Json.object().with(KEY, VALUE));
        server.post("/v1/credentials", owner, credentials);
        var service = Json.object()
                .with("name", "practice")
                .with("host", api.address())
                .with("auth", Json.object().with("type", "bearer").with("token", KEY));
        server.post(
                "/v1/vaults/default/services", owner, Json.object().with("services", new Json.Items(List.of(service))));
        var session = server.post("/v1/sessions", owner, Json.object().with("vault", "default"));
        return HiddenText.of(session.document().text("token"));
    }

    private Socket open(HiddenText session, SSLSocketFactory trusting) throws IOException {
        int proxy = server.server().forwardAddress().orElseThrow().getPort();
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy);
        var shown = session.reveal(
                token -> Base64.getEncoder().encodeToString((token + ":").getBytes(StandardCharsets.US_ASCII)));
        var head = "CONNECT " + api.address() + " HTTP/1.1\r\nHost: " + api.address()
                + "\r\nProxy-Authorization: Basic " + shown + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        head(socket.getInputStream());
        return trusting.createSocket(socket, PretendedApi.HOST, proxy, true);
    }

    private boolean asked(Socket tunnel, InputStream in) throws IOException {
        var request = "GET /practice HTTP/1.1\r\nHost: " + api.address() + "\r\nAccept: */*\r\n\r\n";
        tunnel.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        head(in);
        var expected = PretendedApi.digest("Bearer " + VALUE);
        return new String(in.readNBytes(expected.length()), StandardCharsets.US_ASCII).equals(expected);
    }

    /// Reads to the end of a head.
    private static void head(InputStream in) throws IOException {
        int seen = 0;
        while (seen < 4) {
            int next = in.read();
            if (next < 0) throw new IOException("the connection ended within a head");
            seen = next == (seen % 2 == 0 ? '\r' : '\n') ? seen + 1 : 0;
        }
    }
}
