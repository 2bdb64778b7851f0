package agentvault.console;

import agentvault.access.Login;
import agentvault.access.UserInvite;
import agentvault.crypto.Secret;
import agentvault.gate.Attempts;
import agentvault.gate.Cookies;
import agentvault.id.Face;
import agentvault.route.Call;
import agentvault.route.Problems;
import agentvault.wire.Answer;
import agentvault.workspace.Logins.LoggedIn;
import agentvault.workspace.Outcome;
import agentvault.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/// The page on which somebody who was invited becomes a user.
public record Invitation(Workspace workspace, Attempts attempts, InstantSource clock) {

    private static final String OF_USERS = "av_uinv_";
    private static final Login.Device BROWSER = new Login.Device("Browser");

    /// Whether a link invites a person, and not an agent.
    public static boolean isFor(String link) {
        return link.startsWith(OF_USERS);
    }

    /// Says what to do with the link. Looking does not use it up.
    public Answer show(Call call) {
        return page(call, 200, "");
    }

    private Answer page(Call call, int status, String trouble) {
        attempts.from(call.visit(), "invite");
        var link = call.path("token");
        try (var shown = Secret.take(link.getBytes(StandardCharsets.UTF_8))) {
            return switch (workspace.invites().find(shown)) {
                case Outcome.Done<UserInvite>(var invite) -> page(status, link, invite, trouble);
                case Outcome.Refused<UserInvite> _ -> Pages.notice(404, Notice.unknownInvite());
            };
        }
    }

    private Answer page(int status, String link, UserInvite invite, String trouble) {
        return switch (invite.standing(clock.instant())) {
            case PENDING ->
                Pages.invitation(
                        status,
                        new InvitationPage(link, Visible.text(invite.address().text()), vaults(invite), trouble));
            case ACCEPTED, REVOKED, EXPIRED -> Pages.notice(410, Notice.endedInvite());
        };
    }

    private List<String> vaults(UserInvite invite) {
        return invite.offer().vaults().stream()
                .flatMap(share -> workspace.directory().vault(share.vault()).stream())
                .map(vault -> vault.slug().text())
                .toList();
    }

    /// Makes a user with the password that was typed in, who is logged in from then on.
    Answer accept(Call call) {
        try (var form = Form.read(call.request());
                var shown = Secret.take(call.path("token").getBytes(StandardCharsets.UTF_8))) {
            attempts.from(call.visit(), "invite");
            return switch (workspace.invites().accept(shown, form.password(), BROWSER, Face.AGENT_VAULT)) {
                case Outcome.Done<LoggedIn>(var login) -> {
                    try (login) {
                        var joined = Pages.notice(
                                200, Notice.joined(login.user().name().text()));
                        yield Cookies.kept(joined, login.shown(), call.visit());
                    }
                }
                case Outcome.Refused<LoggedIn>(var problem) ->
                    page(call, Problems.of(problem).status(), problem.sentence());
            };
        }
    }
}
