package agentvault.cloud;

import agentvault.address.HostPolicy;
import agentvault.route.Route;
import agentvault.traffic.CredentialUses;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.McpServers;
import agentvault.workspace.Workspace;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// Vaults and their credentials, in both protocols.
///
/// @param servers who are asked for the tokens of OAuth credentials
/// @param mcp who are asked whether they take them
/// @param uses when credentials were used, and what was said to them
/// @param hosts which hosts a credential may be for
/// @param address where clients reach the server; empty if nobody has said
public record CloudVaults(
        Workspace workspace,
        AuthorizationServers servers,
        McpServers mcp,
        CredentialUses uses,
        HostPolicy hosts,
        InstantSource clock,
        String address) {

    public List<Route> routes() {
        var start = new OauthStart(workspace, new Finding(workspace), servers, hosts, address);
        return Stream.concat(
                        start.routes().stream(), Stream.of(Manner.values()).flatMap(manner -> routes(manner).stream()))
                .toList();
    }

    private List<Route> routes(Manner manner) {
        var finding = new Finding(workspace);
        var once = new Once(workspace);
        var making = new CredentialMaking(manner, workspace, new CredentialForm(hosts, workspace.settings(), clock));
        var patch = new CredentialPatch(manner, hosts, clock);
        var validation = new Validation(workspace, servers, mcp, uses, clock);
        return Stream.of(
                        new VaultCalls(manner, workspace, finding, once, making).routes(),
                        new CredentialCalls(manner, workspace, finding, once, making, patch, validation).routes())
                .flatMap(List::stream)
                .toList();
    }
}
