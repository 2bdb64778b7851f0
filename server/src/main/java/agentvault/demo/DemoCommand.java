package agentvault.demo;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.crypto.Randomness;
import agentvault.demo.ThrowAwayServer.Answer;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import agentvault.keys.SystemRandomness;
import agentvault.operations.Aside;
import agentvault.process.Hygiene;
import agentvault.terminal.Reply;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// `demo`: a secret that an agent may have used and can never hold, on a server that is thrown away. Each step says
/// what
/// was seen, and the first that sees something else ends it.
public final class DemoCommand {

    private static final HiddenText NOBODY = HiddenText.of("");
    private static final String KEY = "DEMO_KEY";
    private static final String REFUSED = "other.demo.example";
    private static final int BYTES = 24;
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;

    private final Call call;
    private final Randomness random = new SystemRandomness();
    private final List<String> steps = new ArrayList<>();

    private DemoCommand(Call call) {
        this.call = call;
    }

    public static Command command() {
        return Command.of("demo", """
                See it work in ten seconds, on a server that is thrown away

                Starts a server in a temporary folder, stores a random secret, reads it back as its
                owner, and is refused as an agent. An agent then calls an API through the proxy: the
                API gets the secret, which the agent never had. Searches everything on the disk for it.
                Nothing of yours is read or changed. Ends with code 1 if anything is not as it should be.""", call -> new DemoCommand(call).run()).example("agent-vault demo", "Watch it");
    }

    private int run() {
        if (Hygiene.begin() instanceof Hygiene.Outcome.Refused(var sentence)) throw Failure.misuse(sentence);
        try (var aside = Aside.make()) {
            var traces = played(aside.folder());
            searched(aside.folder(), traces, "after the server stopped");
        } catch (UncheckedIOException e) {
            throw Failure.of("The demo could not read or write its temporary folder, or call its own server.")
                    .next("agent-vault doctor");
        }
        step("Removed all of it.");
        if (call.reply().form() == Reply.Form.JSON) {
            call.reply().json(Json.object().with("passed", true).with("steps", Json.texts(steps)));
        }
        call.terminal().say("Your own: agent-vault server");
        return Exit.DONE;
    }

    private Traces played(Path folder) {
        var clock = call.environment().clock();
        try (var api = PretendedApi.open(folder, random, clock);
                var server = ThrowAwayServer.open(folder, api.outgoing(), random, clock)) {
            step("A server listens on " + server.address() + "; all it writes is in " + folder + ".");
            var owner = owner(server);
            var value = made("sk_demo_");
            var traces = Traces.of(value);
            stored(server, owner, value);
            readBack(server, owner, value);
            refused(server, agent(server, owner), traces);
            served(server, owner, api);
            called(new Agent(server, session(server, owner), folder), api, value, traces);
            recorded(server, owner);
            searched(folder, traces, "while the server runs");
            return traces;
        }
    }

    private HiddenText owner(ThrowAwayServer server) {
        var account = Json.object().with("email", "owner@example.com").with("password", made(""));
        var answer = expect(CREATED, server.post("/v1/auth/register", NOBODY, account), "An owner registers");
        step("owner@example.com registered, and owns it.");
        return HiddenText.of(answer.document().text("token"));
    }

    private void stored(ThrowAwayServer server, HiddenText owner, HiddenText value) {
        var body = Json.object()
                .with("vault", "default")
                .with("credentials", Json.object().with(KEY, value));
        expect(OK, server.post("/v1/credentials", owner, body), "A secret is stored");
        step("Stored a random secret as " + KEY + " in the vault default.");
    }

    private void readBack(ThrowAwayServer server, HiddenText owner, HiddenText value) {
        var answer = expect(OK, server.get(revealing(), owner), "Its owner reads it");
        var shown = answer.document().items("credentials").stream()
                .map(entry -> HiddenText.of(entry.text("value")))
                .toList();
        if (shown.size() != 1 || !shown.getFirst().sameAs(value)) throw wrong("Its owner reads it", "another value");
        step("Its owner reads it back: the same.");
    }

    private HiddenText agent(ThrowAwayServer server, HiddenText owner) {
        var vault = Json.object().with("vault_name", "default").with("vault_role", "proxy");
        var body = Json.object().with("name", "demo-agent").with("vaults", new Json.Items(List.of(vault)));
        var answer = expect(CREATED, server.post("/v1/agents", owner, body), "An agent is made");
        step("Made an agent that may use the vault, with a token of its own.");
        return HiddenText.of(answer.document().text("av_agent_token"));
    }

    private void refused(ThrowAwayServer server, HiddenText agent, Traces traces) {
        var listed = expect(OK, server.get("/v1/credentials?vault=default", agent), "An agent sees what there is");
        var refused = expect(FORBIDDEN, server.get(revealing(), agent), "An agent is refused");
        if (!listed.body().contains(KEY)) throw wrong("An agent sees what there is", "an answer without " + KEY);
        if (traces.in(listed.body() + refused.body())) throw wrong("An agent is refused", "an answer with the secret");
        step("The agent sees that there is a " + KEY + ", and is refused its value: 403 "
                + refused.document().text("code") + ".");
    }

    private void served(ThrowAwayServer server, HiddenText owner, PretendedApi api) {
        var auth = Json.object().with("type", "bearer").with("token", KEY);
        var service = Json.object()
                .with("name", "demo-api")
                .with("host", api.address())
                .with("auth", auth);
        var body = Json.object().with("services", new Json.Items(List.of(service)));
        expect(OK, server.post("/v1/vaults/default/services", owner, body), "A service is made");
        step("Made a service: requests to " + api.address() + " get " + KEY + " as a bearer token.");
    }

    private HiddenText session(ThrowAwayServer server, HiddenText owner) {
        var answer = expect(
                OK,
                server.post("/v1/sessions", owner, Json.object().with("vault", "default")),
                "An agent gets a session");
        return HiddenText.of(answer.document().text("token"));
    }

    private record Agent(ThrowAwayServer server, HiddenText session, Path folder) {}

    private void called(Agent agent, PretendedApi api, HiddenText value, Traces traces) {
        var root = agent.server().writeRoot(agent.folder().resolve("ca.pem"));
        var addresses = List.of("https://" + api.address() + "/", "https://" + REFUSED + "/");
        var said = AgentProcess.run(agent.server().proxy(agent.session()), root, addresses);
        if (traces.in(said.environment() + said.answers())) throw wrong("An agent runs", "the secret in its process");
        var names = said.environment()
                .lines()
                .map(line -> line.split("=", 2)[0])
                .sorted()
                .toList();
        step("An agent ran as a process of its own; its environment, " + String.join(" and ", names)
                + ", has a session and not the secret.");
        if (said.answers().size() != addresses.size()) throw wrong("The agent calls", "too few answers");
        var digest = value.reveal(text -> PretendedApi.digest("Bearer " + text));
        if (!said.answers().getFirst().equals(OK + " " + digest)) throw wrong("The agent calls", "another answer");
        step("It called https://" + api.address()
                + "/, which got the secret: the SHA-256 of its Authorization is the same.");
        refusedElsewhere(said.answers().getLast());
    }

    private void refusedElsewhere(String answer) {
        var body = answer.substring(answer.indexOf(' ') + 1);
        var code = Json.read(body).orElseGet(Json::object).text("code");
        if (!answer.startsWith(FORBIDDEN + " ") || code.isEmpty()) throw wrong("Another host is refused", "an answer");
        step("It called https://" + REFUSED + "/, which no service names: " + FORBIDDEN + " " + code + ".");
    }

    private void recorded(ThrowAwayServer server, HiddenText owner) {
        var answer = expect(OK, server.get("/v1/audit?kind=use", owner), "The trail is read");
        var uses = answer.document().items("entries");
        if (uses.size() != 1 || !uses.getFirst().text("host").startsWith(PretendedApi.HOST))
            throw wrong("The trail is read", uses.size() + " uses");
        step("The trail has the use, recorded before the secret moved: "
                + uses.getFirst().text("method") + " " + uses.getFirst().text("host") + ".");
    }

    private void searched(Path folder, Traces traces, String when) {
        var search = traces.below(folder);
        if (search.found().isPresent())
            throw wrong(
                    "The disk is searched", "the secret in " + search.found().get());
        step("Searched " + search.files() + " files (" + (search.bytes() >> 10) + " KiB) for it " + when + ", "
                + Traces.ENCODINGS + ": found nowhere.");
    }

    private static String revealing() {
        return "/v1/credentials?vault=default&reveal=true&key=" + KEY;
    }

    /// A text of random letters; whoever gets it keeps it to themselves.
    private HiddenText made(String prefix) {
        return HiddenText.of(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random.bytes(BYTES)));
    }

    private static Answer expect(int status, Answer answer, String what) {
        if (answer.status() == status) return answer;
        throw wrong(what, "status " + answer.status() + " instead of " + status);
    }

    private static Failure wrong(String what, String seen) {
        return Failure.of("The demo did not go as it should: " + what + ".")
                .because("It saw " + seen + ".")
                .next("agent-vault doctor");
    }

    private void step(String sentence) {
        steps.add(sentence);
        if (call.reply().form() == Reply.Form.PEOPLE) call.reply().done(sentence, Json.object());
        call.terminal().answer().flush();
    }
}
