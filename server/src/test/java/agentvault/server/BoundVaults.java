package agentvault.server;

import static agentvault.server.KilledOperation.done;

import agentvault.access.Actor;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.Metadata;
import agentvault.vault.Reach;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.workspace.ApiKeys;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Caller;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// An API key of a workspace that makes vaults, credentials for MCP servers in them, and sessions over them.
record BoundVaults(Workspace workspace, Actor key, Caller caller) {

    static BoundVaults in(Workspace workspace) {
        var owner = KilledOperation.owner(workspace);
        try (var issued = done(workspace.actors().apiKeys().create(owner, ApiKeys.Plan.named("cloud")))) {
            var key = issued.actor();
            return new BoundVaults(
                    workspace,
                    key,
                    new Caller(key.id(), Via.API_KEY, issued.token().id(), Face.QODER));
        }
    }

    Id vault(String name) {
        return done(workspace.vaults().create(caller, Vaults.Naming.of(name))).id();
    }

    Credential bind(Id vault, String address, Binding.Transport transport, String token) {
        var url = url(address);
        var plan = new BoundCredentials.Plan(
                new Binding.Target.McpServer(url, transport),
                BoundCredentials.bearerFor(new Reach.Destinations(url.exactDestinations())),
                "",
                Metadata.EMPTY,
                new Credential.Type.Static(),
                Integer.MAX_VALUE);
        try (var value = Secret.take(token.toCharArray())) {
            return done(workspace.boundCredentials().add(caller, vault, plan, Map.of(Material.Part.VALUE, value)))
                    .credential();
        }
    }

    private static ServerUrl url(String address) {
        return switch (ServerUrl.parse(address, HostPolicy.INTERNAL_ALLOWED)) {
            case ServerUrlResult.Valid(var url) -> url;
            case ServerUrlResult.Invalid(var reason) -> throw new AssertionError(reason);
        };
    }

    /// The token of a session over these vaults that lets unmatched requests pass.
    String session(Id... vaults) {
        var shares = Stream.of(vaults)
                .map(vault -> new Session.Share(vault, VaultRole.PROXY))
                .toList();
        var egress = new Session.Egress(UnmatchedHosts.PASSTHROUGH, List.of());
        try (var issued = done(workspace.sessions().create(caller, shares, egress, "", Until.forever()))) {
            return issued.shown().reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        }
    }
}
