package agentvault.workspace;

import agentvault.access.Action;
import agentvault.access.Permissions.Target;
import agentvault.trail.Entry;
import java.util.List;

/// Says whether somebody may see what is kept beside the rows of a workspace: the trail and the figures.
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

    private Outcome<Caller> permitted(Caller caller, Action action) {
        var ask = new Workspace.Ask(caller, action, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(ask, _ -> Outcome.done(caller));
    }
}
