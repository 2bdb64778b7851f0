package agentvault.workspace;

import agentvault.access.Actor;
import agentvault.access.Grant;
import agentvault.access.Permissions.Target;
import agentvault.access.Rights;
import agentvault.access.Session;
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

    /// Empty if the actor is gone, or the session has ended.
    Optional<Rights> of(Caller caller, Target target, Instant now) {
        var actor = contents.apply(Scope.workspace(installation)).find(Actor.class, caller.actor());
        if (actor.isEmpty()) return Optional.empty();
        if (!(target instanceof Target.OfVault(var vault))) {
            return Optional.of(new Rights(actor.get(), caller.via(), Map.of()));
        }
        var grants = contents.apply(Scope.vault(vault))
                .all(Grant.class, grant -> grant.actor().equals(caller.actor()));
        if (caller.via() == Via.SESSION) {
            var session = contents.apply(Scope.shortLived(caller.shown()))
                    .find(Session.class, caller.shown())
                    .filter(live -> live.live(now) && live.actor().equals(caller.actor()));
            return session.map(live -> new Rights(actor.get(), caller.via(), shares(live, grants)));
        }
        Map<Id, VaultRole> roles = grants.stream()
                .findFirst()
                .map(grant -> Map.of(vault, grant.role()))
                .orElse(Map.of());
        return Optional.of(new Rights(actor.get(), caller.via(), roles));
    }

    private static Map<Id, VaultRole> shares(Session session, List<Grant> grants) {
        var roles = new HashMap<Id, VaultRole>();
        session.effective(grants).forEach(share -> roles.put(share.vault(), share.role()));
        return roles;
    }
}
