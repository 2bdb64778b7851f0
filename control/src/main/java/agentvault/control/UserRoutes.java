package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.Actor;
import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.document.Document;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.wire.Answer;
import agentvault.workspace.Actors;
import agentvault.workspace.Workspace;
import java.util.List;

/// Users: listing and finding them, changing their role, removing them.
record UserRoutes(Workspace workspace) {

    private static final String ONESELF = "me";

    /// Nobody's: asked for in the place of what is no address, so that whoever may not ask is told so.
    private static final EmailAddress NOBODY = new EmailAddress("nobody@invalid");

    List<Route> routes() {
        return List.of(
                Route.callers("GET", "/v1/users", this::list),
                Route.callers("GET", "/v1/admin/users/{email}", this::find),
                Route.callers("DELETE", "/v1/admin/users/{email}", this::delete),
                Route.callers("POST", "/v1/admin/users/{email}/role", this::changeRole));
    }

    private Answer list(Call call) {
        boolean owner = call.actor().role() == InstanceRole.OWNER;
        var users = done(workspace.users().list(call.caller()));
        return Answers.ok(new Document()
                .withAll(
                        "users", users.stream().map(user -> listed(user, owner)).toList()));
    }

    private static Document listed(Actors.Profile profile, boolean withVaults) {
        var document = common(profile.actor());
        if (withVaults) document.withAll("vaults", Shares.places(profile.vaults()));
        return document;
    }

    private static Document common(Actor user) {
        return new Document()
                .with("email", user.name().text())
                .with("role", user.role())
                .with("created_at", user.life().created().at());
    }

    private Answer find(Call call) {
        var profile = user(call);
        return Answers.ok(common(profile.actor())
                .withTexts(
                        "vaults",
                        profile.vaults().stream()
                                .map(place -> place.vault().slug().text())
                                .toList()));
    }

    private Answer delete(Call call) {
        var user = user(call).actor();
        done(workspace.users().delete(call.caller(), user));
        return Answers.ok(new Document()
                .with("status", "removed")
                .with("email", user.name().text()));
    }

    private Answer changeRole(Call call) {
        var user = user(call).actor();
        var role = call.body().choice("role", InstanceRole.class);
        done(workspace.actors().setRole(call.caller(), user, role));
        return Answers.ok(new Document().with("email", user.name().text()).with("role", role));
    }

    private Actors.Profile user(Call call) {
        var text = call.path("email");
        boolean oneself = text.equals(ONESELF) && call.actor().name().kind() == Actor.Kind.USER;
        var address = oneself ? call.actor().name().text() : text;
        return done(workspace
                .users()
                .find(call.caller(), EmailAddress.valid(address) ? new EmailAddress(address) : NOBODY));
    }
}
