package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.Mandate;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.id.Face;
import agentvault.jwt.SignedTokens;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.vault.Metadata;
import agentvault.wire.Answer;
import agentvault.workspace.Exchanges;
import agentvault.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Exchanges API keys for short-lived tokens, which an application's server hands to browsers.
record TokenRoutes(Workspace workspace) {

    private static final Duration USUAL = Duration.ofHours(1);
    private static final Pattern LIFE = Pattern.compile("([0-9]+)([smhd])");
    private static final int MOST_DIGITS = 9;

    List<Route> routes() {
        return List.of(Route.callers("POST", "/v1/tokens", this::exchange).on(Face.TWENTY_FIRST));
    }

    private Answer exchange(Call call) {
        var body = call.maybeBody();
        if (body.has("maxMessages")) throw body.unfit("maxMessages", " is not offered: messages are not counted here");
        var life = body.maybeText("expiresIn", TokenRoutes::life).orElse(USUAL);
        var exchanges = workspace.actors().exchanges();
        var says = done(exchanges.exchange(call.caller(), mandate(body), life));
        var shown = new SignedTokens(exchanges).write(says);
        if (shown.length() > SignedTokens.MOST) {
            shown.close();
            throw body.unfit("metadata", " and the rest make a token longer than " + SignedTokens.MOST + " characters");
        }
        return Answers.created(new Document().with("token", shown).with("expiresAt", says.endsAt()));
    }

    private static Mandate mandate(Members body) {
        var metadata = new TreeMap<String, String>();
        body.maybeObject("metadata")
                .ifPresent(labels -> labels.names().forEach(name -> metadata.put(name, labels.text(name))));
        try {
            return new Mandate(
                    body.texts("agents"), body.maybeText("userId"), body.maybeText("endUserId"), Metadata.of(metadata));
        } catch (IllegalArgumentException refused) {
            throw new Unfit("", refused.getMessage() + ".");
        }
    }

    /// What is longer than a day is a day; what is no time at all is refused, and not taken for an hour.
    private static Duration life(String text) {
        var parts = LIFE.matcher(text);
        if (!parts.matches()) throw new IllegalArgumentException("a time is written as 90s, 30m, 1h or 1d");
        if (parts.group(1).length() > MOST_DIGITS) return Exchanges.MOST;
        long number = Long.parseLong(parts.group(1));
        if (number == 0) throw new IllegalArgumentException("a token holds for a second at least");
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
