package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.VaultRole;
import agentvault.canary.Canary;
import agentvault.control.ApiServer.Ask;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// Sends what the descriptions allow, and what they do not, to every operation of every protocol as every kind of
/// caller. `-Dfuzz.seed=` chooses what is sent.
class FuzzTest {

    private static final String OWNER = "owner";
    private static final long SEED = Long.getLong("fuzz.seed", 20260518);
    private static final int ROUNDS = 1;
    private static final int NIGHTLY_ROUNDS = 300;

    /// What a server answers that was not asked wrongly and has nothing wrong with it: what it does not do, and
    /// somebody
    /// else who does not answer it.
    private static final List<Integer> NOT_OURS = List.of(501, 502);

    @TempDir
    private Path root;

    private final Canary canary = Canary.ofMark();

    @Test
    void no_request_breaks_the_server_or_shows_what_is_not_the_caller_s(TestReporter reporter) {
        fuzz(SEED, ROUNDS, reporter);
    }

    @Test
    @Tag("nightly")
    void no_request_of_very_many_does(TestReporter reporter) {
        fuzz(new Random().nextLong(), NIGHTLY_ROUNDS, reporter);
    }

    /// The owner comes last: nobody else can take away what is not theirs.
    private void fuzz(long seed, int rounds, TestReporter reporter) {
        reporter.publishEntry("fuzz.seed", Long.toString(seed));
        try (var server = ApiServer.start(root)) {
            server.api.endWaiting();
            var cast = new Cast(server);
            var own = new Belongings(server, cast, "ourselves", "readable");
            var foreign = new Belongings(server, cast, "strangers", Canary.marked("readable"));
            var before = foreign.state();
            callers(server, cast, own).forEach((who, token) -> {
                var run = new Run(server, who, token, foreign, seed);
                for (int round = 0; round < rounds; round++) run.guess(own, round);
                if (!who.equals(OWNER))
                    assertThat(foreign.state())
                            .as("seed %d, after %s", seed, who)
                            .isEqualTo(before);
            });
            assertThat(server.failures).isEmpty();
        }
    }

    private static Map<String, String> callers(ApiServer server, Cast cast, Belongings own) {
        var callers = new LinkedHashMap<String, String>();
        callers.put("nobody", "");
        callers.put("expired", cast.agentUntil("ended-bot", Duration.ofSeconds(1)));
        server.pass(Duration.ofSeconds(2));
        callers.put("no-access user", cast.user("nora@example.com", InstanceRole.NO_ACCESS));
        callers.put("member without a vault", cast.user("max@example.com", InstanceRole.MEMBER));
        callers.put("proxy agent", cast.agentIn("proxy-bot", own.vault, VaultRole.PROXY));
        callers.put("member agent", cast.agentIn("member-bot", own.vault, VaultRole.MEMBER));
        callers.put("admin agent", cast.agentIn("admin-bot", own.vault, VaultRole.ADMIN));
        callers.put("key of another vault", cast.apiKeyIn("elsewhere", cast.newVault("other-vault"), VaultRole.MEMBER));
        callers.put(
                "token for a browser",
                server.post("/v1/tokens", own.key, "{}").is(201).at("/token"));
        callers.put("session", cast.session(cast.caller(own.person), own.vault, VaultRole.ADMIN));
        callers.put("key", own.key);
        callers.put("member", own.person);
        callers.put(OWNER, cast.ownerToken);
        return callers;
    }

    /// What one caller sends.
    private final class Run {

        private final ApiServer server;
        private final String who;
        private final String token;
        private final Belongings foreign;
        private final long seed;

        Run(ApiServer server, String who, String token, Belongings foreign, long seed) {
            this.server = server;
            this.who = who;
            this.token = token;
            this.foreign = foreign;
            this.seed = seed;
        }

        void guess(Belongings own, int round) {
            var random = new Random(seed + round * 1_000L + who.hashCode());
            var known = new ArrayList<>(own.secretive());
            known.addAll(List.of(own.agent, foreign.agent, own.mail, foreign.mail, own.keyName, foreign.keyName));
            var guesses = new Guesses(server.contract(), random, known, name -> named(own, name));
            for (var operation : server.contract().operations()) check(ask(guesses, operation));
        }

        /// What is somebody else's is never sent as a free text, so that no answer may have it.
        private List<String> named(Belongings own, String name) {
            var all = new ArrayList<>(own.called(name));
            all.addAll(foreign.called(name));
            return all;
        }

        private Ask ask(Guesses guesses, Contract.Operation operation) {
            var path = operation.template();
            var query = new ArrayList<String>();
            for (var parameter : operation.parameters()) {
                var name = parameter.get("name").asString();
                var value = encoded(guesses.text(parameter.get("schema"), name));
                if (parameter.get("in").asString().equals("path")) path = path.replace("{" + name + "}", value);
                else if (guesses.sometimes()) query.add(encoded(name) + "=" + value);
            }
            var target = query.isEmpty() ? path : path + "?" + String.join("&", query);
            var ask = headed(guesses, Ask.of(operation.method(), target));
            var body = operation.node().path("requestBody").path("content").path("application/json");
            return body.isMissingNode() ? ask : ask.raw(guesses.body(body.get("schema")));
        }

        private Ask headed(Guesses guesses, Ask ask) {
            boolean other = ask.target().startsWith("/anthropic") && guesses.sometimes() && !token.isEmpty();
            var headed = other ? ask.header("x-api-key", token) : ask.as(token);
            headed = headed.header("Content-Type", guesses.contentType());
            for (var header : guesses.headers().entrySet()) headed = headed.header(header.getKey(), header.getValue());
            return headed;
        }

        private void check(Ask ask) {
            var told = server.sendAnything(ask);
            var what = "seed %d, as %s: %s %s %s %s -> %d %s"
                    .formatted(
                            seed,
                            who,
                            ask.method(),
                            ask.target(),
                            ask.headers()
                                    .subList(
                                            token.isEmpty() ? 0 : 2,
                                            ask.headers().size()),
                            ask.body(),
                            told.status(),
                            told.body());
            assertThat(told.status() < 500 || NOT_OURS.contains(told.status()))
                    .as(what)
                    .isTrue();
            var answer = told.body() + told.response().headers().map();
            // An owner may join any vault, and read there what its members may.
            boolean readBack = who.equals(OWNER) && ask.path().equals("/v1/credentials");
            if (!readBack) assertThat(canary.inText("answer", answer)).as(what).isEmpty();
            if (!who.equals(OWNER)) checkNothingForeign(ask, answer, what);
            // What breaks HTTP itself is refused before a route is known. A guess may be fit although the description,
            // which is not as exact as the code, forbids it.
            if (told.header("X-Request-Id").isPresent())
                assertThat(server.contract().breaches(ask.raw(""), told))
                        .as(what)
                        .isEmpty();
        }

        /// What was sent may be said back.
        private void checkNothingForeign(Ask ask, String answer, String what) {
            var sent = ask.target() + ask.headers() + ask.body();
            for (var name : foreign.secretive()) {
                if (!sent.contains(name)) assertThat(answer).as(what).doesNotContain(name);
            }
        }
    }

    private static String encoded(String text) {
        var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.isEmpty() || encoded.equals(".") || encoded.equals("..") ? "x" : encoded;
    }
}
