package agentvault.access;

import agentvault.id.Id;
import java.util.Map;
import java.util.Optional;

/// What somebody may do at this moment: who they are, what they showed, and their role in each vault.
///
/// @param roles the grants of an actor, or the effective shares of a session
public record Rights(Actor actor, Via via, Map<Id, VaultRole> roles) {

    public Rights {
        roles = Map.copyOf(roles);
    }

    public Optional<VaultRole> roleIn(Id vault) {
        return Optional.ofNullable(roles.get(vault));
    }
}
