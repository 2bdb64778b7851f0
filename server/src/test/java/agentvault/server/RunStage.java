package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import agentvault.dial.AllowedNetwork;
import agentvault.dial.DialSettings;
import agentvault.dial.Names;
import agentvault.dial.NetworkRules;
import agentvault.dial.PoolLimits;
import agentvault.dial.Route;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.vault.RateLimit;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A person who is logged in to a server with two vaults, whose services are at a site elsewhere over TLS; and the
/// real command in that person's hands.
final class RunStage implements AutoCloseable {

    static final String SHOP = "api.example.com";
    static final String MAIL = "mail.example.com";
    static final String SHOP_KEY = "sk_live_0123456789abcdef";
    static final String MAIL_KEY = "mk_live_0123456789abcdef";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PASSWORD = "correct horse battery";
    private static final String OWNER = "{\"email\":\"ann@example.com\",\"password\":\"" + PASSWORD + "\"}";
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress SOMEWHERE = InetAddress.ofLiteral("93.184.216.34");

    private final SecureSite site;
    private final List<Closeable> opened;
    private final TestServer running;
    private final String login;
    private Path home;
    private RealProgram program;

    private RunStage(SecureSite site, List<Closeable> opened, TestServer running, Path home, String login) {
        this.site = site;
        this.opened = opened;
        this.running = running;
        this.login = login;
        this.home = home;
        this.program = program(home);
    }

    private RealProgram program(Path owner) {
        return new RealProgram(owner)
                .with("AGENT_VAULT_ADDR", running.address())
                .without("AGENT_VAULT_DATA_DIR");
    }

    /// The person goes on in another home, that of a folder, where nobody is logged in; what the site saw is forgotten.
    RunStage movedTo(Path folder) throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        program = program(home);
        site.seen().clear();
        return this;
    }

    static RunStage open(Path folder) throws Exception {
        var site = new SecureSite(folder, new InetSocketAddress(HERE, 0), SHOP, MAIL);
        Names names = name -> {
            if (name.endsWith(".example.com")) return new InetAddress[] {HERE};
            throw new UnknownHostException(name);
        };
        var dialling = new DialSettings(new Route.Direct(), List.of(site.root()), PoolLimits.STANDARD);
        var stage = open(folder, site, List.of(site), dialling, names);
        stage.vault("shop", SHOP, "STRIPE_KEY", SHOP_KEY);
        stage.vault("mail", MAIL, "MAIL_KEY", MAIL_KEY);
        return stage;
    }

    /// A server without a service, for which the site plays the servers of these names at their usual port.
    static RunStage playing(Path folder, String... hosts) throws Exception {
        var site = new SecureSite(folder, new InetSocketAddress(HERE, 0), hosts);
        var way = new OneWay(site.port());
        Names names = name -> {
            if (List.of(hosts).contains(name)) return new InetAddress[] {SOMEWHERE};
            throw new UnknownHostException(name);
        };
        var through = Route.Through.parse(way.url(), false).orElseThrow();
        var dialling = new DialSettings(through, List.of(site.root()), PoolLimits.STANDARD);
        return open(folder, site, List.of(way, site), dialling, names);
    }

    private static RunStage open(
            Path folder, SecureSite site, List<Closeable> opened, DialSettings dialling, Names names)
            throws IOException {
        var home = Files.createDirectory(folder.resolve("home"));
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var rules = new NetworkRules(List.of(AllowedNetwork.parse("127.0.0.1").orElseThrow()), false);
        var running = new TestServer(
                folder.resolve("data"),
                folder.resolve("key"),
                SqliteStore.open(folder.resolve("vault.db")),
                new Serving.Outgoing(rules, dialling, names, RateLimit.STANDARD));
        var login = token(running.post("/v1/auth/register", OWNER).body());
        return new RunStage(site, opened, running, home, login);
    }

    private void vault(String name, String host, String key, String value) {
        done("/v1/vaults", "{\"name\":\"" + name + "\"}");
        done("/v1/credentials", "{\"vault\":\"%s\",\"credentials\":{\"%s\":\"%s\"}}".formatted(name, key, value));
        done(
                "/v1/vaults/" + name + "/services",
                "{\"services\":[{\"name\":\"%s\",\"host\":\"%s:%d\",\"auth\":{\"type\":\"bearer\",\"token\":\"%s\"}}]}"
                        .formatted(name, host, site.port(), key));
    }

    /// The login is the command's own from now on, as `auth login` leaves it.
    RunStage loggedIn() throws IOException {
        return loggedIn(running.address());
    }

    /// The same for a server that is reached at another address.
    RunStage loggedIn(String address) throws IOException {
        logIn(home, login, address);
        return this;
    }

    /// Leaves a login in a home.
    static void logIn(Path home, String login, String address) throws IOException {
        var file = home.resolve(".config/agent-vault/session.json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, "{\"token\":\"" + login + "\",\"address\":\"" + address + "\",\"email\":\"ann@example.com\"}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    JsonNode done(String path, String body) {
        var told = running.post(path, body, "Authorization", "Bearer " + login);
        assertThat(told.statusCode()).as(told.body()).isLessThan(300);
        return JSON.readTree(told.body());
    }

    JsonNode read(String path) {
        return JSON.readTree(
                running.get(path, "Authorization", "Bearer " + login).body());
    }

    /// The sessions that may use the shop.
    List<String> sessions() {
        return read("/v1/sessions?vault=shop")
                .get("sessions")
                .valueStream()
                .map(session -> session.get("id").asString())
                .toList();
    }

    void revoke(String session) {
        var told = running.delete("/v1/sessions/" + session + "?vault=shop", "Authorization", "Bearer " + login);
        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    }

    SecureSite site() {
        return site;
    }

    TestServer running() {
        return running;
    }

    RealProgram program() {
        return program;
    }

    String at(String host, String path) {
        return "https://" + host + ":" + site.port() + path;
    }

    /// The variables that the program in a run sees, as `env -0` tells them.
    static Map<String, String> variables(String told) {
        var variables = new TreeMap<String, String>();
        for (var each : told.split("\0", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) variables.put(each.substring(0, equals), each.substring(equals + 1));
        }
        return variables;
    }

    private static String token(String answer) {
        return JSON.readTree(answer).get("token").asString();
    }

    /// What everybody of this machine may read of a process.
    static String seen(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        running.close();
        for (var each : opened) each.close();
    }
}
