package agentvault.workspace;

import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.STALE;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.ApiKey;
import agentvault.access.Grant;
import agentvault.access.InstanceRole;
import agentvault.access.Permissions.Target;
import agentvault.access.Session;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.Tokens;
import agentvault.access.VaultRole;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Until;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Makes, shows, rotates and deactivates API keys: what applications show. Only owners do.
public final class ApiKeys {

    private static final int TRIES = 5;

    private final Workspace workspace;

    ApiKeys(Workspace workspace) {
        this.workspace = workspace;
    }

    /// What a key is made with.
    ///
    /// @param vaults where it has a role from the beginning
    public record Plan(String name, List<Session.Share> vaults, ApiKey.Terms terms) {
        public Plan {
            vaults = List.copyOf(vaults);
        }

        /// A key without a role in any vault.
        public static Plan named(String name) {
            return new Plan(name, List.of(), ApiKey.Terms.PLAIN);
        }
    }

    /// A key in a list.
    ///
    /// @param token what it shows, or showed until its time was over; none once it is deactivated
    public record Listed(Actors.Profile profile, ApiKey key, Optional<Token> token) {}

    /// Makes a key with its roles in vaults. Which vaults there are is looked up before the transaction that holds
    /// them, and again if another one is made meanwhile.
    public Outcome<Actors.Issued> create(Caller caller, Plan plan) {
        for (int tried = 1; ; tried++) {
            var there = plan.terms().everywhere().isPresent() ? vaults() : Set.<Id>of();
            var outcome = create(caller, plan, there);
            boolean moved = outcome instanceof Outcome.Refused<Actors.Issued>(var problem) && problem.code() == STALE;
            if (!moved || tried == TRIES) return outcome;
        }
    }

    private Outcome<Actors.Issued> create(Caller caller, Plan plan, Set<Id> there) {
        var name = new Actor.Name(Actor.Kind.API_KEY, plan.name());
        var scopes = new HashSet<Scope>(Assignments.scopes(plan.vaults()));
        there.forEach(vault -> scopes.add(Scope.vault(vault)));
        scopes.add(workspace.scope());
        var ask = new Workspace.Ask(
                caller, Action.MANAGE_API_KEYS, new Target.OfWorkspace(), scopes, List.of(), detail(plan));
        return workspace.change(
                ask,
                transaction -> Assignments.permitted(workspace, transaction, caller, plan.vaults())
                        .then(_ -> Actors.free(transaction, name))
                        .then(free -> {
                            boolean everywhere = plan.terms().everywhere().isPresent();
                            if (everywhere
                                    && !there.containsAll(transaction.store().vaults())) {
                                return Outcome.refused(STALE, "Vaults are being made: try again.");
                            }
                            var actor = Actors.insert(transaction, free, InstanceRole.MEMBER, caller.actor());
                            Assignments.give(transaction, actor.id(), shares(plan, there));
                            var key = new ApiKey(
                                    transaction.random().id(),
                                    actor.workspace(),
                                    actor.id(),
                                    plan.terms(),
                                    Optional.empty(),
                                    transaction.stamp());
                            transaction.insert(key);
                            return Outcome.done(issue(transaction, actor, plan.terms()));
                        }));
    }

    /// The trail tells of a key that gets into every vault.
    private static String detail(Plan plan) {
        return plan.terms()
                .everywhere()
                .map(role -> plan.name() + ", all vaults: " + role)
                .orElse(plan.name());
    }

    private Set<Id> vaults() {
        return workspace.lookByItself(view -> view.reading().vaults());
    }

    private static List<Session.Share> shares(Plan plan, Set<Id> there) {
        var roles = new LinkedHashMap<Id, VaultRole>();
        plan.terms().everywhere().ifPresent(role -> there.forEach(vault -> roles.put(vault, role)));
        plan.vaults().forEach(share -> roles.put(share.vault(), share.role()));
        var shares = new ArrayList<Session.Share>();
        roles.forEach((vault, role) -> shares.add(new Session.Share(vault, role)));
        return shares;
    }

    private static Actors.Issued issue(Transaction transaction, Actor actor, ApiKey.Terms terms) {
        var shown = new Tokens(transaction.keys(), transaction.random()).issue(terms.form());
        var until = terms.lasts()
                .map(time -> Until.at(transaction.now().plus(time)))
                .orElse(Until.forever());
        return Actors.issue(transaction, actor, TokenKind.API_KEY, shown, until);
    }

    /// All keys, the oldest first.
    public Outcome<List<Listed>> list(Caller caller) {
        return workspace.look(listing(caller), view -> {
            var profiles = new Profiles(workspace, view);
            return Outcome.done(profiles.all(Actor.Kind.API_KEY).stream()
                    .flatMap(actor -> listed(profiles, actor).stream())
                    .toList());
        });
    }

    public Outcome<Listed> find(Caller caller, String name) {
        return list(caller)
                .then(all -> all.stream()
                        .filter(listed -> listed.profile().actor().name().text().equals(name))
                        .findFirst()
                        .<Outcome<Listed>>map(Outcome::done)
                        .orElseGet(() -> Outcome.refused(NOT_FOUND, "No such API key.")));
    }

    private Optional<Listed> listed(Profiles profiles, Actor actor) {
        return profiles.key(actor.id())
                .map(key -> new Listed(
                        profiles.of(actor), workspace.authentication().used(key), profiles.token(actor.id())));
    }

    /// Something else to show from now on, for the same key with the same roles. What it showed ends, and everything
    /// that was made with it; a deactivated key is active again. It lasts as long from now as it was made to.
    public Outcome<Actors.Issued> rotate(Caller caller, Actor key) {
        return rotate(caller, key, terms -> terms);
    }

    /// The same, and it lasts so long from now on.
    public Outcome<Actors.Issued> rotate(Caller caller, Actor key, Duration lasts) {
        return rotate(caller, key, terms -> terms.lasting(lasts));
    }

    private Outcome<Actors.Issued> rotate(Caller caller, Actor key, UnaryOperator<ApiKey.Terms> change) {
        var ask = workspace.actors().ending(caller, key, "rotate ");
        return workspace.change(
                ask,
                transaction -> Actors.found(transaction, key)
                        .then(before -> of(transaction, before).then(row -> {
                            var after = row.with(change.apply(row.terms()));
                            if (!after.equals(row)) transaction.replace(row, after);
                            var actor = Actors.emptied(transaction, before);
                            return Outcome.done(issue(transaction, actor, after.terms()));
                        })));
    }

    /// Ends what a key shows, and everything that was made with it. The key keeps its roles for when it is rotated, and
    /// the vaults that it made stay.
    public Outcome<Actor> deactivate(Caller caller, Actor key) {
        return workspace.actors().revoke(caller, key);
    }

    /// Writes down when keys were last used; the server calls this by itself with what it has gathered.
    public Outcome<Integer> used(Map<Id, Instant> uses) {
        if (uses.isEmpty()) return Outcome.done(0);
        return workspace.changeByItself("USE_API_KEYS", List.of(workspace.scope()), "", transaction -> {
            var used = transaction.workspace().all(ApiKey.class, key -> uses.containsKey(key.actor()));
            int later = 0;
            for (var key : used) {
                var after = key.used(uses.getOrDefault(key.actor(), Instant.EPOCH));
                if (after.equals(key)) continue;
                transaction.replace(key, after);
                later++;
            }
            return Outcome.done(later);
        });
    }

    /// Roles in a vault that was just made, beside its maker's: whoever made the key that made it becomes its
    /// admin, and keys that are everywhere are there, too.
    static void giveNew(Transaction transaction, Id vault, Id maker) {
        var roles = new LinkedHashMap<Id, VaultRole>();
        keys(transaction).forEach(key -> key.terms().everywhere().ifPresent(role -> roles.put(key.actor(), role)));
        transaction
                .workspace()
                .find(Actor.class, maker)
                .filter(actor -> actor.name().kind() == Actor.Kind.API_KEY)
                .flatMap(key -> transaction.workspace().find(Actor.class, key.createdBy()))
                .ifPresent(creator -> roles.put(creator.id(), VaultRole.ADMIN));
        roles.remove(maker);
        roles.forEach((actor, role) -> transaction.insert(
                new Grant(transaction.random().id(), actor, vault, role, Life.startedAt(transaction.stamp()))));
    }

    private static Collection<ApiKey> keys(Transaction transaction) {
        return transaction.workspace().all(ApiKey.class);
    }

    private static Outcome<ApiKey> of(Transaction transaction, Actor actor) {
        return keys(transaction).stream()
                .filter(key -> key.actor().equals(actor.id()))
                .findFirst()
                .<Outcome<ApiKey>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused(NOT_FOUND, "No such API key."));
    }

    private static Workspace.Ask listing(Caller caller) {
        return new Workspace.Ask(caller, Action.MANAGE_API_KEYS, new Target.OfWorkspace(), List.of(), List.of(), "");
    }
}
