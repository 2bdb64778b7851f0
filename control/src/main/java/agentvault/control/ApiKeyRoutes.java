package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.Actor;
import agentvault.access.ApiKey;
import agentvault.access.KeyForm;
import agentvault.access.KeyLimit;
import agentvault.access.Token;
import agentvault.access.VaultRole;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.vault.Until;
import agentvault.wire.Answer;
import agentvault.workspace.Actors;
import agentvault.workspace.ApiKeys;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// API keys: making, listing, rotating and deactivating them.
record ApiKeyRoutes(Workspace workspace, VaultNames names) {

    private static final long LEAST_SECONDS = 60;
    private static final long MOST_SECONDS = Duration.ofDays(3660).toSeconds();

    List<Route> routes() {
        return List.of(
                Route.callers("POST", "/v1/api-keys", this::create),
                Route.callers("GET", "/v1/api-keys", this::list),
                Route.callers("POST", "/v1/api-keys/{name}/rotate", this::rotate),
                Route.callers("POST", "/v1/api-keys/{name}/deactivate", this::deactivate));
    }

    /// Whoever may make no keys is told so before anything else: which vaults there are is nobody else's to learn.
    private Answer create(Call call) {
        done(keys().list(call.caller()));
        var body = call.body().only("name", "form", "vaults", "all_vaults", "expires_in_seconds", "limit");
        var name = body.text("name", ApiKeyRoutes::label);
        var shares = Shares.read(
                body, VaultRole.PROXY, vault -> names.named(call, vault).id());
        var everywhere = body.has("all_vaults")
                ? Optional.of(body.choice("all_vaults", VaultRole.class))
                : Optional.<VaultRole>empty();
        var form = body.maybeText("form", ApiKeyRoutes::form).orElse(KeyForm.USUAL);
        var terms = new ApiKey.Terms(form, lasts(body), limit(body), everywhere);
        var issued = done(sayingTaken(keys().create(call.caller(), new ApiKeys.Plan(name, shares, terms)), name));
        return Answers.created(shown(call, issued));
    }

    private static String label(String text) {
        var stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > 100 || stripped.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a key's name has 1 to 100 characters, on one line");
        }
        return stripped;
    }

    private static KeyForm form(String text) {
        return KeyForm.called(text)
                .orElseThrow(() -> new IllegalArgumentException("a key's form is one of "
                        + Stream.of(KeyForm.values()).map(KeyForm::word).collect(Collectors.joining(", "))));
    }

    private static Optional<Duration> lasts(Members body) {
        return body.maybeNumber("expires_in_seconds", LEAST_SECONDS, MOST_SECONDS)
                .map(Duration::ofSeconds);
    }

    private static Optional<KeyLimit> limit(Members body) {
        return body.maybeObject("limit").map(limit -> {
            limit.only("requests", "per");
            int requests = limit.maybeNumber("requests", 1, KeyLimit.MOST)
                    .orElseThrow(() -> limit.unfit("requests", " is missing"))
                    .intValue();
            return new KeyLimit(requests, limit.choice("per", KeyLimit.Per.class));
        });
    }

    private static <T> Outcome<T> sayingTaken(Outcome<T> outcome, String name) {
        boolean taken = outcome instanceof Outcome.Refused<T>(var problem) && problem.code() == Problem.Code.CONFLICT;
        return taken
                ? Outcome.refused(
                        Problem.Code.CONFLICT,
                        "An API key named \"" + name + "\" exists already. Rotate it, or choose another name.")
                : outcome;
    }

    private ApiKeys keys() {
        return workspace.actors().apiKeys();
    }

    private Document shown(Call call, Actors.Issued issued) {
        var name = issued.actor().name().text();
        return new Document().with("key", issued.shown()).and(listed(done(keys().find(call.caller(), name))));
    }

    private Answer list(Call call) {
        var all = done(keys().list(call.caller()));
        return Answers.ok(new Document()
                .withAll("api_keys", all.stream().map(this::listed).toList()));
    }

    private Document listed(ApiKeys.Listed listed) {
        var actor = listed.profile().actor();
        var terms = listed.key().terms();
        var token = listed.token();
        var by = workspace.directory().actor(actor.createdBy());
        var document = new Document()
                .with("name", actor.name().text())
                .with("form", terms.form().word())
                .with("status", status(listed))
                .withAll("vaults", Shares.places(listed.profile().vaults()))
                .with("created_at", actor.life().created().at())
                .with("created_by", by.map(creator -> creator.name().text()).orElse(""))
                .maybe("hint", token.map(Token::hint))
                .maybe("all_vaults", terms.everywhere().map(Members::word))
                .maybeAt("last_used_at", listed.key().usedAt())
                .maybeAt("expires_at", token.flatMap(ApiKeyRoutes::end));
        terms.limit()
                .ifPresent(limit -> document.with(
                        "limit",
                        new Document().with("requests", limit.requests()).with("per", limit.per())));
        if (revoked(actor)) document.with("deactivated_at", actor.life().updatedAt());
        return document;
    }

    private static Optional<Instant> end(Token token) {
        return token.until() instanceof Until.Moment(var at) ? Optional.of(at) : Optional.empty();
    }

    private static String status(ApiKeys.Listed listed) {
        if (revoked(listed.profile().actor())) return "deactivated";
        return listed.profile().tokens().isEmpty() ? "expired" : "active";
    }

    private static boolean revoked(Actor actor) {
        return actor.standing() == Actor.Standing.REVOKED;
    }

    private Answer rotate(Call call) {
        var key = named(call);
        var lasts = lasts(call.maybeBody().only("expires_in_seconds"));
        var rotated = lasts.map(time -> keys().rotate(call.caller(), key, time))
                .orElseGet(() -> keys().rotate(call.caller(), key));
        return Answers.ok(shown(call, done(rotated)));
    }

    private Answer deactivate(Call call) {
        var key = named(call);
        done(keys().deactivate(call.caller(), key));
        return Answers.message(
                "Deactivated " + key.name().text() + ": the key, its tokens and its sessions no longer count.");
    }

    private Actor named(Call call) {
        return done(keys().find(call.caller(), call.path("name"))).profile().actor();
    }
}
