package agentvault.server;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A server elsewhere over TLS that answers `ok`, and keeps what it is shown. A file of its own vouches for it.
final class SecureSite implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final HttpsServer server;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Semaphore arrivals = new Semaphore(0);

    /// One request, by its method and the authorization it showed.
    record Seen(String method, String authorization) {}

    /// @param folder for its files
    /// @param names what it is called
    SecureSite(Path folder, InetSocketAddress at, String... names)
            throws IOException, InterruptedException, GeneralSecurityException {
        this.folder = folder;
        server = HttpsServer.create(at, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity(names)));
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

    private SSLContext identity(String... names) throws IOException, InterruptedException, GeneralSecurityException {
        var file = folder.resolve("site.p12");
        var all = Arrays.stream(names).map(name -> "dns:" + name).collect(Collectors.joining(","));
        keytool(file, "-genkeypair", "-keyalg", "EC", "-dname", "CN=site", "-ext", "san=" + all);
        keytool(file, "-exportcert", "-rfc", "-file", root().toString());
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(Path file, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD, "-alias", "site"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new AssertionError(said);
    }

    /// Has requests under a path answered in another way.
    void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    /// What vouches for it, in PEM.
    Path root() {
        return folder.resolve("site.pem");
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
