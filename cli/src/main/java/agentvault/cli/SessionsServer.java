package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A server as whoever starts a program for an agent asks it: for a session, for what the program needs to know, and
/// for connections that lead there.
public final class SessionsServer {

    private static final int MOST_PEM = 65_536;
    private static final int MOST_DOCUMENT = 1 << 20;
    private static final int GOOD = 200;
    private static final int NOT_FOUND = 404;

    /// What a server answers that can make a session, and no socket for it.
    private static final Set<String> NO_SOCKET = Set.of(
            "not_this_machine", "sockets_unsupported", "socket_path_too_long", "too_many_sockets", "socket_failed");

    private final Connection connection;
    private final List<String> vaults;
    private final Optional<HiddenText> agents;

    private SessionsServer(Connection connection, List<String> vaults, Optional<HiddenText> agents) {
        this.connection = connection;
        this.vaults = List.copyOf(vaults);
        this.agents = agents;
    }

    /// By the login of this machine, or by the token of the agent that the command runs for.
    public static SessionsServer of(Call call) {
        var connection = Connection.agentOrUser(call);
        var named = call.values(Vaults.VAULT);
        var vaults = named.isEmpty() ? List.of(Vaults.nameForAgentOrUser(call)) : named;
        return new SessionsServer(connection, vaults, Connection.agentToken(call));
    }

    /// What says which server, and which of its vaults.
    public static List<Flag> flags() {
        return List.of(Connection.ADDRESS, Connection.PLAIN_HTTP, Vaults.VAULT.many());
    }

    /// What the program shows: the token of a session of its own, or that of the agent it runs for.
    ///
    /// @param session its name in lists; empty for the token of an agent, which is nobody's here to end
    /// @param socket of the session on this machine, if one was asked for
    public record Lent(String session, HiddenText token, Optional<String> socket) {}

    /// The certificate that the program's clients trust, and the port that they go through.
    public record Root(String pem, int port) {}

    /// The vaults that the program may use, the one it proposes to first.
    public List<String> vaults() {
        return vaults;
    }

    /// The token of the agent that the command runs for, if it runs for one.
    public Optional<HiddenText> agents() {
        return agents;
    }

    /// The address as it is written in a URL.
    public String address() {
        return connection.address().toString();
    }

    /// What of the address stands behind host and port.
    public String base() {
        return connection.address().base();
    }

    /// The port of the API.
    public int port() {
        return connection.address().port();
    }

    /// Host and port of the API as they stand in a URL.
    public String authority() {
        return connection.address().authority();
    }

    /// Whether a program reaches it as it is: on this machine, without TLS, by a name that every client can read.
    public boolean direct() {
        var address = connection.address();
        return address.loopback() && !address.tls() && address.host().equals(address.bareHost());
    }

    /// The name or address that it has in the local network.
    public String host() {
        return connection.address().bareHost();
    }

    /// Makes a session over the vaults.
    ///
    /// @param asked what the session is to be besides
    public Lent lend(Json.Fields asked) {
        return lent(connection.send(session(asked)));
    }

    /// The same with a socket on this machine, if the server can make one.
    public Lent lendWithSocket(Json.Fields asked) {
        return switch (connection.ask(session(asked.with("socket", true)))) {
            case Answer.Done(var made) -> lent(made);
            case Answer.Refused refused -> {
                if (!NO_SOCKET.contains(refused.code())) throw refused.failure();
                yield lend(asked);
            }
        };
    }

    private Request session(Json.Fields asked) {
        var over =
                vaults.size() == 1 ? asked.with("vault", vaults.getFirst()) : asked.with("vaults", Json.texts(vaults));
        return Request.post(over, "v1", "sessions");
    }

    private static Lent lent(Json made) {
        var socket = Optional.of(made.text("socket_path")).filter(path -> !path.isEmpty());
        return new Lent(made.text("id"), HiddenText.of(made.text("token")), socket);
    }

    /// Asks whether an agent's token is good for the vault.
    public void checkAgent() {
        connection.send(Request.get("discover").query("vault", vaults.getFirst()));
    }

    public Root root() {
        return connection.pass("GET", "/v1/mitm/ca.pem", Map.of(), new byte[0], http -> {
            if (http.status() == NOT_FOUND) throw withoutProxy();
            var port = http.header("x-mitm-port");
            if (http.status() != GOOD || port.isEmpty()) throw notOurs();
            return new Root(read(http.body(), MOST_PEM), Integer.parseInt(port.get()));
        });
    }

    private static Failure withoutProxy() {
        return Failure.of("The server has no forward proxy, so there is nothing to put a program behind.")
                .because("It was started without one, or another program has the port.")
                .next("agent-vault status")
                .next("agent-vault server --mitm-port 14322");
    }

    private Failure notOurs() {
        return Failure.of("The server at " + address() + " gives no certificate for its proxy.")
                .next("agent-vault status --address " + address());
    }

    private static String read(InputStream body, int most) throws IOException {
        return new String(body.readNBytes(most), StandardCharsets.UTF_8);
    }

    /// The services of a vault, as far as whoever asks may see them.
    public List<Json> services(String vault) {
        return connection.send(Request.get("v1", "vaults", vault, "services")).items("services");
    }

    /// Which of these values are in one of the vaults, by the names they came with; empty if whoever asks may not
    /// know.
    public Optional<List<String>> matching(String vault, Map<String, Json> values) {
        var body = Json.object().with("variables", new Json.Fields(values));
        return switch (connection.askOnce(Request.post(body, "v1", "vaults", vault, "credentials", "match"))) {
            case Answer.Done(var document) ->
                Optional.of(document.items("matching").stream().map(Json::text).toList());
            case Answer.Refused refused -> {
                if (refused.code().equals("forbidden")) yield Optional.empty();
                throw refused.failure();
            }
        };
    }

    /// The document that teaches an agent to use the server by this command.
    public String document() {
        return connection.pass(
                "GET",
                "/v1/skills/cli",
                Map.of(),
                new byte[0],
                http -> http.status() == GOOD ? read(http.body(), MOST_DOCUMENT) : "");
    }

    /// What passed through the proxy for the first vault after something: the newest, and the number of the last one.
    public Json passedAfter(String number) {
        return connection.send(Request.get("v1", "vaults", vaults.getFirst(), "logs")
                .query("after", number)
                .query("limit", "200"));
    }

    /// What became of holding a session.
    public enum Held {
        /// It was let go, or lost; the session may still live.
        NO_MORE,
        /// There is nothing to hold any more.
        ENDED
    }

    /// Holds a session until it ends, or the connection does.
    ///
    /// @param holding runs once it is held
    public Held hold(String session, Runnable holding) {
        var answer = connection.read(Request.get("v1", "sessions", session, "hold"), body -> {
            if (body.read() < 0) return;
            holding.run();
            while (body.read() >= 0) Thread.onSpinWait();
        });
        if (!(answer instanceof Answer.Refused refused)) return Held.NO_MORE;
        if (gone(refused) || refused.loginNeeded()) return Held.ENDED;
        throw refused.failure();
    }

    /// Ends a session.
    ///
    /// @return whether it had not ended before
    public boolean end(String session) {
        var asked = Request.delete("v1", "sessions", session).query("vault", vaults.getFirst());
        return !(connection.askOnce(asked) instanceof Answer.Refused refused && gone(refused));
    }

    /// Said by the server itself: a 404 of what stands before a server that is away tells nothing of a session.
    private static boolean gone(Answer.Refused refused) {
        return refused.status() == NOT_FOUND && !refused.code().isEmpty();
    }

    /// A connection to a port of the server, with TLS where the server speaks it.
    public Socket dial(int port) throws IOException {
        return connection.dial(port);
    }

    /// A time as people type it, such as 30m.
    ///
    /// @param flag what it was given with
    public static long seconds(String time, Flag flag) {
        return SessionCommands.seconds(time, flag);
    }

    /// A failure whose cause is that the server is away.
    public static boolean away(Failure failure) {
        return failure.exit() == Exit.UNREACHABLE;
    }
}
