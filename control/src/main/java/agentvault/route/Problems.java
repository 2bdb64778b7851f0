package agentvault.route;

import agentvault.document.Document;
import agentvault.document.Unfit;
import agentvault.id.Face;
import agentvault.proposal.Acknowledgement;
import agentvault.trail.TrailUnavailable;
import agentvault.workspace.IntegrityBroken;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.StoreConflict;
import agentvault.workspace.StoreUnavailable;
import java.util.Optional;

/// Turns what goes wrong into a status, a code and a sentence: the one place that does. [Dialect] tells it.
public final class Problems {

    private static final String NO_HINT = "";
    private static final String BUSY_SECONDS = "2";

    private Problems() {}

    /// The result of an operation, if it was not refused.
    public static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw of(problem).declined();
        };
    }

    public static Trouble of(Problem problem) {
        var sentence = problem.sentence();
        return switch (problem.code()) {
            case NOT_FOUND -> Trouble.of(404, "not_found", sentence);
            case FORBIDDEN -> Trouble.of(403, "forbidden", sentence).hinting(forbiddenHint(sentence));
            case INVALID -> Trouble.of(400, "invalid_request", sentence);
            case CONFLICT -> Trouble.of(409, "conflict", sentence);
            case WRITE_ONLY -> Trouble.of(403, "write_only", sentence);
            case BOUND_SERVICE -> Trouble.of(409, "bound_service", sentence);
            case ARCHIVED -> Trouble.of(409, "archived", sentence);
            case LAST_ADMIN -> Trouble.of(409, "last_admin", sentence);
            case LAST_OWNER -> Trouble.of(409, "last_owner", sentence);
            case ALREADY_ENDED -> Trouble.of(410, "already_ended", sentence);
            case STALE -> Trouble.of(409, "stale", sentence).hinting("Read it again and repeat the change.");
            case UNACKNOWLEDGED -> unacknowledged(problem);
            case LOGIN_TOO_OLD ->
                Trouble.of(403, "login_too_old", sentence)
                        .hinting("Log in again (agent-vault auth login), then repeat it.");
            case MISSING_VALUE -> Trouble.of(400, "missing_value", sentence);
            case TOO_MANY -> Trouble.coded(429, "too_many_requests", sentence);
            case ALREADY_PENDING ->
                Trouble.of(409, "already_pending", sentence)
                        .hinting("Wait for its decision. For another link, withdraw it and propose again.");
            case INVITE_ONLY -> Trouble.of(403, "invite_only", sentence);
            case WRONG_LOGIN -> Trouble.of(401, "wrong_login", sentence);
            case WRONG_CODE -> Trouble.of(400, "wrong_code", sentence);
            case BUSY -> Trouble.coded(429, "too_many_requests", sentence).header("Retry-After", BUSY_SECONDS);
            case OAUTH_FAILED ->
                Trouble.of(400, "oauth_failed", sentence)
                        .hinting("Check the token URL, the client and its secret; then connect it again.");
            case INTEGRITY_ERROR -> integrity();
        };
    }

    /// What a failure is answered with, if it is one that is foreseen.
    ///
    /// @param face the protocol of the route
    public static Optional<Trouble> of(RuntimeException failure, Face face) {
        return switch (failure) {
            case Declined declined -> Optional.of(declined.trouble());
            case Unfit unfit -> Optional.of(unfit(unfit, face));
            case StoreUnavailable _ ->
                Optional.of(Trouble.coded(
                                503,
                                "store_unavailable",
                                "The database does not answer; nothing is known to have changed.")
                        .hinting("Try again; if it stays, look at the server's log."));
            case TrailUnavailable _ ->
                Optional.of(Trouble.coded(503, "trail_unavailable", "The trail cannot be written, so nothing is done.")
                        .hinting("Free disk space for the data directory, then try again."));
            case IntegrityBroken _ -> Optional.of(integrity());
            case StoreConflict conflict ->
                Optional.of(Trouble.of(
                        409,
                        "conflict",
                        "This exists already: " + conflict.unique().sentence() + "."));
            default -> Optional.empty();
        };
    }

    public static Trouble internal() {
        return Trouble.coded(500, "internal", "Something went wrong inside the server.")
                .hinting("Try again; if it stays, look in the server's log for the request's id.");
    }

    private static Trouble unfit(Unfit unfit, Face face) {
        var name = Dialect.ofCloud(face) ? "param" : "field";
        var more = unfit.field().isEmpty() ? new Document() : new Document().with(name, unfit.field());
        var code = face == Face.TWENTY_FIRST ? "validation_error" : "invalid_request";
        return Trouble.of(400, code, unfit.sentence()).telling(more);
    }

    private static Trouble unacknowledged(Problem problem) {
        var needed = problem.unacknowledged().stream().map(Problems::needed).toList();
        return Trouble.of(422, "acknowledgement_required", problem.sentence())
                .hinting("Repeat it with \"acknowledge\": [the codes that are meant].")
                .telling(new Document().withAll("acknowledgements", needed));
    }

    /// One effect of a proposal that has to be said yes to, as every answer shows it.
    public static Document needed(Acknowledgement needed) {
        return new Document()
                .with("code", needed.code())
                .with("kind", needed.kind())
                .with("message", needed.sentence());
    }

    private static Trouble integrity() {
        return Trouble.coded(503, "integrity_error", "Stored data is not what was written, so nothing of it is used.")
                .hinting("Run agent-vault verify on the server, then restore a backup.");
    }

    private static String forbiddenHint(String sentence) {
        return sentence.startsWith("No access to this vault")
                ? "Ask an admin of the vault for a role; an owner can join it."
                : NO_HINT;
    }
}
