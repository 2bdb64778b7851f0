package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A server, and who asks it: nobody yet, a user by the login of this machine, or an agent by its token.
final class Connection {

    static final Flag ADDRESS =
            Flag.with("address", "URL", "The server to call").purpose("Server");
    static final Flag PLAIN_HTTP = Flag.on("insecure-plain-http", "Call a server over a network without TLS")
            .purpose("Server");

    private static final String LOGGED_OUT = "You are not logged in.";

    private final Call call;
    private final Server server;
    private Login login;
    private final boolean agent;

    private Connection(Call call, Server server, Login login, boolean agent) {
        this.call = call;
        this.server = server;
        this.login = login;
        this.agent = agent;
    }

    /// By nobody: for what needs no login.
    static Connection open(Call call) {
        return open(call, address(call));
    }

    static Connection open(Call call, Address address) {
        var kept = ClientFiles.of(call.environment()).login();
        boolean agreed = plainHttp(call, kept.filter(login -> login.address().equals(address)));
        var nobody = new Login(HiddenText.of(""), address, "", agreed);
        return new Connection(call, server(call, address, agreed), nobody, false);
    }

    /// By the user who is logged in on this machine. With nobody logged in and a person at the terminal, this sets it
    /// up.
    static Connection user(Call call) {
        var kept = ClientFiles.of(call.environment()).login();
        var wanted = named(call);
        if (kept.isEmpty()) {
            if (call.terminal().screen().asks()) return as(call, new SetUp(call).login());
            throw loggedOut(call, wanted.map(address -> " --address " + address).orElse(""));
        }
        var login = kept.get();
        if (wanted.isPresent() && !wanted.get().equals(login.address())) {
            throw Failure.of("You are logged in to " + login.address() + ", not to " + wanted.get() + ".")
                    .because("A session goes only to the server that gave it.")
                    .next("agent-vault auth login --address " + wanted.get())
                    .exit(Exit.LOCKED);
        }
        return as(call, login);
    }

    /// By the agent whose token is in the environment, else by the user.
    static Connection agentOrUser(Call call) {
        var token = agentToken(call);
        if (token.isEmpty()) return user(call);
        var address = named(call)
                .orElseThrow(() -> Failure.misuse("AGENT_VAULT_TOKEN is set, and AGENT_VAULT_ADDR is not.")
                        .because("An agent's token is shown only to the server that is named with it.")
                        .next("export AGENT_VAULT_ADDR=" + Address.USUAL));
        boolean agreed = plainHttp(call, Optional.empty());
        return new Connection(call, server(call, address, agreed), new Login(token.get(), address, "", agreed), true);
    }

    /// The token of the agent this command runs for, by its name of today or its older one.
    static Optional<HiddenText> agentToken(Call call) {
        return call.environment()
                .variable("AGENT_VAULT_TOKEN")
                .or(() -> call.environment().variable("AGENT_VAULT_SESSION_TOKEN"))
                .map(HiddenText::of);
    }

    static Connection as(Call call, Login login) {
        return new Connection(call, server(call, login.address(), login.insecurePlainHttp()), login, false);
    }

    /// What the server answers; its refusal ends the command. A login that has expired is renewed once if there is a
    /// person to ask.
    Json send(Request request) {
        return switch (ask(request)) {
            case Answer.Done(var document) -> document;
            case Answer.Refused refused -> throw refused.failure();
        };
    }

    /// What the server answers, whatever it is.
    Answer ask(Request request) {
        var answer = server.ask(request, login.session());
        boolean expired = answer instanceof Answer.Refused refused && refused.loginNeeded();
        if (!expired || agent || login.session().empty()) return answer;
        if (!call.terminal().screen().asks() || login.email().isEmpty()) return answer;
        call.terminal().say("Your login to " + login.address() + " has expired.");
        var password = Passwords.typed(call, "Password of " + login.email() + ":");
        login = logIn().with(login.email(), password, "");
        return server.ask(request, login.session());
    }

    /// What the server answers, without asking the person anything.
    Answer askOnce(Request request) {
        return server.ask(request, login.session());
    }

    /// Has the person show their password again.
    ///
    /// @return whether there is a person who did
    boolean renewed() {
        if (agent || !call.terminal().screen().asks() || login.email().isEmpty()) return false;
        call.terminal().say("This takes a login of the last 12 hours.");
        var password = Passwords.typed(call, "Password of " + login.email() + ":");
        login = logIn().with(login.email(), password, "");
        return true;
    }

    /// The same server as an agent of a vault asks it: a user gets a session there for a few minutes.
    Connection asAgent(String vault) {
        if (agent) return this;
        var body = Json.object().with("vault", vault).with("ttl_seconds", 300).with("label", "proposal");
        var session = send(Request.post(body, "v1", "sessions")).text("token");
        var of = new Login(HiddenText.of(session), login.address(), "", login.insecurePlainHttp());
        return new Connection(call, server, of, true);
    }

    /// A long answer, read while it comes.
    void fetch(Request request, Server.Reader reader) {
        if (server.fetch(request, login.session(), reader) instanceof Answer.Refused refused) throw refused.failure();
    }

    /// The same, with its refusal for an answer.
    Answer read(Request request, Server.Reader reader) {
        return server.fetch(request, login.session(), reader);
    }

    /// A connection to another port of the same server.
    Socket dial(int port) throws IOException {
        return Http.connected(server.address().at(port), server.trust());
    }

    /// Sends a request as it is, and has its answer read: for what is not the API's own.
    <T> T pass(String method, String target, Map<String, String> headers, byte[] body, Server.Reading<T> reading) {
        return server.pass(method, target, headers, body, login.session(), reading);
    }

    /// Tells the server to end this session; it says yes in any case.
    void forget() {
        server.ask(Request.post(Json.object(), "v1", "auth", "logout"), login.session());
    }

    LogIn logIn() {
        return new LogIn(call, server, login.insecurePlainHttp());
    }

    Address address() {
        return server.address();
    }

    String email() {
        return login.email();
    }

    /// The server that is meant: by flag, by variable, by login, else the usual one.
    static Address address(Call call) {
        return named(call)
                .or(() -> ClientFiles.of(call.environment()).login().map(Login::address))
                .orElse(Address.USUAL);
    }

    private static Optional<Address> named(Call call) {
        return call.value(ADDRESS)
                .or(() -> call.environment().variable("AGENT_VAULT_ADDR"))
                .map(Address::of);
    }

    private static boolean plainHttp(Call call, Optional<Login> kept) {
        boolean variable = call.environment()
                .variable("AGENT_VAULT_INSECURE_PLAIN_HTTP")
                .filter(value -> value.equals("true"))
                .isPresent();
        return call.on(PLAIN_HTTP)
                || variable
                || kept.filter(Login::insecurePlainHttp).isPresent();
    }

    private static Server server(Call call, Address address, boolean agreed) {
        if (!address.tls() && !address.loopback() && !agreed && !plainHttp(call, Optional.empty())) {
            throw Failure.of("The server at " + address + " would be called over a network without TLS.")
                    .because("Everybody on the way could read your token and what you store. If you know the way, add"
                            + " --insecure-plain-http.")
                    .next("agent-vault auth login --address https://" + address.host());
        }
        var file = call.environment().variable(Trust.VARIABLE).map(Path::of);
        return new Server(address, new Trust(file));
    }

    private static Failure loggedOut(Call call, String where) {
        return Failure.of(LOGGED_OUT)
                .because("There is no login in "
                        + ClientFiles.of(call.environment()).folder() + ".")
                .next("agent-vault auth login" + where)
                .exit(Exit.LOCKED);
    }
}
