package agentvault.server;

import static agentvault.server.KilledOperation.done;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.dial.AllowedNetwork;
import agentvault.dial.DialSettings;
import agentvault.dial.Names;
import agentvault.dial.NetworkRules;
import agentvault.dial.PoolLimits;
import agentvault.dial.Route;
import agentvault.id.Id;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.RateLimit;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.workspace.Services;
import agentvault.workspace.Vaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A server elsewhere over TLS, a whole server that has a service for it, and a session in which curl may use it.
///
/// @param proxy where curl goes, with what it shows there
/// @param root what curl trusts
record SiteBehindServer(SecureSite site, TestServer running, String proxy, Path root) implements AutoCloseable {

    static final String OWNER = "{\"email\":\"ann@example.com\",\"password\":\"correct horse battery\"}";

    static SiteBehindServer open(Path folder) throws Exception {
        var site = new SecureSite(folder, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), "localhost");
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var store = SqliteStore.open(folder.resolve("vault.db"));
        var running = new TestServer(folder.resolve("data"), folder.resolve("key"), store, outgoing(site));
        var proxy = "http://" + session(running, site.port()) + ":first@127.0.0.1:"
                + running.server().forwardAddress().orElseThrow().getPort();
        var root = Files.writeString(
                folder.resolve("root.pem"), running.get("/v1/mitm/ca.pem").body());
        return new SiteBehindServer(site, running, proxy, root);
    }

    private static Serving.Outgoing outgoing(SecureSite site) {
        var here = List.of(
                AllowedNetwork.parse("127.0.0.1").orElseThrow(),
                AllowedNetwork.parse("::1").orElseThrow());
        return new Serving.Outgoing(
                new NetworkRules(here, false),
                new DialSettings(new Route.Direct(), List.of(site.root()), PoolLimits.STANDARD),
                Names.SYSTEM,
                RateLimit.STANDARD);
    }

    /// Of a vault with a service for the upstream.
    private static String session(TestServer running, int port) {
        running.post("/v1/auth/register", OWNER);
        var workspace = running.instance().workspace();
        var owner = KilledOperation.owner(workspace);
        Id vault = done(workspace.vaults().create(owner, new Slug("first"), Vaults.Naming.of("first")))
                .id();
        KilledOperation.set(workspace, "NEW_KEY", "brand-new");
        var upstream = new Destination(HostPattern.of("localhost"), port, false, PathPattern.EVERYTHING, List.of());
        var rule = new Service.Rule(
                new Reach.Destinations(List.of(upstream)),
                new Attachment.Bearer(new CredentialKey("NEW_KEY")),
                List.of());
        done(workspace.services().upsert(owner, vault, List.of(new Services.Wanted(new Slug("api"), rule, true))));
        var shares = List.of(new Session.Share(vault, VaultRole.PROXY));
        try (var issued =
                done(workspace.sessions().create(owner, shares, Session.Egress.NONE, "curl", Until.forever()))) {
            return issued.shown().reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        }
    }

    String at(String path) {
        return "https://localhost:" + site.port() + path;
    }

    /// Asks for a path of the site through the forward proxy.
    Process curl(String path, String... more) throws IOException {
        var command = new ArrayList<>(
                List.of("curl", "-sS", "--max-time", "60", "-x", proxy, "--cacert", root.toString(), at(path)));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Override
    public void close() {
        running.close();
        site.close();
    }
}
