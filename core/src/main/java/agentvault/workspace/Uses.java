package agentvault.workspace;

import agentvault.access.Action;
import agentvault.access.Permissions.Target;
import agentvault.access.Session;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import agentvault.workspace.Warrant.Basis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What callers may use through the proxy, on every request, out of memory. What is not in memory yet is fetched where
/// waiting is allowed. Nothing that is handed out outlives what it follows from: each time it is compared with the
/// proven contents as they are.
public final class Uses {

    private static final int MOST_KEPT = 50_000;

    private final Workspace workspace;
    private final Map<Id, UsableVault> vaults = new ConcurrentHashMap<>();
    private final Map<Id, VaultKeys> keys = new ConcurrentHashMap<>();
    private final Map<Slug, Id> named = new ConcurrentHashMap<>();
    private final Map<Place, Warrant> warrants = new ConcurrentHashMap<>();
    private final Map<Id, Granted> granted = new ConcurrentHashMap<>();

    Uses(Workspace workspace) {
        this.workspace = workspace;
    }

    public sealed interface Result {
        record Usable(Warrant warrant) implements Result {}

        record Refused(Reason reason) implements Result {}

        /// The database has to be asked: by [Uses#fetch], where waiting is allowed.
        record NotInMemory() implements Result {}
    }

    /// Why a caller may use nothing.
    public enum Reason {
        /// A user's login is for managing vaults, not for using them.
        LOGIN,
        /// What was shown has ended.
        ENDED,
        NO_SUCH_VAULT,
        NO_ACCESS,
        /// A session was asked for a vault that is not one of its own.
        OTHER_VAULT,
        /// A token of an actor with several vaults, or none, has to say which one.
        WHICH_VAULT
    }

    /// Whose warrant it is, and for which vault if they had to name one.
    private record Place(Id shown, Id vault) {}

    /// In which vaults an actor has a grant, as of one state of the database.
    private record Granted(long changes, Set<Id> in) {}

    /// Whether recording a use waits for the disk.
    public boolean recordingWaits() {
        return workspace.trail().waits();
    }

    /// What a caller may use now.
    ///
    /// @param vault the name of a vault, or nothing; it chooses among what the caller may use and never adds to it
    public Result of(Caller caller, String vault) {
        return switch (caller.via()) {
            case LOGIN, EXCHANGED -> new Result.Refused(Reason.LOGIN);
            case SESSION -> ofSession(caller, vault);
            case AGENT_TOKEN, API_KEY -> ofActor(caller, vault);
        };
    }

    /// What a caller may use now of the very vaults that a warrant is for, whatever they are called by now.
    /// For what is under way: it ends with its vault, and not with a name.
    public Result again(Caller caller, Warrant warrant) {
        return switch (warrant.basis()) {
            case Basis.OfSession _ -> ofSession(caller, "");
            case Basis.OfActor(var vault) -> warrant(caller, warrant.basis(), List.of(vault), vault);
        };
    }

    /// The same as [#of], asking the database for what is not in memory.
    public Result fetch(Caller caller, String vault) {
        if (!(of(caller, vault) instanceof Result.NotInMemory)) return of(caller, vault);
        long changes = workspace.cache().changes();
        var found = workspace.lookByItself(view -> {
            if (!vault.isEmpty() && Slug.valid(vault)) {
                view.reading().vaultNamed(new Slug(vault)).ifPresent(id -> keep(named, new Slug(vault), id));
            }
            var in = view.reading().grantedTo(caller.actor());
            keep(granted, caller.actor(), new Granted(changes, in));
            mentioned(view, caller, in, vault).forEach(id -> load(view, id));
            return of(caller, vault);
        });
        return found instanceof Result.NotInMemory ? new Result.Refused(Reason.NO_SUCH_VAULT) : found;
    }

    private List<Id> mentioned(Workspace.View view, Caller caller, Set<Id> in, String vault) {
        var ids = new ArrayList<Id>();
        if (Slug.valid(vault)) Optional.ofNullable(named.get(new Slug(vault))).ifPresent(ids::add);
        else ids.addAll(in);
        var scope = Scope.shortLived(caller.shown());
        view.contents()
                .apply(scope)
                .find(Session.class, caller.shown())
                .ifPresent(session -> session.shares().forEach(share -> ids.add(share.vault())));
        return ids;
    }

    private void load(Workspace.View view, Id vault) {
        var _ = view.contents().apply(Scope.vault(vault));
        keep(keys, vault, new VaultKeys(view.keys(), view.reading().vaultKeys(vault)));
    }

    private Result ofSession(Caller caller, String vault) {
        var known = workspace.cache().known(Scope.shortLived(caller.shown()));
        if (known.isEmpty()) return new Result.NotInMemory();
        var session = known.get().find(Session.class, caller.shown());
        if (session.isEmpty()) return new Result.Refused(Reason.ENDED);
        var ids = session.get().shares().stream().map(Session.Share::vault).toList();
        var result = warrant(caller, new Basis.OfSession(session.get()), ids, Entry.NONE);
        boolean member = vault.isEmpty()
                || !(result instanceof Result.Usable(var warrant))
                || warrant.vaults().stream().anyMatch(one -> goesBy(one, vault));
        return member ? result : new Result.Refused(Reason.OTHER_VAULT);
    }

    private Result ofActor(Caller caller, String vault) {
        var id = vault.isEmpty() ? only(caller) : named(vault);
        if (id instanceof Found.One(var found)) return warrant(caller, new Basis.OfActor(found), List.of(found), found);
        if (id instanceof Found.Unclear(var reason)) return new Result.Refused(reason);
        return new Result.NotInMemory();
    }

    /// Which vault a caller means.
    private sealed interface Found {
        record One(Id vault) implements Found {}

        record Unclear(Reason reason) implements Found {}

        record Unknown() implements Found {}
    }

    private Found named(String vault) {
        if (!Slug.valid(vault)) return new Found.Unclear(Reason.NO_SUCH_VAULT);
        var id = named.get(new Slug(vault));
        if (id == null) return new Found.Unknown();
        return workspace
                .cache()
                .known(Scope.vault(id))
                .flatMap(contents -> contents.find(Vault.class, id))
                .filter(found -> found.life().active() && goesBy(found, vault))
                .<Found>map(found -> new Found.One(found.id()))
                .orElseGet(Found.Unknown::new);
    }

    private Found only(Caller caller) {
        var in = granted.get(caller.actor());
        if (in == null || in.changes() != workspace.cache().changes()) return new Found.Unknown();
        var active = new ArrayList<Id>();
        for (var id : in.in()) {
            var contents = workspace.cache().known(Scope.vault(id));
            if (contents.isEmpty()) return new Found.Unknown();
            contents.get()
                    .find(Vault.class, id)
                    .filter(vault -> vault.life().active())
                    .ifPresent(vault -> active.add(vault.id()));
        }
        return active.size() == 1 ? new Found.One(active.getFirst()) : new Found.Unclear(Reason.WHICH_VAULT);
    }

    private static boolean goesBy(Vault vault, String name) {
        return vault.slug().text().equals(name);
    }

    private Result warrant(Caller caller, Basis basis, List<Id> ids, Id asked) {
        var grounds = new ArrayList<Contents>(ids.size() + 1);
        for (var id : ids) {
            var known = workspace.cache().known(Scope.vault(id));
            if (known.isEmpty()) return new Result.NotInMemory();
            grounds.add(known.get());
        }
        grounds.add(workspace.remembered(workspace.scope()));
        var place = new Place(caller.shown(), asked);
        var before = warrants.get(place);
        if (before != null && before.stillOn(caller, basis, grounds)) return new Result.Usable(before);
        return fresh(caller, basis, grounds, place);
    }

    private Result fresh(Caller caller, Basis basis, List<Contents> grounds, Place place) {
        var vaults = grounds.subList(0, grounds.size() - 1);
        var permitted =
                vaults.stream().filter(vault -> permitted(caller, vault)).toList();
        if (permitted.isEmpty() && !vaults.isEmpty()) return new Result.Refused(Reason.NO_ACCESS);
        var usable = new ArrayList<UsableVault>();
        for (var vault : permitted) {
            var wrapped = keys.get(vault.scope().id());
            if (wrapped == null || !UsableVault.fit(vault, wrapped)) return new Result.NotInMemory();
            usable(vault, wrapped).ifPresent(usable::add);
        }
        if (usable.isEmpty() && !vaults.isEmpty()) return new Result.Refused(Reason.NO_SUCH_VAULT);
        var warrant = new Warrant(workspace, caller, basis, grounds, usable);
        keep(warrants, place, warrant);
        return new Result.Usable(warrant);
    }

    private boolean permitted(Caller caller, Contents vault) {
        var target = new Target.OfVault(vault.scope().id());
        return workspace.may(caller, Action.USE_SERVICE, target, workspace::remembered);
    }

    private Optional<UsableVault> usable(Contents contents, VaultKeys wrapped) {
        var known = vaults.get(contents.scope().id());
        if (known != null && known.contents() == contents) return Optional.of(known);
        var fresh = UsableVault.of(contents, wrapped, workspace);
        fresh.ifPresent(vault -> keep(vaults, contents.scope().id(), vault));
        return fresh;
    }

    /// What is kept can always be made again.
    private static <K, V> void keep(Map<K, V> kept, K key, V value) {
        if (kept.size() >= MOST_KEPT) kept.remove(kept.keySet().iterator().next());
        kept.put(key, value);
    }
}
