package agentvault.server;

import static agentvault.server.KilledOperation.done;

import agentvault.RealProgram;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.dial.AllowedNetwork;
import agentvault.dial.DialSettings;
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
import agentvault.workspace.Services;
import agentvault.workspace.Vaults;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// A site that asks for a secret, over TLS and without; a whole server that has the secret in its first vault; and a
/// person who is logged in there. The site's name is known to the server alone.
record ClientsStage(SecureSite secure, HttpServer plain, PackageSite site, TestServer running, String login)
        implements AutoCloseable {

    /// What a site is called, for the server alone.
    static final String NAME = "site.example.com";

    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    static ClientsStage open(Path folder) throws Exception {
        var secure = new SecureSite(folder, FREE, NAME);
        var plain = HttpServer.create(FREE, 0);
        var site = new PackageSite("https://" + NAME + ":" + secure.port());
        PackageSite.FOLDERS.forEach(each -> secure.serve(each, site));
        plain.createContext("/", site);
        plain.start();
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var store = SqliteStore.open(folder.resolve("vault.db"));
        var running = new TestServer(folder.resolve("data"), folder.resolve("key"), store, outgoing(secure));
        var registered = running.post("/v1/auth/register", SiteBehindServer.OWNER);
        var login = JsonMapper.shared().readTree(registered.body()).get("token").asString();
        service(running, secure.port(), plain.getAddress().getPort());
        return new ClientsStage(secure, plain, site, running, login);
    }

    /// The command in the hands of somebody whose home this is.
    RealProgram loggedIn(Path home) throws IOException {
        RunStage.logIn(home, login, running.address());
        return new RealProgram(home).with("AGENT_VAULT_ADDR", running.address()).without("AGENT_VAULT_DATA_DIR");
    }

    /// What lets a server dial a site under its name, and trust it.
    static Serving.Outgoing outgoing(SecureSite site) {
        var here = List.of(AllowedNetwork.parse("127.0.0.1").orElseThrow());
        return new Serving.Outgoing(
                new NetworkRules(here, false),
                new DialSettings(new Route.Direct(), List.of(site.root()), PoolLimits.STANDARD),
                ClientsStage::lookUp,
                RateLimit.STANDARD);
    }

    private static InetAddress[] lookUp(String name) throws UnknownHostException {
        if (!name.equals(NAME)) throw new UnknownHostException(name);
        return new InetAddress[] {FREE.getAddress()};
    }

    /// A vault with a service for both doors of the site.
    private static void service(TestServer running, int secure, int plain) {
        var workspace = running.instance().workspace();
        var owner = KilledOperation.owner(workspace);
        Id vault = done(workspace.vaults().create(owner, new Slug("first"), Vaults.Naming.of("first")))
                .id();
        KilledOperation.set(workspace, "NEW_KEY", PackageSite.SECRET);
        var rule = new Service.Rule(
                new Reach.Destinations(List.of(destination(secure, false), destination(plain, true))),
                new Attachment.Bearer(new CredentialKey("NEW_KEY")),
                List.of());
        done(workspace.services().upsert(owner, vault, List.of(new Services.Wanted(new Slug("api"), rule, true))));
    }

    private static Destination destination(int port, boolean cleartext) {
        return new Destination(HostPattern.of(NAME), port, cleartext, PathPattern.EVERYTHING, List.of());
    }

    String authority() {
        return NAME + ":" + secure.port();
    }

    String authorityWithoutTls() {
        return NAME + ":" + plain.getAddress().getPort();
    }

    @Override
    public void close() {
        running.close();
        secure.close();
        plain.stop(0);
    }
}
