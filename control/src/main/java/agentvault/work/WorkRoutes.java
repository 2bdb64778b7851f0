package agentvault.work;

import agentvault.address.HostPolicy;
import agentvault.cloud.Manner;
import agentvault.cloud.Once;
import agentvault.route.Route;
import agentvault.workspace.Environments;
import agentvault.workspace.Workspace;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// Agent definitions, environments and sessions: in both cloud protocols, and definitions in our own.
///
/// @param outlet what a session's traffic goes through
/// @param hosts which hosts an environment may name
public record WorkRoutes(Workspace workspace, Outlet outlet, HostPolicy hosts, InstantSource clock) {

    public List<Route> routes() {
        return Stream.concat(
                        new DefinitionRoutes(workspace).routes().stream(),
                        Stream.of(Manner.values()).flatMap(manner -> routes(manner).stream()))
                .toList();
    }

    private List<Route> routes(Manner manner) {
        var once = new Once(workspace);
        var access = new Access(workspace, outlet);
        return Stream.of(
                        new AgentCalls(manner, workspace, once).routes(),
                        new EnvironmentCalls(manner, new Environments(workspace), once, hosts).routes(),
                        new SessionCalls(manner, workspace, once, access, clock).routes())
                .flatMap(List::stream)
                .toList();
    }
}
