package agentvault.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/// An MCP server as it is published, as a process of its own, and the door before it: only who shows a token gets in.
final class McpServer implements AutoCloseable {

    private static final Duration MOST = Duration.ofSeconds(60);

    /// What is between the door and either side.
    private static final Set<String> BETWEEN_US =
            Set.of("host", "connection", "content-length", "transfer-encoding", "authorization", "keep-alive");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = freePort();
    private final String token;
    private final Process process;

    /// @param transport as the server calls it
    McpServer(String transport, String token) throws IOException {
        this.token = token;
        var builder = new ProcessBuilder(
                        node(),
                        modules() + "/node_modules/@modelcontextprotocol/server-everything/dist/index.js",
                        transport)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        process = builder.start();
        awaitPort();
    }

    static String modules() {
        return Path.of("target/clients").toAbsolutePath().toString();
    }

    static String node() {
        return modules() + "/node_modules/node24/bin/node";
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitPort() {
        var until = Instant.now().plus(MOST);
        while (!listens()) {
            if (!process.isAlive() || Instant.now().isAfter(until)) throw new AssertionError("no MCP server listens");
            Thread.onSpinWait();
        }
    }

    private boolean listens() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Passes one exchange on, as it comes and goes.
    void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            var uri = URI.create("http://localhost:" + port + exchange.getRequestURI());
            var body = exchange.getRequestBody().readAllBytes();
            var publisher = body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body);
            var request = HttpRequest.newBuilder(uri).method(exchange.getRequestMethod(), publisher);
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (travels(name)) values.forEach(value -> request.header(name, value));
            });
            answer(exchange, client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<InputStream> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (travels(name)) exchange.getResponseHeaders().put(name, values);
        });
        boolean empty =
                response.headers().firstValue("content-length").orElse("").equals("0");
        exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : 0);
        if (empty) return;
        try (var from = response.body()) {
            var to = exchange.getResponseBody();
            byte[] piece = new byte[8_192];
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
                to.write(piece, 0, count);
                to.flush();
            }
        }
    }

    private static boolean travels(String name) {
        return !BETWEEN_US.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        process.destroy();
        client.shutdownNow();
    }
}
