package agentvault.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Something in front of a server that passes every request on, and loses the answers to a client's first two attempts:
/// it says 503 and 429 instead, and to come back at once.
final class LossyWay implements Closeable {

    private static final String ATTEMPT = "X-Stainless-Retry-Count";
    private static final List<String> PASSED = List.of("Authorization", "X-Api-Key", "Content-Type", "Idempotency-Key");

    private final HttpServer listener =
            HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> attempts = new CopyOnWriteArrayList<>();
    private final String to;

    /// @param to the server's address
    LossyWay(String to) throws IOException {
        this.to = to;
        listener.createContext("/", this::pass);
        listener.start();
    }

    String address() {
        return "http://127.0.0.1:" + listener.getAddress().getPort();
    }

    /// What clients counted on their requests. What they are made of may come again by itself, uncounted.
    List<String> attempts() {
        return attempts;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            var attempt = exchange.getRequestHeaders().getFirst(ATTEMPT);
            attempts.add(attempt);
            var answer = asked(exchange);
            switch (attempt) {
                case "0" -> lose(exchange, 503);
                case "1" -> lose(exchange, 429);
                default -> {
                    for (var name : List.of("Content-Type", "request-id")) copy(answer, exchange, name);
                    exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                    exchange.getResponseBody().write(answer.body());
                }
            }
        }
    }

    private HttpResponse<byte[]> asked(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        var request = HttpRequest.newBuilder(URI.create(to + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (var name : PASSED) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) request.header(name, value);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void copy(HttpResponse<byte[]> from, HttpExchange to, String name) {
        from.headers()
                .firstValue(name)
                .ifPresent(value -> to.getResponseHeaders().add(name, value));
    }

    private static void lose(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().add("Retry-After", "0");
        exchange.sendResponseHeaders(status, -1);
    }

    @Override
    public void close() {
        listener.stop(0);
        client.close();
    }
}
