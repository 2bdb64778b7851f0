package agentvault.server;

import agentvault.address.CanonicalHost;
import agentvault.crypto.Secret;
import agentvault.dial.AllowedNetwork;
import agentvault.dial.DialSettings;
import agentvault.dial.Names;
import agentvault.dial.NetworkRules;
import agentvault.dial.PoolLimits;
import agentvault.dial.Route;
import agentvault.files.DataDirectory;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.log.Format;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.store.SqlStore;
import agentvault.store.SqliteStore;
import agentvault.vault.RateLimit;
import agentvault.wire.Protection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// A whole server on a free port, in this process.
final class TestServer implements AutoCloseable {

    static final String SETUP_CODE = "ABCD-EFGH-JKLM-NPQR";
    static final String NAME = "vault.example.com";

    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Log log = Log.open(Level.DEBUG, Format.TEXT, InstantSource.system(), said);
    private final HttpClient client = HttpClient.newHttpClient();
    private final KeyFile key;
    private final DataDirectory data;
    private final Instance instance;
    private final Server server;

    /// @param folder the server's own; `keyFile` may be another one's too
    TestServer(Path folder, Path keyFile, SqlStore store) {
        this(folder, keyFile, store, Serving.Outgoing.STANDARD);
    }

    TestServer(Path folder, Path keyFile, SqlStore store, Serving.Outgoing outgoing) {
        this(folder, keyFile, store, outgoing, new Serving.Forwarding.At(FREE, true));
    }

    TestServer(Path folder, Path keyFile, SqlStore store, Serving.Outgoing outgoing, Serving.Forwarding forwarding) {
        this(folder, keyFile, store, outgoing, forwarding, InstantSource.system());
    }

    /// One with a clock of the test's own.
    TestServer(Path folder, Path keyFile, SqlStore store, Serving.Outgoing outgoing, InstantSource clock) {
        this(folder, keyFile, store, outgoing, new Serving.Forwarding.At(FREE, true), clock);
    }

    private TestServer(
            Path folder,
            Path keyFile,
            SqlStore store,
            Serving.Outgoing outgoing,
            Serving.Forwarding forwarding,
            InstantSource clock) {
        key = KillDriver.key(keyFile);
        data = KillDriver.data(folder);
        instance = Instances.ready(data, store, key, clock);
        var serving = new Serving(
                new Serving.Doors(FREE, new Protection.Plain(), forwarding, folder.resolve("sockets")),
                Set.of(new CanonicalHost(NAME)),
                List.of(),
                "",
                Secret.take(SETUP_CODE.toCharArray()),
                outgoing,
                Serving.Keeping.STANDARD);
        try {
            server = Server.open(instance, serving, log);
        } catch (RuntimeException e) {
            instance.close();
            data.close();
            throw e;
        }
    }

    /// One that may dial a site of this machine and trusts its root, with all it needs in one folder.
    static TestServer reaching(Path folder, SecureSite site) {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var store = SqliteStore.open(folder.resolve("vault.db"));
        return new TestServer(folder.resolve("data"), folder.resolve("key"), store, reaching(site.root()));
    }

    /// What lets a server dial this machine, and trust a root for what is there.
    static Serving.Outgoing reaching(Path root) {
        var here = List.of(
                AllowedNetwork.parse("127.0.0.1").orElseThrow(),
                AllowedNetwork.parse("::1").orElseThrow());
        return new Serving.Outgoing(
                new NetworkRules(here, true),
                new DialSettings(new Route.Direct(), List.of(root), PoolLimits.STANDARD),
                Names.SYSTEM,
                RateLimit.STANDARD);
    }

    String address() {
        return "http://127.0.0.1:" + server.address().getPort();
    }

    Server server() {
        return server;
    }

    Instance instance() {
        return instance;
    }

    /// Everything that was logged. The server ends first: a line about an answer may come after the answer.
    String said() {
        server.drain(Duration.ofSeconds(10));
        log.close();
        return said.toString(StandardCharsets.UTF_8);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> delete(String path, String... headers) {
        return send(request(path, headers).DELETE().build());
    }

    /// A bare connection, for what no honest client says.
    Socket connect() throws IOException {
        return new Socket(server.address().getAddress(), server.address().getPort());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(address() + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        instance.close();
        data.close();
        key.close();
        log.close();
    }
}
