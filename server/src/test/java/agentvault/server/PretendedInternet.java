package agentvault.server;

import agentvault.RealProgram;
import agentvault.json.Json;
import agentvault.wire.Trusting;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// A process in a network of its own, in which every address is this machine's. It runs the real program there, asks it
/// by
/// every entrance for every spelling of an address and for names that lead there, and prints what came of it, what the
/// server elsewhere was shown, the names that were looked up, and whom anybody connected to.
final class PretendedInternet {

    static final String NAME = "good.example.com";
    static final String GOOD = "93.184.216.34";
    static final String OWN = "93.184.216.35";
    static final int API = 14321;
    static final int FORWARD = 14322;
    static final String SECRET = "sk_live_abroad";

    private static final Path SPELLINGS = Path.of("../proxy/src/test/resources/agentvault/dial/spellings.txt");
    private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");
    private static final Pattern ADDRESS = Pattern.compile("\\[?([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)]?");
    private static final String ANN = "{\"email\":\"ann@example.com\",\"password\":\"correct horse battery\"";

    /// Names in tunnels are signed for, of which one caller has only so many at once.
    private static final int EVERY = 12;

    private final PretendedNames names;
    private final RealProgram program;
    private final Map<String, Integer> outcomes = new TreeMap<>();

    private PretendedInternet(Path home, PretendedNames names) {
        this.names = names;
        this.program = new RealProgram(home);
    }

    /// @param arguments a folder of its own, perhaps the other proxy that the program goes through, and perhaps whether
    ///     names are left to that
    public static void main(String[] arguments) throws Exception {
        var home = Path.of(arguments[0]);
        var script = PretendedInternet.class.getResource("syns.py");
        var syns = new ProcessBuilder("python3", Path.of(script.getPath()).toString()).start();
        var begun = syns.inputReader(StandardCharsets.US_ASCII);
        if (!"ready".equals(begun.readLine())) throw new IllegalStateException("nobody looks at the packets");
        var good = new InetSocketAddress(InetAddress.ofLiteral(GOOD), 443);
        try (var names = new PretendedNames(InetAddress.ofLiteral("127.0.0.1"));
                var site = new SecureSite(home, good, NAME);
                var proxy = new PretendedProxy()) {
            var internet = new PretendedInternet(home, names);
            if (arguments.length > 1) internet.program.with("AGENT_VAULT_UPSTREAM_PROXY", arguments[1]);
            if (arguments.length > 2) internet.program.with("AGENT_VAULT_UPSTREAM_PROXY_RESOLVES", arguments[2]);
            internet.run(site);
            proxy.asked().forEach(line -> System.out.println("proxy " + line));
            site.seen().forEach(seen -> System.out.println("seen " + seen.authorization()));
            names.asked().stream().sorted().forEach(name -> System.out.println("asked " + name));
        } finally {
            syns.toHandle().destroy();
        }
        for (var line = begun.readLine(); line != null; line = begun.readLine()) System.out.println("syn " + line);
    }

    private void run(SecureSite site) throws Exception {
        program.with("AGENT_VAULT_UPSTREAM_CA_FILE", site.root().toString())
                .with("AGENT_VAULT_ALLOW_PLAIN_TEXT", "true")
                .with("AGENT_VAULT_ALLOWED_HOST", "outside.example.com")
                .with("AGENT_VAULT_HOST", "0.0.0.0");
        var ready = Json.read(done("server -d --json", "")).orElseThrow();
        try {
            settle(ready.text("setup_code"));
        } finally {
            program.run("server stop");
        }
        outcomes.forEach((outcome, count) -> System.out.println(count + " " + outcome));
    }

    private void settle(String setupCode) throws Exception {
        asked("/v1/auth/register", ANN + ",\"setup_code\":\"" + setupCode + "\"}");
        var login = Json.read(asked("/v1/auth/login", ANN + "}")).orElseThrow().text("token");
        program.with("AGENT_VAULT_ADDR", "http://127.0.0.1:" + API);
        done("auth login --email ann@example.com --password-stdin", "correct horse battery");
        done("vault credential set KEY=-", SECRET);
        for (var host : List.of(NAME, "*.denied.example.com", "own.example.com:" + FORWARD))
            done("vault service add --auth-type bearer --token-key KEY --host " + host, "");
        var trust = Trusting.in(asked("/v1/mitm/ca.pem", ""));
        var session = "{\"vault\":\"default\",\"socket\":true,\"unmatched_host_policy\":\"%s\"}";
        var strict = asked("/v1/sessions", session.formatted("deny"), "Authorization", "Bearer " + login);
        var open = asked("/v1/sessions", session.formatted("passthrough"), "Authorization", "Bearer " + login);
        askFor(client(open, trust));
        everywhere(client(strict, trust), "unmatched", "told.unmatched.example.com:443");
    }

    private static ProxyClient client(String session, SSLContext trust) {
        var made = Json.read(session).orElseThrow();
        return new ProxyClient(API, FORWARD, made.text("token"), Path.of(made.text("socket_path")), trust);
    }

    /// POST, or GET without a body.
    private static String asked(String path, String body, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + API + path));
        if (headers.length > 0) request.headers(headers);
        if (!body.isEmpty())
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) throw new IllegalStateException(path + ": " + answer.body());
            return answer.body();
        }
    }

    private void askFor(ProxyClient client) throws IOException {
        names.name(NAME, InetAddress.ofLiteral(GOOD));
        names.name("own.example.com", InetAddress.ofLiteral(OWN));
        names.name("outside.example.com", InetAddress.ofLiteral(GOOD));
        everywhere(client, "good", NAME + ":443");
        everywhere(client, "own", OWN + ":" + API);
        everywhere(client, "own", OWN + ":" + FORWARD);
        everywhere(client, "own", "own.example.com:" + FORWARD);
        everywhere(client, "outside", "outside.example.com:" + API);
        everywhere(client, "outside", "outside.example.com:" + FORWARD);
        for (var kind : List.of("denied", "metadata", "invalid"))
            for (var spelling : spellings(kind)) everywhere(client, kind, spelling + ":443");
        byName(client);
    }

    private void everywhere(ProxyClient client, String kind, String authority) throws IOException {
        tell(kind + " url", client.byUrl(authority));
        tell(kind + " path", client.byPath(authority));
        tell(kind + " socket", client.bySocket(authority));
        tell(kind + " tunnel", client.byTunnel(authority));
    }

    /// Names for what is denied: alone, and behind an address that is good. An answer that holds an IPv4 address is one
    /// to Java.
    private void byName(ProxyClient client) throws IOException {
        var denied = Stream.concat(spellings("denied").stream(), spellings("metadata").stream())
                .map(ADDRESS::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .filter(text -> text.contains(":") == InetAddress.ofLiteral(text) instanceof Inet6Address)
                .map(InetAddress::ofLiteral)
                .toList();
        for (int i = 0; i < denied.size(); i++) {
            var alone = "a" + i + ".denied.example.com";
            var behind = "b" + i + ".denied.example.com";
            names.name(alone, denied.get(i));
            names.name(behind, InetAddress.ofLiteral(GOOD), denied.get(i));
            for (var name : List.of(alone, behind)) {
                tell("named url", client.byUrl(name + ":443"));
                tell("named path", client.byPath(name + ":443"));
                tell("named socket", client.bySocket(name + ":443"));
                if (i % EVERY == 0) tell("named tunnel", client.byTunnel(name + ":443"));
            }
        }
    }

    private static List<String> spellings(String kind) throws IOException {
        return Files.readAllLines(SPELLINGS).stream()
                .filter(line -> line.startsWith(kind + " ") && line.endsWith("\""))
                .map(line -> line.substring(line.indexOf('"') + 1, line.length() - 1))
                .toList();
    }

    private void tell(String about, String answer) {
        var code = CODE.matcher(answer);
        var outcome = answer.substring(0, Math.min(answer.length(), 12)).replace("HTTP/1.1 ", "");
        outcomes.merge(about + " " + outcome + (code.find() ? " " + code.group(1) : ""), 1, Integer::sum);
    }

    private String done(String line, String input) {
        var ran = program.run(line, input);
        if (ran.code() != 0) throw new IllegalStateException(line + ": " + ran.conversation());
        return ran.answer();
    }
}
