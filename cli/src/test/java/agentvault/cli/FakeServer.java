package agentvault.cli;

import agentvault.json.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server that answers what a test told it to, and remembers what it was asked.
final class FakeServer implements AutoCloseable {

    record Asked(String line, String authorization, String body) {
        Json json() {
            return Json.read(body).orElseThrow();
        }
    }

    private record Told(int status, String body) {}

    private final HttpServer http;
    private final Map<String, Deque<Told>> told = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    FakeServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::handle);
        http.start();
    }

    String address() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /// Answers this line, such as `GET /v1/vaults`, with 200. Told twice, the second answer is for the second time.
    FakeServer on(String line, String body) {
        return on(line, 200, body);
    }

    synchronized FakeServer on(String line, int status, String body) {
        told.computeIfAbsent(line, _ -> new ArrayDeque<>()).add(new Told(status, body));
        return this;
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    /// The last question of this line.
    synchronized Asked last(String line) {
        return asked.stream()
                .filter(asked -> asked.line().equals(line))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    /// The last question.
    synchronized Asked last() {
        return asked.getLast();
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        var answer = answer(new Asked(line, authorization.orElse(""), body));
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Told answer(Asked question) {
        asked.add(question);
        var answers = told.getOrDefault(question.line(), new ArrayDeque<>());
        if (answers.isEmpty()) return new Told(404, "{\"error\":\"nothing told for " + question.line() + "\"}");
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }
}
