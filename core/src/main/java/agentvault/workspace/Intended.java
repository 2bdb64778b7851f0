package agentvault.workspace;

import agentvault.crypto.Scope;
import agentvault.id.Face;
import agentvault.id.Id;
import java.util.Collection;
import java.util.List;

/// What the trail is told before a change.
record Intended(Id actor, String action, Face face, Collection<Scope> scopes, List<Id> targets, String detail) {
    static Intended of(Workspace.Ask ask) {
        var caller = ask.caller();
        return new Intended(
                caller.actor(), ask.action().name(), caller.face(), ask.scopes(), ask.targets(), ask.detail());
    }

    static Intended of(Workspace.Errand errand) {
        return new Intended(
                errand.actor(), errand.action(), errand.face(), errand.scopes(), List.of(), errand.detail());
    }
}
