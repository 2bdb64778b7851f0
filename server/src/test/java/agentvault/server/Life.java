package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static java.nio.charset.StandardCharsets.UTF_8;

import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.Login;
import agentvault.access.Session;
import agentvault.access.UserInvite;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.canary.Canary;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.Octets;
import agentvault.crypto.Secret;
import agentvault.definition.Definition;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Material;
import agentvault.vault.Metadata;
import agentvault.vault.OauthSettings;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.workspace.Agents;
import agentvault.workspace.ApiKeys;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Caller;
import agentvault.workspace.Outcome;
import agentvault.workspace.Passwords;
import agentvault.workspace.Problem;
import agentvault.workspace.Proposals;
import agentvault.workspace.Registration.Registered;
import agentvault.workspace.Services;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Everything that can happen in a workspace, once, with marked secrets wherever a secret can be.
final class Life {

    private static final Login.Device DEVICE = new Login.Device("laptop");
    private static final CredentialKey KEY = new CredentialKey("STRIPE_KEY");
    private static final CredentialKey OTHER = new CredentialKey("GITHUB_TOKEN");

    private final Workspace workspace;
    private final Canary canary;
    private final List<Object> seen = new ArrayList<>();
    private Caller owner = new Caller(new Id(1, 1), Via.LOGIN, new Id(1, 1), Face.LOCAL);

    /// @param canary is told every token that is made
    Life(Workspace workspace, Canary canary) {
        this.workspace = workspace;
        this.canary = canary;
    }

    /// Outcomes, refusals and exceptions: whatever the operations gave back.
    List<Object> seen() {
        return seen;
    }

    void live(KeyProvider provider, KeyProvider next) {
        people();
        owner = KilledOperation.owner(workspace);
        Id vault = vault("first");
        set(vault, KEY, "set");
        set(vault, KEY, "overwritten");
        set(vault, OTHER, "deleted");
        serve(vault);
        reveal(vault);
        see(workspace.credentials().delete(owner, vault, List.of(OTHER)));
        oauth(vault);
        variable();
        propose(vault);
        sessions(vault);
        failures(vault);
        end(vault("archived"), id -> see(workspace.vaults().archive(owner, id)));
        end(vault("deleted"), id -> see(workspace.vaults().delete(owner, id)));
        see(workspace.rootKeys().rotate(provider, _ -> {}));
        see(workspace.rootKeys().handOver(next));
        see(workspace.proposals().expire(vault));
        see(workspace.credentials().list(owner, vault));
        see(workspace.users().list(owner));
        see(workspace.agents().list(owner));
        see(workspace.actors().apiKeys().list(owner));
    }

    /// Every way to a password, a login and an invite.
    private void people() {
        var ana = new EmailAddress("ana@example.com");
        try (var first = marked("first-password");
                var second = marked("second-password");
                var third = marked("third-password")) {
            var registered = see(done(workspace.registration().register(ana, first, DEVICE, Face.AGENT_VAULT)));
            if (!(registered instanceof Registered.Owner(var login))) throw new AssertionError("not the first");
            tell(login.shown());
            see(workspace.logins().open(ana, second, DEVICE, Face.AGENT_VAULT));
            var caller = login.caller(Face.AGENT_VAULT);
            try (var changed = see(done(workspace.passwords().change(caller, first, second)))) {
                tell(changed.shown());
                invite(changed.caller(Face.AGENT_VAULT));
            }
            var code = done(workspace.passwords().forgot(ana, Face.AGENT_VAULT)).orElseThrow();
            var reset = new Passwords.Reset(ana, code, third);
            try (var again = see(done(workspace.passwords().reset(reset, DEVICE, Face.AGENT_VAULT)))) {
                tell(again.shown());
                see(workspace.logins().list(again.caller(Face.AGENT_VAULT)));
            }
        }
    }

    private void invite(Caller by) {
        var offer = new UserInvite.Offer(InstanceRole.MEMBER, List.of());
        var bo = new EmailAddress("bo@example.com");
        try (var issued = see(done(workspace.invites().create(by, bo, offer)));
                var chosen = marked("chosen-password");
                var joined = see(done(workspace.invites().accept(issued.shown(), chosen, DEVICE, Face.AGENT_VAULT)))) {
            tell(issued.shown());
            tell(joined.shown());
        }
        see(workspace.invites().list(by));
    }

    private <T> T see(T object) {
        seen.add(object);
        return object;
    }

    private Id vault(String slug) {
        return see(done(workspace.vaults().create(owner, new Slug(slug), Vaults.Naming.of(slug))))
                .id();
    }

    private void set(Id vault, CredentialKey key, String name) {
        try (var secret = marked(name)) {
            var values = new TreeMap<>(Map.of(key, secret));
            see(workspace.credentials().set(owner, vault, values));
        }
    }

    private void end(Id vault, Consumer<Id> end) {
        set(vault, KEY, "ended");
        end.accept(vault);
    }

    private void reveal(Id vault) {
        try (var secret = see(done(workspace.credentials().reveal(owner, vault, KEY)))) {
            if (!secret.reveal(bytes -> new String(bytes, UTF_8)).equals(Canary.marked("overwritten"))) {
                throw new AssertionError("another secret was revealed");
            }
        }
    }

    private void serve(Id vault) {
        var wanted = new Services.Wanted(new Slug("stripe"), bearer(KEY, "api.stripe.com"), true);
        see(workspace.services().upsert(owner, vault, List.of(wanted)));
    }

    private static Service.Rule bearer(CredentialKey key, String host) {
        var reach = new Reach.Destinations(List.of(Destination.of(HostPattern.of(host))));
        return new Service.Rule(reach, new Attachment.Bearer(key), List.of());
    }

    private void oauth(Id vault) {
        see(done(workspace.grants().list(owner, vault)));
        var settings = new OauthSettings(
                "https://example.com/token",
                "client",
                OauthSettings.ClientAuthentication.CLIENT_SECRET_POST,
                "",
                "",
                Until.forever());
        var plan = new BoundCredentials.Plan(
                new Binding.Target.Variable("NOTION_TOKEN"),
                key -> bearer(key, "api.notion.com"),
                "Notion",
                Metadata.EMPTY,
                new Credential.Type.Oauth(settings),
                20);
        var values = new EnumMap<Material.Part, Secret>(Material.Part.class);
        for (var part : Material.Part.values()) values.put(part, marked(part.name()));
        var pair = see(done(workspace.boundCredentials().add(owner, vault, plan, values)));
        see(workspace
                .boundCredentials()
                .renew(owner, vault, pair.credential().id(), BoundCredentials.Renewal.VALUE_ONLY, values));
        see(workspace.boundCredentials().archive(owner, vault, pair.credential().id()));
        values.values().forEach(Secret::close);
    }

    private void variable() {
        var content = new Definition.Content("a-model", List.of(), List.of(), List.of());
        see(done(workspace.definitions().create(owner, new Slug("billing"), "Billing", content)));
        for (var name : List.of("variable", "variable-again")) {
            try (var secret = marked(name)) {
                see(workspace.definitions().setVariable(owner, new Slug("billing"), "TOOL_KEY", secret));
            }
        }
    }

    /// One is approved, one rejected, one taken back, and one stays.
    private void propose(Id vault) {
        var shares = List.of(new Session.Share(vault, VaultRole.PROXY));
        var plan = new Agents.Plan(new Slug("bot"), InstanceRole.NO_ACCESS, shares, Until.forever());
        try (var issued = done(workspace.agents().create(owner, plan));
                var typed = marked("typed")) {
            tell(see(issued).shown());
            var agent = new Caller(
                    issued.actor().id(), Via.AGENT_TOKEN, issued.token().id(), Face.AGENT_VAULT);
            var approved = proposal(agent, vault);
            see(workspace.proposals().approve(owner, vault, decision(approved, Octets.of(new byte[32]), typed)));
            see(workspace.proposals().approve(owner, vault, decision(approved, approved.digest(), typed)));
            see(workspace.proposals().approve(owner, vault, decision(approved, approved.digest(), typed)));
            var rejected = proposal(agent, vault);
            see(workspace.proposals().reject(owner, vault, decision(rejected, rejected.digest(), typed)));
            see(workspace
                    .proposals()
                    .withdraw(agent, vault, proposal(agent, vault).number()));
            see(workspace.proposals().find(owner, vault, proposal(agent, vault).number()));
        }
    }

    private Proposal proposal(Caller agent, Id vault) {
        var brought = new CredentialKey("BROUGHT");
        var typedIn = new CredentialKey("TYPED_IN");
        List<Slot> slots = List.of(slot(brought), slot(typedIn));
        var service = new ServiceChange.Set(new Slug("brought"), bearer(brought, "api.example.com"), true);
        var other = new ServiceChange.Set(new Slug("typed-in"), bearer(typedIn, "typed.example.com"), true);
        var request = new Request(List.of(service, other), slots, "please", "thanks");
        try (var secret = marked("brought")) {
            try (var created =
                    see(done(workspace.proposals().create(agent, vault, request, Map.of(brought, secret))))) {
                tell(created.link());
                see(workspace.proposals().shown(created.link()));
                return created.proposal();
            }
        }
    }

    private static Slot slot(CredentialKey key) {
        return new Slot.Set(key, new Credential.Type.Static(), Slot.Help.NONE, new Slot.Supply.ByPerson());
    }

    private static Proposals.Decision decision(Proposal proposal, Octets shown, Secret typed) {
        return new Proposals.Decision(
                proposal.number(), shown, Map.of(new CredentialKey("TYPED_IN"), typed), Set.of(), "");
    }

    private void sessions(Id vault) {
        try (var key = done(workspace.actors().apiKeys().create(owner, ApiKeys.Plan.named("ci")))) {
            tell(see(key).shown());
        }
        var shares = List.of(new Session.Share(vault, VaultRole.PROXY));
        var egress = new Session.Egress(UnmatchedHosts.DENY, List.of());
        for (var label : List.of("ended", "live")) {
            try (var issued = done(workspace.sessions().create(owner, shares, egress, label, Until.forever()))) {
                tell(see(issued).shown());
                try (var renewed =
                        done(workspace.sessions().renew(owner, issued.session().id()))) {
                    tell(see(renewed).shown());
                }
                if (label.equals("ended"))
                    see(workspace.sessions().end(owner, issued.session().id()));
            }
        }
    }

    private void tell(Secret token) {
        token.reveal(canary::and);
    }

    /// What goes wrong does not say with what.
    private void failures(Id vault) {
        set(new Id(4, 2), KEY, "nowhere");
        try (var huge = secret(Canary.marked("huge").repeat(40_000))) {
            see(workspace.credentials().set(owner, vault, new TreeMap<>(Map.of(KEY, huge))));
        }
        see(workspace.credentials().reveal(owner, vault, OTHER));
        var closed = marked("closed");
        closed.close();
        try {
            see(workspace.credentials().set(owner, vault, new TreeMap<>(Map.of(KEY, closed))));
            throw new AssertionError("a closed secret was stored");
        } catch (IllegalStateException e) {
            see(e);
        }
    }

    static Secret marked(String name) {
        return secret(Canary.marked(name));
    }

    private static Secret secret(String text) {
        return Secret.take(text.getBytes(UTF_8));
    }

    /// Why operations were refused, in order.
    List<Problem.Code> refusals() {
        return seen.stream()
                .filter(Outcome.Refused.class::isInstance)
                .map(refused -> ((Outcome.Refused<?>) refused).problem().code())
                .toList();
    }
}
