package agentvault.workspace;

import static agentvault.workspace.Problem.Code.BOUND_SERVICE;
import static agentvault.workspace.Problem.Code.CONFLICT;
import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.access.Action;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.match.RuleIndex;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import java.util.Collection;
import java.util.List;

/// Writes the services of a vault. Every write wraps anew the keys of the credentials whose destinations it changes.
public final class Services {

    private final Workspace workspace;

    Services(Workspace workspace) {
        this.workspace = workspace;
    }

    /// A service as it is asked for.
    public record Wanted(Slug name, Service.Rule rule, boolean enabled) {}

    public Outcome<List<Service>> list(Caller caller, Id vault) {
        var ask = Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, "");
        return workspace.look(
                ask,
                view -> Outcome.done(view.contents()
                        .apply(Scope.vault(vault))
                        .all(Service.class, service -> service.life().active())));
    }

    /// What an agent is told that it may use.
    public record Offer(List<Service> services, List<CredentialKey> keys) {
        public Offer {
            services = List.copyOf(services);
            keys = List.copyOf(keys);
        }
    }

    /// The services of a vault and the keys of its credentials, for whoever uses them.
    public Outcome<Offer> discover(Caller caller, Id vault) {
        return workspace.look(Workspace.Ask.inVault(caller, Action.DISCOVER, vault, ""), view -> {
            var contents = view.contents().apply(Scope.vault(vault));
            return Outcome.done(new Offer(
                    contents.all(Service.class, service -> service.life().active()),
                    contents
                            .all(
                                    Credential.class,
                                    credential -> credential.life().active())
                            .stream()
                            .map(Credential::key)
                            .sorted()
                            .toList()));
        });
    }

    /// Adds services, or replaces those of the same name: all or none.
    public Outcome<List<Service>> upsert(Caller caller, Id vault, Collection<Wanted> wanted) {
        return edit(caller, vault, "upsert", (edit, transaction) -> upsert(edit, transaction, vault, wanted));
    }

    /// Makes these the vault's only services. Bound ones stay: they belong to their credentials.
    public Outcome<List<Service>> replace(Caller caller, Id vault, Collection<Wanted> wanted) {
        return edit(caller, vault, "replace", (edit, transaction) -> {
            var kept = wanted.stream().map(Wanted::name).toList();
            edit.services().stream()
                    .filter(service -> !service.bound() && !kept.contains(service.name()))
                    .forEach(edit::remove);
            return upsert(edit, transaction, vault, wanted);
        });
    }

    public Outcome<List<Service>> setEnabled(Caller caller, Id vault, Slug name, boolean enabled) {
        return edit(
                caller,
                vault,
                (enabled ? "enable " : "disable ") + name,
                (edit, transaction) -> free(edit, name).then(service -> {
                    edit.put(service.with(service.rule(), enabled, transaction.now()));
                    return Outcome.done(edit);
                }));
    }

    public Outcome<List<Service>> remove(Caller caller, Id vault, Slug name) {
        return edit(
                caller,
                vault,
                "remove " + name,
                (edit, _) -> free(edit, name).then(service -> {
                    edit.remove(service);
                    return Outcome.done(edit);
                }));
    }

    @FunctionalInterface
    private interface Work {
        Outcome<VaultEdit> on(VaultEdit edit, Transaction transaction);
    }

    private Outcome<List<Service>> edit(Caller caller, Id vault, String detail, Work work) {
        var ask = Workspace.Ask.inVault(caller, Action.WRITE_SERVICES, vault, detail);
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(_ -> {
                    var edit = new VaultEdit(transaction, vault);
                    return work.on(edit, transaction).then(_ -> {
                        edit.save();
                        return Outcome.done(edit.services().stream()
                                .filter(service -> service.life().active())
                                .toList());
                    });
                }));
    }

    /// Puts services into an edit, refusing what would tie with another one.
    static Outcome<VaultEdit> upsert(VaultEdit edit, Transaction transaction, Id vault, Collection<Wanted> wanted) {
        for (var want : wanted) {
            var known = edit.service(want.name());
            if (known.isPresent() && known.get().bound()) return bound(want.name());
            var service = known.map(before -> before.with(want.rule(), want.enabled(), transaction.now()))
                    .orElseGet(() -> new Service(
                            transaction.random().id(),
                            vault,
                            want.name(),
                            want.rule(),
                            want.enabled(),
                            new Binding.Free(),
                            Life.startedAt(transaction.stamp())));
            var tie = RuleIndex.conflict(edit.services(), service);
            if (tie.isPresent()) return Outcome.refused(CONFLICT, tie.get().sentence());
            edit.put(service);
        }
        return Outcome.done(edit);
    }

    /// A service that stands for itself.
    static Outcome<Service> free(VaultEdit edit, Slug name) {
        var service = edit.service(name);
        if (service.isEmpty()) return Outcome.refused(NOT_FOUND, "Service not found for \"" + name + "\".");
        return service.get().bound() ? bound(name) : Outcome.done(service.get());
    }

    private static <T> Outcome<T> bound(Slug name) {
        return Outcome.refused(
                BOUND_SERVICE,
                "The service \"" + name + "\" belongs to its credential: change or delete that instead.");
    }
}
