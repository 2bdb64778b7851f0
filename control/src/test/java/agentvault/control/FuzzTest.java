package agentvault.control;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.VaultRole;
import agentvault.canary.Canary;
import agentvault.control.ApiServer.Ask;
import agentvault.crypto.Secret;
import agentvault.vault.CredentialKey;
import agentvault.workspace.Office;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sends what the description allows, and what it does not, to every route as every kind of caller.
class FuzzTest {

    private static final String FOREIGN = "strangers-own-vault";
    private static final int ROUNDS = 3;
    private static final int NIGHTLY_ROUNDS = 300;

    @TempDir
    private Path root;

    private final Canary canary = Canary.ofMark();

    @Test
    void no_request_breaks_the_server_or_shows_what_is_not_the_caller_s() {
        fuzz(20260518, ROUNDS);
    }

    @Test
    @Tag("nightly")
    void no_request_of_very_many_does() {
        fuzz(new Random().nextLong(), NIGHTLY_ROUNDS);
    }

    private void fuzz(long seed, int rounds) {
        try (var server = ApiServer.start(root)) {
            server.api.endWaiting();
            var callers = callers(server);
            for (int round = 0; round < rounds; round++) {
                for (var caller : callers.entrySet()) guess(server, caller, seed, round);
            }
            assertThat(server.failures).isEmpty();
        }
    }

    private void guess(ApiServer server, Map.Entry<String, String> caller, long seed, int round) {
        var random = new Random(seed + round * 1_000L + caller.getKey().hashCode());
        var guesses = new Guesses(server.contract(), random);
        for (var operation : server.contract().operations()) {
            check(server, caller.getKey(), ask(guesses, operation, caller.getValue()), seed);
        }
    }

    /// The owner comes last: nobody else can take much away.
    private Map<String, String> callers(ApiServer server) {
        var cast = new Cast(server);
        var vault = cast.newVault("work-vault");
        var stranger = cast.user("stranger@example.com", InstanceRole.MEMBER);
        server.post("/v1/vaults", stranger, "{'name':'%s'}".formatted(FOREIGN)).is(201);
        try (Secret value = Office.secret(Canary.marked("foreign"))) {
            var values = new TreeMap<>(Map.of(new CredentialKey("FOREIGN_KEY"), value));
            done(server.workspace.credentials().set(cast.caller(stranger), cast.vault(FOREIGN), values));
        }
        var callers = new LinkedHashMap<String, String>();
        callers.put("nobody", "");
        callers.put("expired", cast.agentUntil("ended-bot", Duration.ofSeconds(1)));
        server.pass(Duration.ofSeconds(2));
        callers.put("no-access user", cast.user("nora@example.com", InstanceRole.NO_ACCESS));
        callers.put("member", cast.user("max@example.com", InstanceRole.MEMBER));
        callers.put("proxy agent", cast.agentIn("proxy-bot", vault, VaultRole.PROXY));
        callers.put("member agent", cast.agentIn("member-bot", vault, VaultRole.MEMBER));
        callers.put("admin agent", cast.agentIn("admin-bot", vault, VaultRole.ADMIN));
        callers.put("key", cast.apiKeyIn("deploy", vault, VaultRole.ADMIN));
        callers.put("session", cast.session(vault, VaultRole.ADMIN));
        callers.put("owner", cast.ownerToken);
        return callers;
    }

    private static Ask ask(Guesses guesses, Contract.Operation operation, String token) {
        var path = operation.template();
        var query = new ArrayList<String>();
        for (var parameter : operation.parameters()) {
            var name = parameter.get("name").asString();
            var value = encoded(guesses.text(parameter.get("schema")));
            if (parameter.get("in").asString().equals("path")) path = path.replace("{" + name + "}", value);
            else if (guesses.sometimes()) query.add(name + "=" + value);
        }
        var target = query.isEmpty() ? path : path + "?" + String.join("&", query);
        var ask = Ask.of(operation.method(), target).as(token);
        var body = operation.node().path("requestBody").path("content").path("application/json");
        if (body.isMissingNode()) return ask.header("Content-Type", "application/json");
        return ask.raw(guesses.body(body.get("schema"))).header("Content-Type", "application/json");
    }

    private static String encoded(String text) {
        var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.isEmpty() || encoded.equals(".") || encoded.equals("..") ? "x" : encoded;
    }

    private void check(ApiServer server, String who, Ask ask, long seed) {
        var told = server.sendAnything(ask);
        var what = "seed %d, as %s: %s %s %s -> %d %s"
                .formatted(seed, who, ask.method(), ask.target(), ask.body(), told.status(), told.body());
        assertThat(told.status()).as(what).isNotEqualTo(500);
        assertThat(canary.inText("answer", told.body())).as(what).isEmpty();
        if (!who.equals("owner")) assertThat(told.body()).as(what).doesNotContain(FOREIGN);
        // What breaks HTTP itself is refused before a route is known.
        if (told.header("X-Request-Id").isPresent())
            assertThat(breaches(server, ask, told)).as(what).isEmpty();
    }

    /// A guess may be fit although the description, which is not as exact as the code, forbids it.
    private static List<String> breaches(ApiServer server, Ask ask, ApiServer.Told told) {
        return server.contract().breaches(ask.raw(""), told);
    }
}
