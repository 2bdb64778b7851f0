package agentvault.server;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A server elsewhere over TLS that answers `ok`, and keeps what it is shown. A file of its own vouches for it.
final class SecureSite implements Closeable {

    private final SiteIdentity identity;
    private final HttpsServer server;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Semaphore arrivals = new Semaphore(0);

    /// One request, by its method and the authorization it showed.
    record Seen(String method, String authorization) {}

    /// @param folder for its files
    /// @param names what it is called
    SecureSite(Path folder, InetSocketAddress at, String... names)
            throws IOException, InterruptedException, GeneralSecurityException {
        identity = SiteIdentity.make(folder, names);
        server = HttpsServer.create(at, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.serving()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            for (var shown : exchange.getRequestHeaders().getOrDefault("Authorization", List.of()))
                seen.add(new Seen(exchange.getRequestMethod(), shown));
            arrivals.release();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
    }

    /// Has requests under a path answered in another way.
    void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    /// What vouches for it, in PEM.
    Path root() {
        return identity.root();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// What was shown so far.
    List<Seen> seen() {
        return seen;
    }

    /// Waits until so many more requests have come.
    boolean await(int more) throws InterruptedException {
        arrivals.drainPermits();
        return arrivals.tryAcquire(more, 20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
