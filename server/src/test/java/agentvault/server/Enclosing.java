package agentvault.server;

import agentvault.crypto.Secret;
import agentvault.sandbox.Hindrance;
import agentvault.sandbox.Plan;
import agentvault.sandbox.Relay;
import agentvault.sandbox.Sandbox;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// A program of its own, which any user can run: a server, a session, what must not be seen, and a command in a
/// sandbox among all that. It ends as the command does.
///
/// Arguments: a folder of the user; how (`socket`, `relay`, `bare`, `outside`, which is no sandbox at all, or
/// `hindrance`, which asks for one alone); the command. Several ways are taken one after the other: a line before each
/// names it, and two after it tell what the command left.
final class Enclosing {

    /// What a line begins with that names a way.
    static final String WAY = "== ";

    private static final int LARGE = 50_000_000;

    /// A session: its socket, and the token that others show for it.
    private record Made(Path socket, String shown) {}

    private final Path folder;
    private final List<String> command;
    private final Map<String, String> variables = new HashMap<>();

    private Enclosing(Path folder, List<String> command) {
        this.folder = folder;
        this.command = command;
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
    }

    public static void main(String[] arguments) throws Exception {
        var words = List.of(arguments);
        var enclosing = new Enclosing(Path.of(words.getFirst()), words.subList(2, words.size()));
        var how = words.get(1);
        if (how.equals("hindrance")) {
            System.out.println(Sandbox.hindrance().map(Hindrance::sentence).orElse("none"));
            return;
        }
        enclosing.prepare();
        int code = how.equals("bare") ? enclosing.run(enclosing.file("nobody")) : enclosing.beside(how.split(",", -1));
        System.exit(code);
    }

    private Path file(String name) throws IOException {
        var file = folder.resolve(name);
        if (!Files.exists(file)) Files.writeString(file, "kept of " + name);
        return file;
    }

    private void prepare() throws IOException {
        for (var name : List.of("work", "outfit", "outside", "relay", "home/.config/gcloud", "home/.aws", "home/.ssh"))
            Files.createDirectories(folder.resolve(name));
        Files.createDirectories(folder.resolve("home/.agent-vault"));
        for (var name : List.of("outfit", "relay"))
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwx------"));
        var link = folder.resolve("work/out");
        if (!Files.exists(link)) Files.createSymbolicLink(link, file("outside/linked"));
        var kept = new ArrayList<String>();
        for (var name : List.of(
                "home/.ssh/id_ed25519",
                "home/.aws/credentials",
                "home/.bash_history",
                "home/.config/gcloud/credentials.db",
                "home/.agent-vault/login.json",
                "home/notes.txt")) kept.add(file(name).toString());
        kept.add(folder.resolve("vault.db").toString());
        kept.add(folder.resolve("key").toString());
        variables.put("KEPT", String.join(":", kept));
        variables.put("WORK", folder.resolve("work").toString());
        variables.put("OUTSIDE", folder.resolve("outside").toString());
        variables.put("DATA", folder.resolve("data").toString());
    }

    private int beside(String... hows) throws Exception {
        try (var open = SiteBehindServer.open(folder);
                var lures = new Lures(folder)) {
            open.site().serve("/checked", Enclosing::check);
            open.site().serve("/large", Enclosing::sendMuch);
            Files.copy(open.root(), folder.resolve("outfit/root.pem"));
            variables.putAll(lures.variables());
            variables.put("SITE", "https://localhost:" + open.site().port());
            variables.put("SERVER_PORT", String.valueOf(api(open).getPort()));
            variables.put(
                    "FORWARD_PORT",
                    String.valueOf(open.running()
                            .server()
                            .forwardAddress()
                            .orElseThrow()
                            .getPort()));
            int code = 0;
            for (var how : hows) {
                System.out.println(WAY + how);
                System.out.flush();
                code = Math.max(code, among(open, how));
                System.out.println("left: " + taken(folder.resolve("work/made-inside")));
                System.out.println("left-at-home: " + taken(folder.resolve("home/made-inside")));
            }
            return code;
        }
    }

    private static String taken(Path file) throws IOException {
        if (!Files.exists(file)) return "nothing";
        var text = Files.readString(file).strip();
        Files.delete(file);
        return text;
    }

    private int among(SiteBehindServer open, String how) throws Exception {
        var made = session(open.running());
        if (how.equals("socket")) return run(made.socket());
        if (how.equals("outside")) {
            var builder = new ProcessBuilder(command)
                    .directory(folder.resolve("work").toFile())
                    .inheritIO();
            builder.environment().putAll(variables);
            return builder.start().waitFor();
        }
        var forward = open.running().server().forwardAddress().orElseThrow();
        var server = new Relay.Server(
                api(open).getAuthority(),
                "",
                "",
                () -> new Socket(forward.getAddress(), api(open).getPort()),
                () -> new Socket(forward.getAddress(), forward.getPort()));
        var socket = folder.resolve("relay/socket");
        try (var _ = Relay.open(socket, server, Secret.take(made.shown().toCharArray()))) {
            return run(socket);
        }
    }

    private int run(Path socket) throws IOException, InterruptedException {
        var plan = new Plan(
                new Plan.Work(folder.resolve("work"), false, List.of()),
                socket,
                folder.resolve("outfit"),
                folder.resolve("home"),
                variables,
                command,
                Set.of(folder.resolve("data"), folder.resolve("home/.agent-vault")));
        Sandbox.refusal(plan).ifPresent(found -> {
            throw new IllegalStateException(found.sentence());
        });
        var process = Sandbox.enclose(plan).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        return process.waitFor();
    }

    /// As a command does whose own end was asked for.
    private static void end(Process process) {
        Sandbox.program(process).ifPresent(ProcessHandle::destroy);
        process.onExit().join();
    }

    private static URI api(SiteBehindServer open) {
        return URI.create(open.running().address());
    }

    private static Made session(TestServer running) {
        var owner = JsonMapper.shared()
                .readTree(running.post("/v1/auth/login", SiteBehindServer.OWNER).body())
                .get("token")
                .asString();
        var asked = "{\"vault\":\"first\",\"socket\":true}";
        var made = JsonMapper.shared()
                .readTree(running.post("/v1/sessions", asked, "Authorization", "Bearer " + owner)
                        .body());
        return new Made(
                Path.of(made.get("socket_path").asString()), made.get("token").asString());
    }

    private static void check(HttpExchange exchange) {
        boolean right = "Bearer brand-new".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        try (exchange) {
            byte[] says = (right ? "injected" : "without").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(right ? 200 : 401, says.length);
            exchange.getResponseBody().write(says);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sendMuch(HttpExchange exchange) {
        try (exchange) {
            exchange.sendResponseHeaders(200, LARGE);
            exchange.getResponseBody().write(new byte[LARGE]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
