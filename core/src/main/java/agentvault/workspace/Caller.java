package agentvault.workspace;

import agentvault.access.Via;
import agentvault.crypto.Scope;
import agentvault.id.Face;
import agentvault.id.Id;
import java.util.Optional;

/// Somebody who was authenticated: who, by what, through which face. What they may do is looked up at every operation.
///
/// @param shown the login for [Via#LOGIN], the session for [Via#SESSION], else the token; for [Via#EXCHANGED] the key's
public record Caller(Id actor, Via via, Id shown, Face face) {

    /// A user at the server's own console, who has no login that could end.
    public static Caller atConsole(Id user) {
        return new Caller(user, Via.LOGIN, user, Face.LOCAL);
    }

    boolean isAtConsole() {
        return via == Via.LOGIN && shown.equals(actor);
    }

    /// Where what was shown is kept, if that is not the workspace.
    Optional<Scope> shownIn() {
        return switch (via) {
            case SESSION -> Optional.of(Scope.shortLived(shown));
            case LOGIN -> isAtConsole() ? Optional.empty() : Optional.of(Scope.shortLived(actor));
            case AGENT_TOKEN, API_KEY, EXCHANGED -> Optional.empty();
        };
    }
}
