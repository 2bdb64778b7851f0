package agentvault.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// What a site answers that asks for a secret: as much of a git server and of three registries as a client asks for,
/// below
/// `/for/CLIENT/`, and `ok` for the rest.
final class PackageSite implements HttpHandler {

    static final String SECRET = "brand-new";

    /// The last is where `gh` looks for a server of GitHub's.
    static final List<String> FOLDERS = List.of("/for/", "/api/v3/");

    private static final String WHEEL = "kit-1.0-py3-none-any.whl";
    private static final String COMMIT = "1".repeat(40);

    private final String address;
    private final Set<String> served = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    PackageSite(String address) {
        this.address = address;
    }

    /// Clients that came with the secret.
    Set<String> served() {
        return served;
    }

    /// Clients that came without.
    Set<String> refused() {
        return refused;
    }

    /// Nobody has come.
    void forget() {
        served.clear();
        refused.clear();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var words = path.startsWith("/for/") ? path.split("/", 4) : new String[] {"", "", "gh", ""};
        boolean known = ("Bearer " + SECRET).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        (known ? served : refused).add(words[2]);
        var rest = words.length > 3 ? words[3] : "";
        if (rest.endsWith("info/refs"))
            exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
        if (rest.endsWith("/")) exchange.getResponseHeaders().set("Content-Type", "text/html");
        var body = known ? answer(rest, address + "/for/" + words[2]) : new byte[0];
        exchange.sendResponseHeaders(known ? 200 : 401, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] answer(String rest, String base) throws IOException {
        return switch (rest) {
            case "repo.git/info/refs" ->
                bytes(packet("# service=git-upload-pack\n") + "0000" + packet(COMMIT + " refs/heads/main\0agent=test\n")
                        + "0000");
            case "kit" -> bytes("""
                {"name":"kit","dist-tags":{"latest":"1.0.0"},
                 "versions":{"1.0.0":{"name":"kit","version":"1.0.0","dist":{"tarball":"%s/kit.tgz"}}}}
                """.formatted(base));
            case "simple/kit/" -> bytes("<!DOCTYPE html><a href=\"" + WHEEL + "\">" + WHEEL + "</a>");
            case "simple/kit/" + WHEEL -> wheel();
            case "config.json" -> bytes("{\"dl\":\"%s/dl\",\"api\":\"%s\"}".formatted(base, base));
            case "api/v1/crates" -> bytes("{\"crates\":[],\"meta\":{\"total\":0}}");
            default -> bytes("{\"said\":\"ok\"}");
        };
    }

    /// As git frames a line.
    private static String packet(String line) {
        return "%04x%s".formatted(line.length() + 4, line);
    }

    private static byte[] wheel() throws IOException {
        var files = Map.of(
                "METADATA", "Metadata-Version: 2.1\nName: kit\nVersion: 1.0\n",
                "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                "RECORD", "");
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry("kit-1.0.dist-info/" + file.getKey()));
                zip.write(bytes(file.getValue()));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
