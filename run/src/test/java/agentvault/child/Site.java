package agentvault.child;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A server elsewhere, over TLS and without, that asks for a password below `/asking`, and keeps what it is shown.
final class Site implements AutoCloseable {

    static final String NAME = "site.example.com";

    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String PASSWORD = "changeit";

    private final String root;
    private final HttpsServer secure;
    private final HttpServer plain;
    private final List<String> shown = new CopyOnWriteArrayList<>();

    Site(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve("site.p12");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=site", "-ext", "san=dns:" + NAME);
        keytool(
                store,
                "-exportcert",
                "-rfc",
                "-file",
                folder.resolve("site.pem").toString());
        root = Files.readString(folder.resolve("site.pem"));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        secure = HttpsServer.create(FREE, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        plain = HttpServer.create(FREE, 0);
        for (var server : List.of(secure, plain)) {
            server.createContext("/", this::answer);
            server.start();
        }
    }

    static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-alias", "site"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new AssertionError(said);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestHeaders()
                .getOrDefault("Proxy-Authorization", List.of())
                .forEach(shown::add);
        boolean asking = exchange.getRequestURI().getPath().startsWith("/asking")
                && !exchange.getRequestHeaders().containsKey("Authorization");
        if (asking) exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"site\"");
        exchange.sendResponseHeaders(asking ? 401 : 200, 2);
        exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
        exchange.close();
    }

    /// What vouches for it.
    String root() {
        return root;
    }

    String secure(String path) {
        return "https://" + NAME + ":" + secure.getAddress().getPort() + path;
    }

    String plain(String host, String path) {
        return "http://" + host + ":" + plain.getAddress().getPort() + path;
    }

    /// What it was shown that was meant for a proxy.
    List<String> shown() {
        return shown;
    }

    @Override
    public void close() {
        secure.stop(0);
        plain.stop(0);
    }
}
