package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.Throttle;
import agentvault.crypto.Secret;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.wire.Answer;
import agentvault.workspace.Workspace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tells people which of the values they already hold are in a vault, so that a program they start does not get them.
///
/// It answers names alone. Whoever asks may guess: so short values are not compared, and nobody asks too often.
record MatchRoutes(Workspace workspace, VaultNames names, Throttle asked) {

    private static final int LEAST_CHARACTERS = 16;
    private static final int MOST_BYTES = 65_536;
    private static final int MOST_VALUES = 512;
    private static final int MOST_NAME = 256;
    private static final int CALLERS = 10_000;
    private static final Throttle.Rate RATE = new Throttle.Rate(300, Duration.ofMinutes(5));

    static MatchRoutes of(Workspace workspace, VaultNames names, InstantSource clock) {
        return new MatchRoutes(workspace, names, new Throttle(() -> RATE, clock, CALLERS));
    }

    List<Route> routes() {
        return List.of(Route.callers("POST", "/v1/vaults/{vault}/credentials/match", this::match));
    }

    private Answer match(Call call) {
        var vault = names.inPath(call);
        var attempt = asked.attempt(call.caller().actor().toString());
        if (attempt.tooMany()) throw tooMany(attempt).declined();
        var sent = call.body().secrets("variables");
        try {
            var found = done(workspace.credentials().match(call.caller(), vault.id(), compared(sent)));
            return Answers.ok(new Document().withTexts("matching", List.copyOf(found)));
        } finally {
            sent.values().forEach(Secret::close);
        }
    }

    private static Map<String, Secret> compared(Map<String, Secret> sent) {
        if (sent.size() > MOST_VALUES)
            throw new Unfit("variables", "variables has at most " + MOST_VALUES + " members.");
        var compared = new LinkedHashMap<String, Secret>();
        sent.forEach((name, value) -> {
            if (name.isEmpty() || name.length() > MOST_NAME)
                throw new Unfit("variables", "variables has a name of 1 to " + MOST_NAME + " characters for each.");
            if (value.length() > MOST_BYTES)
                throw new Unfit(
                        "variables", Members.cut(name) + " is longer than " + MOST_BYTES + " bytes: leave it out.");
            if (value.characters() >= LEAST_CHARACTERS) compared.put(name, value);
        });
        return compared;
    }

    private static Trouble tooMany(Throttle.Attempt attempt) {
        long seconds = Math.max(1, attempt.delay().plus(Duration.ofMillis(999)).toSeconds());
        return Trouble.coded(429, "too_many_requests", "Too many values were compared: try again in " + seconds + " s.")
                .header("Retry-After", Long.toString(seconds))
                .header("X-RateLimit-Limit", Integer.toString(attempt.rate().most()))
                .header("X-RateLimit-Remaining", "0");
    }
}
