package agentvault.workspace;

import agentvault.access.Action;
import agentvault.access.Permissions.Target;
import agentvault.id.Id;
import agentvault.trail.Entry;
import java.util.List;

/// Says whether somebody may see what is kept beside the rows of a workspace: the trail, the figures, and what
/// passed.
public final class Permits {

    private final Workspace workspace;

    public Permits(Workspace workspace) {
        this.workspace = workspace;
    }

    public Outcome<Caller> readTrail(Caller caller) {
        return permitted(caller, Action.READ_TRAIL);
    }

    /// Taking the whole trail away leaves an entry in it first.
    public Outcome<Caller> exportTrail(Caller caller) {
        return permitted(caller, Action.READ_TRAIL).then(allowed -> {
            workspace.event(allowed, "EXPORT_TRAIL", Entry.NONE, "");
            return Outcome.done(allowed);
        });
    }

    public Outcome<Caller> readFigures(Caller caller) {
        return permitted(caller, Action.READ_FIGURES);
    }

    /// What passed through the proxy for a vault.
    public Outcome<Caller> readLogs(Caller caller, Id vault) {
        return workspace.look(Workspace.Ask.inVault(caller, Action.READ_LOGS, vault, ""), _ -> Outcome.done(caller));
    }

    private Outcome<Caller> permitted(Caller caller, Action action) {
        var ask = new Workspace.Ask(caller, action, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(ask, _ -> Outcome.done(caller));
    }
}
