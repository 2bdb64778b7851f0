package agentvault.proxy;

import static agentvault.workspace.Office.done;

import agentvault.access.InstanceRole;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.ca.CertificateAuthority;
import agentvault.dial.Elsewhere;
import agentvault.dial.Upstreams;
import agentvault.http.Refusal;
import agentvault.id.Id;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.wire.Entrance;
import agentvault.wire.EventLoops;
import agentvault.wire.Events;
import agentvault.wire.Limits;
import agentvault.wire.Listener;
import agentvault.wire.Listening;
import agentvault.wire.Protection;
import agentvault.wire.SocketFile;
import agentvault.wire.Trusting;
import agentvault.workspace.Agents;
import agentvault.workspace.Authentication;
import agentvault.workspace.Office;
import agentvault.workspace.Services;
import agentvault.workspace.TokenServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// A data plane on free ports of this machine with a vault `shop`, an agent in it, and a server elsewhere that is
/// called
/// api.example.com.
final class Proxying implements AutoCloseable {

    static final String HOST = "api.example.com";
    static final String SECRET = "sk_live_s3cret";

    private static final Entrance API = Entrance.to(_ -> Answer.text(200, "the api"), Limits.STANDARD);

    final Office office = Office.inMemory();
    final Id vault = office.vault("shop").id();
    final Elsewhere elsewhere;
    final Recorder recorder;
    final List<RequestLog.Line> log = new CopyOnWriteArrayList<>();
    private final BlockingQueue<RequestLog.Line> ends = new LinkedBlockingQueue<>();
    final List<String> carried = new CopyOnWriteArrayList<>();
    final List<Throwable> broken = new CopyOnWriteArrayList<>();
    volatile TokenServer tokens = _ -> new TokenServer.Answer.Failed("nobody_there");
    final String token;
    final Id agent;
    private final EventLoops loops = EventLoops.start(1);
    private final Upstreams upstreams;
    private final CertificateAuthority authority;
    private final Plane plane;
    private final Listener forward;
    private final Listener api;

    Proxying(Path folder) {
        this(folder, Plane.Settings.STANDARD);
    }

    Proxying(Path folder, Plane.Settings settings) {
        this(folder, settings, HOST);
    }

    /// @param hosts what the server elsewhere is called
    Proxying(Path folder, Plane.Settings settings, String... hosts) {
        elsewhere = new Elsewhere(folder);
        for (var host : hosts) elsewhere.name(host, "127.0.0.1");
        recorder = new Recorder(elsewhere.serving(hosts));
        upstreams = elsewhere.upstreams();
        authority =
                CertificateAuthority.open(office.workspace.rootCertificates(), office.random(), InstantSource.system());
        var listeners = new Plane.Listeners(
                this::ended,
                new ProxyFigures() {
                    @Override
                    public void broken(Throwable cause) {
                        broken.add(cause);
                    }
                },
                (credential, status) -> carried.add(credential.key().text() + " " + status));
        plane = Plane.open(office.workspace, authority, upstreams, request -> tokens.ask(request), settings, listeners);
        plane.apiAt("http://127.0.0.1:14321");
        forward = listen(plane.forward(name -> name.text().equals("127.0.0.1")));
        api = listen(plane.beside(API, name -> !name.text().startsWith("not-ours")));
        var plan = new Agents.Plan(
                new Slug("bot"),
                InstanceRole.NO_ACCESS,
                List.of(new Session.Share(vault, VaultRole.PROXY)),
                Until.forever());
        try (var issued = done(office.workspace.agents().create(office.owner, plan))) {
            token = Office.text(issued.shown());
            agent = issued.actor().id();
        }
        office.store(vault, "KEY", SECRET);
    }

    private void ended(RequestLog.Line line) {
        log.add(line);
        ends.add(line);
    }

    /// What stopped the next exchange that ends, if one does in time.
    Optional<String> lastEnded(Duration most) throws InterruptedException {
        return Optional.ofNullable(ends.poll(most.toMillis(), TimeUnit.MILLISECONDS))
                .map(line -> line.outcome().code());
    }

    /// Listens at a file for a session; the caller closes it.
    Listener listen(Path file, Authentication.Pass session) {
        return Listener.open(loops, new SocketFile(file), listening(), plane.of(session, API));
    }

    private Listener listen(Entrance entrance) {
        return Listener.open(loops, listening(), entrance);
    }

    private Listening listening() {
        var events = new Events() {
            @Override
            public void broken(InetSocketAddress peer, Throwable cause) {
                broken.add(cause);
            }
        };
        var free = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        return new Listening(
                free, new Protection.Plain(), Limits.STANDARD, Proxying::told, events, InstantSource.system());
    }

    private static Answer told(Refusal refusal) {
        return Answer.text(refusal.status(), refusal.code());
    }

    /// A service for the server elsewhere, with its port.
    void serve(String name, Attachment attachment, Placeholder... placeholders) {
        serve(name, HOST, PathPattern.EVERYTHING, attachment, true, placeholders);
    }

    void serve(
            String name,
            String host,
            PathPattern path,
            Attachment attachment,
            boolean on,
            Placeholder... placeholders) {
        serve(
                name,
                new Destination(HostPattern.of(host), recorder.port(), false, path, List.of()),
                attachment,
                on,
                placeholders);
    }

    /// A service for requests with one of these methods.
    void serve(String name, String host, PathPattern path, Attachment attachment, List<String> methods) {
        serve(name, new Destination(HostPattern.of(host), recorder.port(), false, path, methods), attachment, true);
    }

    private void serve(
            String name, Destination destination, Attachment attachment, boolean on, Placeholder... placeholders) {
        var rule = new Service.Rule(new Reach.Destinations(List.of(destination)), attachment, List.of(placeholders));
        done(office.workspace
                .services()
                .upsert(office.owner, vault, List.of(new Services.Wanted(new Slug(name), rule, on))));
    }

    void serveBearer() {
        serve("api", new Attachment.Bearer(new CredentialKey("KEY")));
    }

    void unmatched(UnmatchedHosts policy) {
        done(office.workspace.vaults().setUnmatchedHosts(office.owner, vault, new Vault.Setting.Explicit(policy)));
    }

    String to() {
        return HOST + ":" + recorder.port();
    }

    /// Where the forward proxy is, as programs are told, for whoever shows this.
    String proxyUrl(String shown) {
        return "http://" + shown + "@127.0.0.1:" + forward.address().getPort();
    }

    String auth() {
        return Wire.basic(token, "shop");
    }

    Wire forward() throws IOException {
        return new Wire(forward.address());
    }

    Wire api() throws IOException {
        return new Wire(api.address());
    }

    /// A tunnel to a host that is open and speaks TLS.
    Wire tunnel(String authority) throws IOException {
        var host = authority.substring(0, authority.lastIndexOf(':'));
        var wire = forward().send("CONNECT " + authority + " HTTP/1.1", "Host: " + authority, auth());
        var answer = wire.response();
        if (!answer.startsWith("HTTP/1.1 200 ")) throw new AssertionError(answer);
        return wire.encrypt(trust(), host, host);
    }

    Wire tunnel() throws IOException {
        return tunnel(to());
    }

    /// The root that agents trust, in PEM.
    String root() {
        return authority.pem();
    }

    /// The root that agents trust, as Java keeps such.
    KeyStore trusted() {
        return Trusting.store(authority.root());
    }

    SSLContext trust() {
        return Trusting.in(authority.root());
    }

    @Override
    public void close() {
        forward.close();
        api.close();
        upstreams.close();
        loops.close();
        recorder.close();
        office.close();
    }
}
