package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.Login;
import agentvault.access.Mandate;
import agentvault.access.Via;
import agentvault.document.Document;
import agentvault.gate.Attempts;
import agentvault.gate.Cookies;
import agentvault.id.Face;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Identity;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.Until;
import agentvault.wire.Answer;
import agentvault.workspace.Logins.LoggedIn;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A user's own logins, password and account.
record LoginRoutes(Workspace workspace, Attempts attempts) {

    List<Route> routes() {
        return List.of(
                Route.anybody("POST", "/v1/auth/login", this::login),
                Route.anybody("POST", "/v1/auth/logout", this::logout),
                Route.callers("GET", "/v1/auth/me", this::me).orBrowsers(),
                Route.callers("POST", "/v1/auth/change-password", this::changePassword),
                Route.callers("DELETE", "/v1/auth/account", this::deleteAccount),
                Route.callers("GET", "/v1/auth/sessions", this::list),
                Route.callers("DELETE", "/v1/auth/sessions/{id}", this::revoke));
    }

    private Answer login(Call call) {
        var body = call.body();
        var email = body.text("email");
        var attempt = attempts.from(call.visit(), "login", email);
        try (var password = body.secret("password")) {
            var device = Devices.read(body);
            if (!EmailAddress.valid(email)) throw wrong().declined();
            var login = done(workspace.logins().open(new EmailAddress(email), password, device, Face.AGENT_VAULT));
            return Attempts.counted(LoginAnswers.answer(call, 200, new Document(), login), attempt);
        }
    }

    private static Trouble wrong() {
        return Trouble.of(401, "wrong_login", "Invalid email or password");
    }

    /// Always well: whoever has no login is out already.
    private Answer logout(Call call) {
        if (call.identity() instanceof Identity.Known known && known.caller().via() == Via.LOGIN) {
            done(workspace.logins().end(known.caller()));
        }
        return Cookies.dropped(Answers.ok(new Document().with("status", "ok")), call.visit());
    }

    private Answer me(Call call) {
        var actor = call.actor();
        if (call.caller().via() == Via.SESSION) {
            throw Trouble.of(401, "not_authenticated", "Not authenticated")
                    .hinting("A session's token stands for nobody: show an agent's token, or log in.")
                    .declined();
        }
        var document = switch (actor.name().kind()) {
            case USER ->
                new Document().with("type", "user").with("email", actor.name().text());
            case AGENT ->
                new Document()
                        .with("type", "agent")
                        .with("agent_name", actor.name().text());
            case API_KEY ->
                new Document()
                        .with("type", "api_key")
                        .with("label", actor.name().text());
        };
        call.mandate().ifPresent(mandate -> document.with("exchanged", exchanged(mandate)));
        return Answers.ok(document.with("role", actor.role()).with("is_owner", actor.role() == InstanceRole.OWNER));
    }

    /// What a token is for that was exchanged for an API key.
    private static Document exchanged(Mandate mandate) {
        return new Document().withTexts("agents", mandate.agents()).maybe("external_user", mandate.externalUser());
    }

    private Answer changePassword(Call call) {
        ownLogins(call);
        var attempt =
                attempts.from(call.visit(), "password", call.actor().name().text());
        var body = call.body();
        try (var current = body.secret("current_password");
                var next = body.secret("new_password")) {
            var login = done(sayingWhich(workspace.passwords().change(call.caller(), current, next)));
            return Attempts.counted(LoginAnswers.answer(call, 200, new Document(), login), attempt);
        }
    }

    /// A client that is told 401 would think that its login is over.
    private static Outcome<LoggedIn> sayingWhich(Outcome<LoggedIn> outcome) {
        if (outcome instanceof Outcome.Refused<LoggedIn>(var problem) && problem.code() == Problem.Code.WRONG_LOGIN) {
            throw Trouble.of(400, "wrong_password", "The current password is another one")
                    .declined();
        }
        return outcome;
    }

    private Answer deleteAccount(Call call) {
        ownLogins(call);
        var user = done(workspace.users().deleteOwn(call.caller()));
        var answer = new Document()
                .with("status", "deleted")
                .with("email", user.name().text());
        return Cookies.dropped(Answers.ok(answer), call.visit());
    }

    private Answer list(Call call) {
        return Answers.ok(new Document()
                .withAll(
                        "sessions",
                        ownLogins(call).stream()
                                .map(login -> listed(call, login))
                                .toList()));
    }

    private static Document listed(Call call, Login login) {
        var label = login.device().label();
        var document = new Document().with("id", login.publicId());
        if (!label.isEmpty()) document.with("device_label", label);
        var ends = login.ends() instanceof Until.Moment(var at) ? Optional.of(at) : Optional.<Instant>empty();
        return document.with("created_at", login.created().at())
                .with("last_used_at", login.usedAt())
                .maybeAt("expires_at", ends)
                .with("current", login.id().equals(call.caller().shown()));
    }

    private Answer revoke(Call call) {
        var login = done(workspace.logins().revoke(call.caller(), call.path("id")));
        boolean current = login.id().equals(call.caller().shown());
        var answer = Answers.ok(new Document().with("status", "revoked").with("current", current));
        return current ? Cookies.dropped(answer, call.visit()) : answer;
    }

    /// Leaves with 403 for whoever is no user with a login.
    private List<Login> ownLogins(Call call) {
        return done(workspace.logins().list(call.caller()));
    }
}
