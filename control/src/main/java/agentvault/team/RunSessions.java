package agentvault.team;

import agentvault.access.Mandate;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.route.Call;
import agentvault.route.Declined;
import agentvault.route.Problems;
import agentvault.route.Trouble;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.workspace.Caller;
import agentvault.workspace.Resolution;
import agentvault.workspace.Runs;
import agentvault.workspace.Sessions;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Makes the sessions of runs: their vaults are found, hosts that no service names are let through.
public record RunSessions(Workspace workspace) {

    private static final Session.Egress EVERYTHING = new Session.Egress(UnmatchedHosts.PASSTHROUGH, List.of());

    /// A session of a run, and how its vaults were found.
    public record Made(Sessions.Issued issued, Document resolution) {}

    /// Whether the session of a run is asked for, and not one whose vaults are named by their names. A token that was
    /// exchanged for a key makes no others.
    public static boolean asked(Call call, Members body) {
        return call.mandate().isPresent() || body.has("agent") || body.has("vaultIds") || body.has("externalUserId");
    }

    public Made make(Call call, Members body, String label, Until until) {
        checkHolder(call.caller());
        call.mandate().ifPresent(mandate -> checkWithin(mandate, body));
        for (var other : List.of("vault", "vaults", "vault_role", "unmatched_host_policy", "allow", "socket")) {
            if (body.has(other))
                throw body.unfit(other, " does not go together with agent, vaultIds or externalUserId");
        }
        var caller = acting(call.caller());
        var ready = ready(body, found(caller, body, call.mandate().flatMap(Mandate::externalUser)));
        var shares = ready.resolved().vaults().stream()
                .map(vault -> new Session.Share(vault, VaultRole.PROXY))
                .toList();
        var issued = Problems.done(workspace
                .sessions()
                .create(
                        caller,
                        shares,
                        EVERYTHING,
                        label,
                        until.orSooner(call.known().until())));
        return new Made(issued, told(ready));
    }

    private static void checkHolder(Caller caller) {
        if (caller.via() != Via.AGENT_TOKEN && caller.via() != Via.SESSION) return;
        throw Trouble.of(403, "api_key_required", "A run takes an API key, no agent's or session's token.")
                .hinting("Send the names of vaults in their place: {\"vaults\": [...]}.")
                .declined();
    }

    /// What a browser shows chooses no vaults, no other user, and no agent that it was not made for.
    private static void checkWithin(Mandate mandate, Members body) {
        if (body.has("vaultIds") || body.has("vault") || body.has("vaults"))
            throw beyond("It chooses no vaults: they follow from its user and its agent.");
        if (!mandate.agents().isEmpty()
                && body.maybeText("agent").filter(mandate::covers).isEmpty())
            throw beyond("It is for " + String.join(", ", mandate.agents()) + ": name one of them as agent.");
        var user = body.maybeText("externalUserId").map(String::strip);
        if (user.isPresent() && !user.equals(mandate.externalUser()))
            throw beyond("It stands for its own user alone: leave externalUserId out.");
    }

    private static Declined beyond(String why) {
        return Trouble.of(403, "beyond_token", "This token was exchanged for a key. " + why)
                .hinting("What else a run needs, the holder of the key asks for.")
                .declined();
    }

    /// The key acts, within what the token that was exchanged for it allows.
    private static Caller acting(Caller by) {
        var via = by.via() == Via.EXCHANGED ? Via.API_KEY : by.via();
        return new Caller(by.actor(), via, by.shown(), Face.TWENTY_FIRST);
    }

    /// @param bound the user that a token stands for, if it stands for one
    private Runs.Found found(Caller caller, Members body, Optional<String> bound) {
        var agent = body.maybeText("agent").map(RunSessions::slug);
        Resolution.Wish wish =
                body.has("vaultIds") ? new Resolution.Wish.Named(AgentCalls.ids(body)) : new Resolution.Wish.Unnamed();
        var wanted = new Runs.Wanted(agent, wish, bound.orElseGet(() -> body.text("externalUserId", "")));
        return Problems.done(new Runs(workspace).find(caller, wanted));
    }

    private static Slug slug(String text) {
        if (Slug.valid(text)) return new Slug(text);
        throw unknownAgent(Members.cut(text));
    }

    private static Runs.Found.Ready ready(Members body, Runs.Found found) {
        return switch (found) {
            case Runs.Found.Ready ready -> ready;
            case Runs.Found.UnknownAgent(var agent) -> throw unknownAgent(agent.text());
            case Runs.Found.Unavailable(var vault) ->
                throw Trouble.of(
                                403,
                                "vault_resolution_failed",
                                unavailable(body, vault) + " is not available in this workspace.")
                        .hinting("Name active vaults that the key has a role in.")
                        .declined();
            case Runs.Found.Uncovered(var missing) ->
                throw Trouble.of(
                                422,
                                "vault_coverage_missing",
                                "No vault has a credential for " + String.join(", ", missing) + ".")
                        .hinting("Add the credentials, or name a vault that has them.")
                        .telling(new Document().withTexts("missing", missing))
                        .declined();
        };
    }

    /// A vault that somebody else has pinned is not told of.
    private static String unavailable(Members body, Id vault) {
        return body.has("vaultIds") ? "The vault " + vault : "A vault that the agent's definition names";
    }

    private static Declined unknownAgent(String agent) {
        return Trouble.of(404, "agent_not_found", "Agent \"" + agent + "\" not found.")
                .hinting("Define it: agent-vault definition create SLUG, or PUT /api/v1/agents/SLUG")
                .declined();
    }

    private static Document told(Runs.Found.Ready ready) {
        var resolved = ready.resolved();
        var resolution = new Document()
                .with("layer", resolved.by() == Resolution.Layer.USUAL ? "default" : word(resolved.by()))
                .withTexts(
                        "vaultIds", resolved.vaults().stream().map(Id::toString).toList())
                .withTexts("missing", ready.missing());
        return new Document().with("resolution", resolution);
    }

    private static String word(Resolution.Layer layer) {
        return layer.name().toLowerCase(Locale.ROOT);
    }
}
