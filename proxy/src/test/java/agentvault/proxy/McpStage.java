package agentvault.proxy;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.secret;

import agentvault.access.Actor;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.Metadata;
import agentvault.vault.Reach;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.workspace.ApiKeys;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Caller;
import agentvault.workspace.Office;
import agentvault.workspace.Vaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A data plane, an API key that makes vaults with bound credentials and sessions over them, and an MCP server
/// elsewhere
/// that answers a GET with events.
final class McpStage implements AutoCloseable {

    static final String END = ": that is all\n\n";

    final Proxying proxying;
    final Actor key;
    final Caller caller;
    private volatile String fields = "";

    McpStage(Path folder) {
        proxying = new Proxying(folder);
        try (var issued =
                done(proxying.office.workspace.actors().apiKeys().create(owner(), ApiKeys.Plan.named("cloud")))) {
            key = issued.actor();
            caller = new Caller(key.id(), Via.API_KEY, issued.token().id(), Face.QODER);
        }
        tells("/messages?session=1");
    }

    Caller owner() {
        return proxying.office.owner;
    }

    Id vault(String name) {
        return done(proxying.office.workspace.vaults().create(caller, Vaults.Naming.of(name)))
                .id();
    }

    /// A credential for an MCP server at a path of the server elsewhere.
    Credential bind(Id vault, String path, Binding.Transport transport, String token) {
        var url = url(path);
        var reach = new Reach.Destinations(url.exactDestinations());
        return bind(vault, new Binding.Target.McpServer(url, transport), reach, token);
    }

    /// A credential for the whole server elsewhere, as 21st makes them.
    Credential bindHost(Id vault, String path, String token) {
        var url = url(path);
        var reach = new Reach.Destinations(url.hostDestinations());
        return bind(vault, new Binding.Target.HostOf(url), reach, token);
    }

    private Credential bind(Id vault, Binding.Target target, Reach reach, String token) {
        var plan = new BoundCredentials.Plan(
                target,
                BoundCredentials.bearerFor(reach),
                "",
                Metadata.EMPTY,
                new Credential.Type.Static(),
                Integer.MAX_VALUE);
        try (var value = secret(token)) {
            var values = Map.of(Material.Part.VALUE, value);
            return done(proxying.office.workspace.boundCredentials().add(caller, vault, plan, values))
                    .credential();
        }
    }

    private ServerUrl url(String path) {
        var text = "https://" + proxying.to() + path;
        return switch (ServerUrl.parse(text, HostPolicy.PUBLIC_ONLY)) {
            case ServerUrlResult.Valid(var url) -> url;
            case ServerUrlResult.Invalid(var reason) -> throw new AssertionError(reason);
        };
    }

    /// The token of a session over these vaults that lets unmatched requests pass.
    String session(Id... vaults) {
        var shares = Stream.of(vaults)
                .map(vault -> new Session.Share(vault, VaultRole.PROXY))
                .toList();
        var egress = new Session.Egress(UnmatchedHosts.PASSTHROUGH, List.of());
        try (var issued =
                done(proxying.office.workspace.sessions().create(caller, shares, egress, "", Until.forever()))) {
            return Office.text(issued.shown());
        }
    }

    /// The server elsewhere begins its streams like this.
    void tells(String endpoint) {
        begins("event: endpoint\ndata: " + endpoint + "\n\n", END);
    }

    /// @param pieces of the stream's body, each sent alone
    void begins(String... pieces) {
        proxying.recorder.converse((head, in, socket) -> {
            if (!head.startsWith("GET /sse")) {
                return proxying.recorder.answering(_ -> Recorder.OK).goOn(head, in, socket);
            }
            proxying.recorder.requests.add(head);
            var out = socket.getOutputStream();
            var first = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n" + fields + "\r\n";
            out.write(first.getBytes(StandardCharsets.ISO_8859_1));
            for (var piece : pieces) {
                out.write(piece.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
            return in.read() >= 0;
        });
    }

    /// Fields of the stream's head, each with its line end.
    void with(String more) {
        fields = more;
    }

    Wire tunnel(String token) throws IOException {
        var to = proxying.to();
        var wire = proxying.forward().send("CONNECT " + to + " HTTP/1.1", "Host: " + to, Wire.basic(token, ""));
        var answer = wire.response();
        if (!answer.startsWith("HTTP/1.1 200 ")) throw new AssertionError(answer);
        return wire.encrypt(proxying.trust(), Proxying.HOST, Proxying.HOST);
    }

    /// A stream of events that is open, and of which all has come that comes at first.
    Wire stream(String token) throws IOException {
        return stream(token, "/sse");
    }

    Wire stream(String token, String path) throws IOException {
        var wire = tunnel(token);
        wire.send(
                "GET " + path + " HTTP/1.1",
                "Host: " + proxying.to(),
                "Accept: text/event-stream",
                "Accept-Encoding: gzip, br");
        var head = wire.head();
        if (!head.startsWith("HTTP/1.1 200 ")) throw new AssertionError(head);
        hear(wire);
        return wire;
    }

    /// Reads a stream until all has come that comes at first, in whatever chunks that is.
    static void hear(Wire stream) throws IOException {
        var heard = new StringBuilder();
        while (heard.indexOf(END) < 0) heard.append(stream.chunk());
    }

    /// What the server elsewhere gets when this is sent.
    String sent(String token, String request, String... more) throws IOException {
        try (var wire = tunnel(token)) {
            var lines = Stream.of(Stream.of(request + " HTTP/1.1", "Host: " + proxying.to()), Stream.of(more))
                    .flatMap(each -> each)
                    .toArray(String[]::new);
            var answer = wire.send(lines).response();
            if (!answer.startsWith("HTTP/1.1 200 ")) throw new AssertionError(answer);
        }
        return proxying.recorder.requests.getLast();
    }

    String posted(String token, String target) throws IOException {
        return sent(token, "POST " + target, "Content-Length: 0");
    }

    @Override
    public void close() {
        proxying.close();
    }
}
