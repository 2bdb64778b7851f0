package agentvault.workspace;

import static agentvault.workspace.Problem.Code.ARCHIVED;
import static agentvault.workspace.Problem.Code.CONFLICT;
import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.access.Action;
import agentvault.access.Grant;
import agentvault.access.Permissions.Target;
import agentvault.access.VaultRole;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.page.Page;
import agentvault.page.PageRequest;
import agentvault.proposal.Proposal;
import agentvault.vault.Credential;
import agentvault.vault.Life;
import agentvault.vault.Metadata;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Makes, names, archives and deletes vaults.
public final class Vaults {

    /// The vault that is made with the first user. It keeps its name and is never archived nor deleted.
    public static final Slug DEFAULT = new Slug("default");

    private static final Set<String> RESERVED = Set.of("users");

    private final Workspace workspace;

    Vaults(Workspace workspace) {
        this.workspace = workspace;
    }

    /// What a vault is called and labelled.
    public record Naming(String displayName, String description, Metadata metadata) {
        public static Naming of(String displayName) {
            return new Naming(displayName, "", Metadata.EMPTY);
        }
    }

    /// Makes a vault under the slug that was asked for; whoever makes it becomes its admin.
    public Outcome<Vault> create(Caller caller, Slug slug, Naming naming) {
        return create(
                caller,
                slug.text(),
                naming,
                reading -> reading.vaultNamed(slug).isPresent() || RESERVED.contains(slug.text())
                        ? Outcome.refused(CONFLICT, "A vault named \"" + slug + "\" already exists.")
                        : Outcome.done(slug));
    }

    /// Makes a vault for a face that has no slugs: one is derived from its display name.
    public Outcome<Vault> create(Caller caller, Naming naming) {
        return create(
                caller,
                naming.displayName(),
                naming,
                reading -> Outcome.done(Slug.derived(
                        naming.displayName(),
                        slug -> reading.vaultNamed(slug).isPresent() || RESERVED.contains(slug.text()))));
    }

    private Outcome<Vault> create(
            Caller caller, String detail, Naming naming, Function<Store.Reading, Outcome<Slug>> choose) {
        Id id = workspace.random().id();
        var scope = Scope.vault(id);
        // The workspace is held too: two vaults of one name cannot be made at once.
        var ask = new Workspace.Ask(
                caller,
                Action.CREATE_VAULT,
                new Target.OfWorkspace(),
                List.of(scope, Scope.workspace(workspace.installation())),
                List.of(id),
                detail);
        return workspace.change(
                ask,
                transaction -> choose.apply(transaction.store()).then(slug -> {
                    var made = insert(transaction, id, slug, naming, caller.actor());
                    ApiKeys.giveNew(transaction, id, caller.actor());
                    return Outcome.done(made);
                }));
    }

    /// A new vault with its key and its admin.
    static Vault insert(Transaction transaction, Id id, Slug slug, Naming naming, Id admin) {
        var created = Life.startedAt(transaction.stamp());
        transaction.newVaultKey(id);
        var vault = new Vault(
                id, slug, naming.displayName(), naming.description(), naming.metadata(), Vault.Choices.NONE, created);
        transaction.insert(vault);
        transaction.insert(new Grant(transaction.random().id(), admin, id, VaultRole.ADMIN, created));
        return vault;
    }

    /// The active vault of this name, for whoever has to find out which one is meant; it says nothing about access.
    public Optional<Vault> named(Slug slug) {
        return workspace.lookByItself(view -> view.reading()
                .vaultNamed(slug)
                .flatMap(id -> view.contents().apply(Scope.vault(id)).find(Vault.class, id)));
    }

    public Outcome<Vault> find(Caller caller, Id vault) {
        var ask = Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, "");
        return workspace.look(
                ask,
                view -> view.contents()
                        .apply(Scope.vault(vault))
                        .find(Vault.class, vault)
                        .<Outcome<Vault>>map(Outcome::done)
                        .orElseGet(() -> Outcome.refused(NOT_FOUND, "No such vault.")));
    }

    /// The vaults that the caller has a grant in, newest first.
    public Outcome<Page<Vault>> list(Caller caller, PageRequest request) {
        var ask = new Workspace.Ask(caller, Action.LIST_OWN_VAULTS, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(ask, view -> {
            var page = view.reading().vaults(caller.actor(), request);
            var vaults = page.items().stream()
                    .map(id -> view.contents().apply(Scope.vault(id)))
                    .filter(contents -> contents.one(
                                    Grant.class, grant -> grant.actor().equals(caller.actor()))
                            .isPresent())
                    .flatMap(contents -> contents.all(Vault.class).stream())
                    .toList();
            return Outcome.done(new Page<>(vaults, page.more()));
        });
    }

    /// A vault in somebody's list.
    ///
    /// @param pending how many proposals wait for a decision, as far as whoever asks may know
    public record Listed(Vault vault, Membership membership, long pending) {}

    /// Why somebody has a vault in their list.
    public sealed interface Membership {
        record Explicit(VaultRole role) implements Membership {}

        /// An owner of the instance knows of all vaults, and sees into none before joining it.
        record Implicit() implements Membership {}
    }

    /// All active vaults, for whoever runs the instance.
    public Outcome<List<Vault>> all(Caller caller) {
        var ask = new Workspace.Ask(caller, Action.LIST_ALL_VAULTS, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(
                ask,
                view -> Outcome.done(view.reading().vaults().stream()
                        .flatMap(id -> view.contents().apply(Scope.vault(id)).all(Vault.class).stream())
                        .sorted(Comparator.comparing(vault -> vault.life().created()))
                        .toList()));
    }

    /// The active vaults that the caller knows of, the oldest first.
    public Outcome<List<Listed>> known(Caller caller) {
        var ask = new Workspace.Ask(caller, Action.LIST_OWN_VAULTS, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(ask, view -> {
            var ids = new HashSet<>(view.reading().grantedTo(caller.actor()));
            if (workspace.may(caller, Action.LIST_ALL_VAULTS, new Target.OfWorkspace(), view.contents())) {
                ids.addAll(view.reading().vaults());
            }
            return Outcome.done(ids.stream()
                    .map(id -> view.contents().apply(Scope.vault(id)))
                    .flatMap(contents -> listed(contents, caller).stream())
                    .sorted(Comparator.comparing(listed -> listed.vault().life().created()))
                    .toList());
        });
    }

    private static Optional<Listed> listed(Contents contents, Caller caller) {
        var vault = contents.one(Vault.class, found -> found.life().active());
        var grant = contents.one(Grant.class, found -> found.actor().equals(caller.actor()));
        return vault.map(found -> grant.map(role -> new Listed(
                        found,
                        new Membership.Explicit(role.role()),
                        contents.all(Proposal.class, Proposal::pending).size()))
                .orElseGet(() -> new Listed(found, new Membership.Implicit(), 0)));
    }

    public Outcome<Vault> rename(Caller caller, Id vault, Slug to) {
        var ask = Workspace.Ask.inVault(caller, Action.CHANGE_VAULT, vault, to.text())
                .holding(Scope.workspace(workspace.installation()));
        return workspace.change(
                ask,
                transaction -> changeable(transaction, vault).then(before -> {
                    var taken = transaction.store().vaultNamed(to).filter(other -> !other.equals(vault));
                    if (taken.isPresent() || RESERVED.contains(to.text())) {
                        return Outcome.refused(CONFLICT, "A vault named \"" + to + "\" already exists.");
                    }
                    return replaced(transaction, before, before.renamed(to, transaction.now()));
                }));
    }

    public Outcome<Vault> describe(Caller caller, Id vault, Naming naming) {
        return describe(caller, vault, _ -> naming);
    }

    /// The same for a change of what is there at that moment.
    public Outcome<Vault> describe(Caller caller, Id vault, UnaryOperator<Naming> change) {
        var ask = Workspace.Ask.inVault(caller, Action.CHANGE_VAULT, vault, "");
        return workspace.change(
                ask,
                transaction -> active(transaction, vault).then(before -> {
                    var naming =
                            change.apply(new Naming(before.displayName(), before.description(), before.metadata()));
                    var after = before.described(
                            naming.displayName(), naming.description(), naming.metadata(), transaction.now());
                    return replaced(transaction, before, after);
                }));
    }

    public Outcome<Vault> setUnmatchedHosts(Caller caller, Id vault, Vault.Setting setting) {
        return choose(caller, vault, setting.toString(), before -> new Vault.Choices(setting, before.limits()));
    }

    /// Settles something for a vault.
    ///
    /// @param detail what is changed, for the trail
    public Outcome<Vault> choose(Caller caller, Id vault, String detail, UnaryOperator<Vault.Choices> change) {
        var ask = Workspace.Ask.inVault(caller, Action.CHANGE_VAULT, vault, detail);
        return workspace.change(
                ask,
                transaction -> active(transaction, vault)
                        .then(before -> replaced(
                                transaction, before, before.with(change.apply(before.choices()), transaction.now()))));
    }

    /// Ends a vault: its secrets are destroyed, its rows stay to be read.
    public Outcome<Vault> archive(Caller caller, Id vault) {
        var ask = Workspace.Ask.inVault(caller, Action.CHANGE_VAULT, vault, "archive");
        return workspace.change(
                ask,
                transaction -> changeable(transaction, vault).then(before -> {
                    var edit = new VaultEdit(transaction, vault);
                    for (Service service : edit.services()) edit.put(service.archived(transaction.now()));
                    for (Credential credential : edit.credentials()) edit.put(credential.archived(transaction.now()));
                    edit.save();
                    transaction.dropVaultKeys(vault);
                    return replaced(transaction, before, before.archived(transaction.now()));
                }));
    }

    /// Removes a vault with everything in it. Only the count of its changes stays, so that it cannot come back.
    public Outcome<Id> delete(Caller caller, Id vault) {
        return delete(caller, vault, _ -> true);
    }

    private Outcome<Id> delete(Caller caller, Id vault, Predicate<Contents> deletable) {
        var ask = Workspace.Ask.inVault(caller, Action.CHANGE_VAULT, vault, "delete");
        return workspace.change(ask, transaction -> {
            var contents = transaction.contents(Scope.vault(vault));
            Optional<Vault> found = contents.find(Vault.class, vault);
            if (found.isEmpty()) return Outcome.refused(NOT_FOUND, "No such vault.");
            if (found.get().slug().equals(DEFAULT)) return lasting();
            if (!deletable.test(contents)) {
                return Outcome.refused(CONFLICT, "This vault has active credentials: archive it first.");
            }
            for (SealedRow row : contents.rows()) transaction.remove(row);
            transaction.dropVaultKeys(vault);
            return Outcome.done(vault);
        });
    }

    /// Removes a vault that is archived, or holds no credential that could be missed.
    public Outcome<Id> deleteUnused(Caller caller, Id vault) {
        return delete(
                caller,
                vault,
                contents -> contents.find(Vault.class, vault)
                                .filter(found -> found.life().active())
                                .isEmpty()
                        || contents.all(
                                        Credential.class,
                                        credential -> credential.life().active())
                                .isEmpty());
    }

    /// The vault, if it is there and active.
    static Outcome<Vault> active(Transaction transaction, Id vault) {
        var found = transaction.contents(Scope.vault(vault)).find(Vault.class, vault);
        if (found.isEmpty()) return Outcome.refused(NOT_FOUND, "No such vault.");
        if (!found.get().life().active()) return Outcome.refused(ARCHIVED, "This vault is archived.");
        return Outcome.done(found.get());
    }

    private static Outcome<Vault> changeable(Transaction transaction, Id vault) {
        return active(transaction, vault).then(found -> found.slug().equals(DEFAULT) ? lasting() : Outcome.done(found));
    }

    private static <T> Outcome<T> lasting() {
        return Outcome.refused(INVALID, "The default vault keeps its name, and stays.");
    }

    private static Outcome<Vault> replaced(Transaction transaction, Vault before, Vault after) {
        transaction.replace(before, after);
        return Outcome.done(after);
    }
}
