package agentvault.workspace;

import agentvault.access.Actor;
import agentvault.access.Grant;
import agentvault.access.Login;
import agentvault.access.Permissions.Target;
import agentvault.access.Rights;
import agentvault.access.Session;
import agentvault.access.Token;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Looks up what a caller may do at this moment, in proven contents.
final class Authority {

    private final Id installation;
    private final Function<Scope, Contents> contents;

    Authority(Id installation, Function<Scope, Contents> contents) {
        this.installation = installation;
        this.contents = contents;
    }

    /// Empty if the actor is gone, or what was shown has ended.
    Optional<Rights> of(Caller caller, Target target, Instant now) {
        var workspace = contents.apply(Scope.workspace(installation));
        return workspace
                .find(Actor.class, caller.actor())
                .filter(_ -> holds(caller, workspace, now))
                .map(actor -> new Rights(actor, caller.via(), roles(caller, target, now)));
    }

    private boolean holds(Caller caller, Contents workspace, Instant now) {
        return switch (caller.via()) {
            case LOGIN -> caller.isAtConsole() || login(caller, now);
            case SESSION -> session(caller, now).isPresent();
            case AGENT_TOKEN, API_KEY, EXCHANGED ->
                workspace
                        .find(Token.class, caller.shown())
                        .filter(token -> token.live(now) && token.subjectId().equals(caller.actor()))
                        .isPresent();
        };
    }

    private boolean login(Caller caller, Instant now) {
        return contents.apply(Scope.shortLived(caller.actor()))
                .find(Login.class, caller.shown())
                .filter(login -> login.live(now) && login.user().equals(caller.actor()))
                .isPresent();
    }

    private Optional<Session> session(Caller caller, Instant now) {
        return contents.apply(Scope.shortLived(caller.shown()))
                .find(Session.class, caller.shown())
                .filter(live -> live.live(now) && live.actor().equals(caller.actor()));
    }

    private Map<Id, VaultRole> roles(Caller caller, Target target, Instant now) {
        if (!(target instanceof Target.OfVault(var vault))) return Map.of();
        var grants = contents.apply(Scope.vault(vault))
                .all(Grant.class, grant -> grant.actor().equals(caller.actor()));
        if (caller.via() == Via.SESSION) {
            return session(caller, now).map(live -> shares(live, grants)).orElse(Map.of());
        }
        return grants.stream()
                .findFirst()
                .map(grant -> Map.of(vault, grant.role()))
                .orElse(Map.of());
    }

    private static Map<Id, VaultRole> shares(Session session, List<Grant> grants) {
        var roles = new HashMap<Id, VaultRole>();
        session.effective(grants).forEach(share -> roles.put(share.vault(), share.role()));
        return roles;
    }
}
