package agentvault.control;

import static agentvault.workspace.Office.done;

import agentvault.access.Actor;
import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.Session;
import agentvault.access.UserInvite;
import agentvault.access.VaultRole;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.workspace.Agents;
import agentvault.workspace.ApiKeys;
import agentvault.workspace.Authentication;
import agentvault.workspace.Caller;
import agentvault.workspace.Logins.LoggedIn;
import agentvault.workspace.Office;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.time.Duration;
import java.util.List;

/// Everybody who may come to a server, with the token that they show: made through the operations, so that the routes
/// under test are not needed for it.
public final class Cast {

    private final ApiServer server;
    private final Workspace workspace;
    public final Caller owner;
    public final String ownerToken;

    /// A server that `ana@example.com` owns.
    public Cast(ApiServer server) {
        this.server = server;
        this.workspace = server.workspace;
        this.ownerToken = server.owner();
        var ana = workspace
                .directory()
                .actor(new Actor.Name(Actor.Kind.USER, "ana@example.com"))
                .orElseThrow();
        this.owner = Caller.atConsole(ana.id());
    }

    public Id vault(String name) {
        return server.workspace.vaults().named(new Slug(name)).orElseThrow().id();
    }

    public Id newVault(String name) {
        return done(workspace.vaults().create(owner, new Slug(name), Vaults.Naming.of(name)))
                .id();
    }

    /// A user without a role in any vault.
    public String user(String address, InstanceRole role) {
        return user(address, role, List.of());
    }

    public String userIn(String address, Id vault, VaultRole role) {
        return user(address, InstanceRole.MEMBER, List.of(new Session.Share(vault, role)));
    }

    private String user(String address, InstanceRole role, List<Session.Share> shares) {
        var invited = role == InstanceRole.NO_ACCESS ? InstanceRole.MEMBER : role;
        try (var issued = done(workspace
                        .invites()
                        .create(owner, new EmailAddress(address), new UserInvite.Offer(invited, shares)));
                var chosen = Office.secret(Office.PASSWORD)) {
            var joined = done(workspace.invites().accept(issued.shown(), chosen, Office.DEVICE, Face.AGENT_VAULT));
            if (role != invited) done(workspace.actors().setRole(owner, joined.user(), role));
            return shown(joined);
        }
    }

    private static String shown(LoggedIn login) {
        return ApiServer.shown(login.shown());
    }

    public String agent(String name, InstanceRole role) {
        return agent(name, role, List.of(), Until.forever());
    }

    public String agentIn(String name, Id vault, VaultRole role) {
        return agent(name, InstanceRole.NO_ACCESS, List.of(new Session.Share(vault, role)), Until.forever());
    }

    public String agentUntil(String name, Duration life) {
        return agent(name, InstanceRole.OWNER, List.of(), Until.at(server.now().plus(life)));
    }

    private String agent(String name, InstanceRole role, List<Session.Share> shares, Until until) {
        var plan = new Agents.Plan(new Slug(name), role, shares, until);
        return ApiServer.shown(done(workspace.agents().create(owner, plan)).shown());
    }

    /// An API key with a role in a vault.
    public String apiKeyIn(String label, Id vault, VaultRole role) {
        var issued = done(workspace.actors().apiKeys().create(owner, ApiKeys.Plan.named(label)));
        done(workspace.grants().give(owner, vault, issued.actor().id(), role));
        return ApiServer.shown(issued.shown());
    }

    /// A session that the owner made over a vault.
    public String session(Id vault, VaultRole role) {
        return session(owner, vault, role);
    }

    public String session(Caller by, Id vault, VaultRole role) {
        var egress = new Session.Egress(UnmatchedHosts.DENY, List.of());
        var until = Until.at(server.now().plus(Duration.ofHours(1)));
        return ApiServer.shown(
                done(workspace.sessions().create(by, List.of(new Session.Share(vault, role)), egress, "run", until))
                        .shown());
    }

    /// The caller that a token stands for.
    public Caller caller(String token) {
        try (var shown = Office.secret(token)) {
            if (workspace.authentication().of(shown, Face.AGENT_VAULT) instanceof Authentication.Result.Known known)
                return known.caller();
            throw new AssertionError("nobody");
        }
    }
}
