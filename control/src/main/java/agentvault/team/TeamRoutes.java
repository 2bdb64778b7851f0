package agentvault.team;

import agentvault.address.HostPolicy;
import agentvault.id.Face;
import agentvault.route.Route;
import agentvault.traffic.CredentialUses;
import agentvault.workspace.Workspace;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// Everything of 21st Agents' protocol that is answered. What its runtime and its control plane both have is at two
/// addresses.
///
/// @param uses when credentials were last used, and what was said to them
/// @param hosts which hosts a credential may be for
public record TeamRoutes(Workspace workspace, CredentialUses uses, HostPolicy hosts, InstantSource clock) {

    private static final String AGENTS = "/api/v1/agents";
    private static final List<String> VAULTS = List.of("/v1/mcp/vaults", "/api/v1/mcp/vaults");

    public List<Route> routes() {
        return Stream.concat(VAULTS.stream().flatMap(this::vaults), Stream.concat(agents(), variables()))
                .map(route -> route.on(Face.TWENTY_FIRST))
                .toList();
    }

    private Stream<Route> vaults(String at) {
        var vaults = new VaultCalls(workspace, uses);
        var credentials = new CredentialCalls(workspace, uses, hosts, clock);
        var one = at + "/{vault}";
        var credential = one + "/credentials/{credential}";
        return Stream.of(
                Route.callers("GET", at, vaults::list),
                Route.callers("POST", at, vaults::create),
                Route.callers("GET", one, vaults::show),
                Route.callers("PATCH", one, vaults::change),
                Route.callers("DELETE", one, vaults::end),
                Route.callers("POST", one + "/set-default", vaults::setDefault),
                Route.callers("POST", one + "/credentials", credentials::create),
                Route.callers("PATCH", credential, credentials::replace),
                Route.callers("DELETE", credential, credentials::end));
    }

    private Stream<Route> agents() {
        var agents = new AgentCalls(workspace, hosts);
        var one = AGENTS + "/{slug}";
        return Stream.of(
                Route.callers("GET", AGENTS, agents::list),
                Route.callers("GET", one, agents::show),
                Route.callers("PUT", one, agents::define),
                Route.callers("DELETE", one, agents::archive));
    }

    private Stream<Route> variables() {
        var variables = new VariableCalls(workspace);
        var at = AGENTS + "/{slug}/env";
        return Stream.of(
                Route.callers("GET", at, variables::list),
                Route.callers("PUT", at, variables::set),
                Route.callers("DELETE", at, variables::remove));
    }
}
