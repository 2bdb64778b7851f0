package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.UserInvite;
import agentvault.access.VaultRole;
import agentvault.crypto.Secret;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.gate.Attempts;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.wire.Answer;
import agentvault.workspace.Invites;
import agentvault.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/// Invites: offering people to become users, and accepting the offer.
record InviteRoutes(
        Workspace workspace,
        VaultNames names,
        Courier courier,
        Attempts attempts,
        InstantSource clock,
        String address) {

    List<Route> routes() {
        return List.of(
                Route.callers("POST", "/v1/users/invites", this::create),
                Route.callers("GET", "/v1/users/invites", this::list),
                Route.callers("DELETE", "/v1/users/invites/{token}", this::revoke),
                Route.callers("POST", "/v1/users/invites/{token}/reinvite", this::reinvite),
                Route.anybody("GET", "/v1/users/invites/{token}/details", this::details),
                Route.anybody("POST", "/v1/users/invites/{token}/accept", this::accept));
    }

    private Answer create(Call call) {
        var body = call.body();
        var email = body.text("email", EmailAddress::new);
        var role = body.choice("role", InstanceRole.class, InstanceRole.MEMBER);
        var shares = Shares.read(
                body, VaultRole.MEMBER, vault -> names.named(call, vault).id());
        if (shares.stream().anyMatch(share -> share.role() == VaultRole.PROXY)) {
            throw new Unfit("vaults", "A user is member or admin of a vault.");
        }
        var issued = done(workspace.invites().create(call.caller(), email, new UserInvite.Offer(role, shares)));
        var document = new Document()
                .with("id", issued.invite().id().toString())
                .with("email", email.text())
                .with("role", role)
                .withAll("vaults", Shares.write(workspace, shares));
        return Answers.created(sent(call, document, issued));
    }

    /// The link goes to whoever invites only if no letter took it to whoever is invited.
    private Document sent(Call call, Document document, Invites.Issued issued) {
        var base = (address.isEmpty() ? call.visit().origin() : address) + "/invite/";
        boolean brought = courier.ready()
                && courier.brings(issued.invite().address(), new Courier.Letter.Invitation(base, issued.shown()));
        document.with("email_sent", brought)
                .with("expires_at", issued.invite().span().expiresAt());
        if (brought) {
            issued.close();
            return document;
        }
        if (courier.ready()) document.with("email_error", "The letter could not be sent.");
        return document.with("invite_link", base, issued.shown());
    }

    private Answer list(Call call) {
        var wanted = call.query().choice("status", UserInvite.Standing.class);
        var now = clock.instant();
        var invites = done(workspace.invites().list(call.caller()));
        var known = names.known(call);
        return Answers.ok(new Document()
                .withAll(
                        "invites",
                        invites.stream()
                                .filter(invite -> wanted.isEmpty() || invite.standing(now) == wanted.get())
                                .map(invite -> listed(invite, known))
                                .toList()));
    }

    private Document listed(UserInvite invite, Predicate<Id> known) {
        return new Document()
                .with("id", invite.id().toString())
                .with("email", invite.address().text())
                .with("role", invite.offer().role())
                .with("token", "")
                .with("status", invite.standing(clock.instant()))
                .with(
                        "created_by",
                        workspace
                                .directory()
                                .actor(invite.invitedBy())
                                .map(actor -> actor.name().text())
                                .orElse(""))
                .withAll("vaults", Shares.write(workspace, invite.offer().vaults(), known))
                .with("expires_at", invite.span().expiresAt())
                .with("created_at", invite.span().created().at());
    }

    private Answer revoke(Call call) {
        var revoked = done(workspace.invites().revoke(call.caller(), invite(call)));
        return Answers.message("Revoked the invite of " + revoked.address() + ".");
    }

    private Answer reinvite(Call call) {
        var issued = done(workspace.invites().reinvite(call.caller(), invite(call)));
        var document = new Document().with("email", issued.invite().address().text());
        return Answers.created(sent(call, document, issued));
    }

    /// By the token, or by the id that lists show.
    private Id invite(Call call) {
        var text = call.path("token");
        return IdForm.parse(IdKind.VAULT, text).orElseGet(() -> {
            try (var shown = shown(text)) {
                return done(workspace.invites().find(shown)).id();
            }
        });
    }

    private Answer details(Call call) {
        attempts.from(call.visit(), "invite");
        try (var shown = shown(call.path("token"))) {
            var invite = done(workspace.invites().find(shown));
            var standing = invite.standing(clock.instant());
            if (standing != UserInvite.Standing.PENDING) {
                return Answers.ok(new Document()
                        .with("error", true)
                        .with("error_title", "Invite " + Members.word(standing))
                        .with("error_message", "This invite is " + Members.word(standing) + ": ask for another one."));
            }
            return Answers.ok(new Document()
                    .with("email", invite.address().text())
                    .with("role", invite.offer().role())
                    .withAll("vaults", Shares.write(workspace, invite.offer().vaults()))
                    .with("needs_account", true));
        }
    }

    private Answer accept(Call call) {
        attempts.from(call.visit(), "invite");
        var body = call.body();
        try (var shown = shown(call.path("token"));
                var password = body.secret("password")) {
            var device = Devices.read(body);
            return LoginAnswers.opened(
                    call,
                    200,
                    done(workspace.invites().accept(shown, password, device, Face.AGENT_VAULT)),
                    "You are in.");
        }
    }

    private static Secret shown(String text) {
        return Secret.take(text.getBytes(StandardCharsets.UTF_8));
    }
}
