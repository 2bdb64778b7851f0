package agentvault.workspace;

import static agentvault.workspace.Problem.Code.ARCHIVED;
import static agentvault.workspace.Problem.Code.CONFLICT;
import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.TOO_MANY;

import agentvault.access.Action;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.match.Conflict;
import agentvault.match.RuleIndex;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Material;
import agentvault.vault.Metadata;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Credentials that come with their one service, made, replaced and ended together: what Qoder, Anthropic and 21st call
/// a credential.
public final class BoundCredentials {

    private final Workspace workspace;

    BoundCredentials(Workspace workspace) {
        this.workspace = workspace;
    }

    /// What is to be bound, to what, and how it is attached. The rule is made for the generated key.
    ///
    /// @param limit the most active bound credentials of a vault on this face
    public record Plan(
            Binding.Target target,
            Function<CredentialKey, Service.Rule> rule,
            String displayName,
            Metadata metadata,
            Credential.Type type,
            int limit) {}

    /// Both halves.
    public record Pair(Credential credential, Service service) {}

    public Outcome<Pair> add(Caller caller, Id vault, Plan plan, Map<Material.Part, Secret> values) {
        var ask = Workspace.Ask.inVault(caller, Action.WRITE_CREDENTIALS, vault, "bind");
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(_ -> {
                    var edit = new VaultEdit(transaction, vault);
                    return bind(transaction, edit, caller, vault, plan, values).then(pair -> {
                        edit.save();
                        return found(edit, pair.credential().id());
                    });
                }));
    }

    private static Outcome<Pair> bind(
            Transaction transaction,
            VaultEdit edit,
            Caller caller,
            Id vault,
            Plan plan,
            Map<Material.Part, Secret> values) {
        var credentialId = transaction.random().id();
        var binding = new Binding.Bound(credentialId, plan.target());
        var bound = edit.services().stream()
                .filter(service -> service.life().active() && service.bound())
                .toList();
        if (bound.stream().anyMatch(service -> service.binding().uniqueAs().equals(binding.uniqueAs()))) {
            return Outcome.refused(CONFLICT, "This vault already has an active credential for " + named(plan.target()));
        }
        if (bound.size() >= plan.limit()) {
            return Outcome.refused(TOO_MANY, "A vault holds at most " + plan.limit() + " active credentials here.");
        }
        var created = Life.startedAt(transaction.stamp());
        var key = CredentialKey.derived(
                named(plan.target()), taken -> edit.credential(taken).isPresent());
        var profile =
                new Credential.Profile(plan.displayName(), plan.metadata(), Credential.Reading.NEVER, caller.face());
        var credential =
                new Credential(credentialId, vault, key, profile, plan.type(), new Material.Destroyed(0), created);
        var name =
                Slug.derived(named(plan.target()), taken -> edit.service(taken).isPresent());
        var service =
                new Service(transaction.random().id(), vault, name, plan.rule().apply(key), true, binding, created);
        var tie = tie(edit, service);
        if (tie.isPresent()) return Outcome.refused(CONFLICT, tie.get().sentence());
        if (values.isEmpty()) edit.put(credential);
        else edit.put(credential, values);
        edit.put(service);
        return Outcome.done(new Pair(credential, service));
    }

    /// New secrets, settings or labels for a bound credential. What it is bound to never changes.
    public record Renewal(UnaryOperator<Credential> labels, UnaryOperator<Service.Rule> rule) {
        public static final Renewal VALUE_ONLY = new Renewal(UnaryOperator.identity(), UnaryOperator.identity());
    }

    /// Replaces values (none: keeps them), labels and the rule's details.
    public Outcome<Pair> renew(
            Caller caller, Id vault, Id credential, Renewal renewal, Map<Material.Part, Secret> values) {
        var ask = Workspace.Ask.inVault(caller, Action.WRITE_CREDENTIALS, vault, "renew " + credential);
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(_ -> {
                    var edit = new VaultEdit(transaction, vault);
                    return active(edit, credential).then(pair -> {
                        var service = changed(pair.service(), renewal, transaction);
                        var tie = newTie(edit, pair.service(), service);
                        if (tie.isPresent())
                            return Outcome.refused(CONFLICT, tie.get().sentence());
                        edit.put(service);
                        put(transaction, edit, pair.credential(), renewal.labels(), values);
                        return found(edit, credential);
                    });
                }));
    }

    /// Replaces the secrets as a whole, with labels and the rule's details: nothing of what was held before stays.
    ///
    /// @param change what the credential is and its rule, of what they were
    public Outcome<Pair> replace(
            Caller caller, Id vault, Id credential, Renewal change, Map<Material.Part, Secret> values) {
        var ask = Workspace.Ask.inVault(caller, Action.WRITE_CREDENTIALS, vault, "replace " + credential);
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(_ -> {
                    var edit = new VaultEdit(transaction, vault);
                    return active(edit, credential).then(pair -> {
                        var service = changed(pair.service(), change, transaction);
                        var tie = newTie(edit, pair.service(), service);
                        if (tie.isPresent())
                            return Outcome.refused(CONFLICT, tie.get().sentence());
                        edit.put(change.labels().apply(pair.credential()), values);
                        edit.put(service);
                        edit.save();
                        return found(edit, credential);
                    });
                }));
    }

    private static Service changed(Service before, Renewal change, Transaction transaction) {
        return before.with(change.rule().apply(before.rule()), before.enabled(), transaction.now());
    }

    /// A service that stands for itself and that some request would fit equally well: the older one would be asked, and
    /// this credential never. Bound ones have an order among themselves.
    private static Optional<Conflict> tie(VaultEdit edit, Service service) {
        var free = edit.services().stream().filter(one -> !one.bound()).toList();
        return RuleIndex.conflict(free, service);
    }

    /// A change that leaves alone where the credential goes is no reason to look.
    private static Optional<Conflict> newTie(VaultEdit edit, Service before, Service after) {
        return after.rule().equals(before.rule()) ? Optional.empty() : tie(edit, after);
    }

    /// Of an OAuth credential, what is not replaced goes into the next version with what is.
    private static void put(
            Transaction transaction,
            VaultEdit edit,
            Credential before,
            UnaryOperator<Credential> labels,
            Map<Material.Part, Secret> values) {
        var labelled = labels.apply(before);
        if (values.isEmpty()) {
            edit.put(labelled);
            edit.save();
            return;
        }
        if (labelled.type() instanceof Credential.Type.Static) {
            edit.put(labelled, values);
            edit.save();
            return;
        }
        try (var parts = OauthParts.of(transaction, before).with(values)) {
            edit.put(labelled, parts.all());
            edit.save();
        }
    }

    /// The bound credentials of a vault, archived ones too, the newest first.
    public Outcome<List<Pair>> list(Caller caller, Id vault) {
        return workspace.look(
                Workspace.Ask.inVault(caller, Action.LIST_CREDENTIALS, vault, ""),
                view -> Outcome.done(pairs(view.contents().apply(Scope.vault(vault)))));
    }

    public Outcome<Pair> find(Caller caller, Id vault, Id credential) {
        return list(caller, vault)
                .then(all -> all.stream()
                        .filter(pair -> pair.credential().id().equals(credential))
                        .findFirst()
                        .<Outcome<Pair>>map(Outcome::done)
                        .orElseGet(() -> Outcome.refused(NOT_FOUND, "No such credential.")));
    }

    private static List<Pair> pairs(Contents vault) {
        return vault.all(Service.class).stream()
                .flatMap(service -> service.binding() instanceof Binding.Bound(var of, var _)
                        ? vault.find(Credential.class, of).map(half -> new Pair(half, service)).stream()
                        : Stream.empty())
                .sorted(Comparator.comparing(
                                (Pair pair) -> pair.credential().life().created())
                        .reversed())
                .toList();
    }

    /// Destroys the secret and ends the service; both rows stay, and the URL or name is free again.
    public Outcome<Pair> archive(Caller caller, Id vault, Id credential) {
        return end(caller, vault, credential, "archive", (edit, pair, transaction) -> {
            edit.put(pair.credential().archived(transaction.now()));
            edit.put(pair.service().archived(transaction.now()));
        });
    }

    /// Removes both rows, active or archived.
    public Outcome<Pair> delete(Caller caller, Id vault, Id credential) {
        return delete(caller, vault, credential, Outcome::done);
    }

    /// Removes both rows of a credential that was archived before.
    public Outcome<Pair> deleteArchived(Caller caller, Id vault, Id credential) {
        return delete(
                caller,
                vault,
                credential,
                pair -> pair.credential().life().active()
                        ? Outcome.refused(CONFLICT, "This credential is active: archive it first.")
                        : Outcome.done(pair));
    }

    private Outcome<Pair> delete(Caller caller, Id vault, Id credential, Function<Pair, Outcome<Pair>> deletable) {
        var ask = Workspace.Ask.inVault(caller, Action.WRITE_CREDENTIALS, vault, "delete " + credential);
        return workspace.change(ask, transaction -> {
            var edit = new VaultEdit(transaction, vault);
            return found(edit, credential).then(deletable).then(pair -> {
                edit.remove(pair.service());
                edit.remove(pair.credential());
                edit.save();
                return Outcome.done(pair);
            });
        });
    }

    @FunctionalInterface
    private interface Ending {
        void end(VaultEdit edit, Pair pair, Transaction transaction);
    }

    private Outcome<Pair> end(Caller caller, Id vault, Id credential, String how, Ending ending) {
        var ask = Workspace.Ask.inVault(caller, Action.WRITE_CREDENTIALS, vault, how + " " + credential);
        return workspace.change(ask, transaction -> {
            var edit = new VaultEdit(transaction, vault);
            return active(edit, credential).then(pair -> {
                ending.end(edit, pair, transaction);
                edit.save();
                return found(edit, credential);
            });
        });
    }

    private static Outcome<Pair> active(VaultEdit edit, Id credential) {
        return found(edit, credential)
                .then(pair -> pair.credential().life().active()
                        ? Outcome.done(pair)
                        : Outcome.refused(ARCHIVED, "This credential is archived."));
    }

    private static Outcome<Pair> found(VaultEdit edit, Id id) {
        var credential =
                edit.credentials().stream().filter(one -> one.id().equals(id)).findFirst();
        if (credential.isEmpty()) return Outcome.refused(NOT_FOUND, "No such credential.");
        return Credentials.boundService(edit, credential.get())
                .<Outcome<Pair>>map(service -> Outcome.done(new Pair(credential.get(), service)))
                .orElseGet(() -> Outcome.refused(INVALID, "This credential stands for itself: services refer to it."));
    }

    private static String named(Binding.Target target) {
        return switch (target) {
            case Binding.Target.McpServer(var url, var _) -> withoutScheme(url.normalised());
            case Binding.Target.HostOf(var url) -> withoutScheme(url.normalised());
            case Binding.Target.Variable(var name) -> name;
        };
    }

    private static String withoutScheme(String url) {
        return url.substring(url.indexOf("://") + "://".length());
    }

    /// The rule of a credential for exactly one MCP server: `Authorization: Bearer`.
    public static Function<CredentialKey, Service.Rule> bearerFor(Reach reach) {
        return key -> new Service.Rule(reach, new Attachment.Bearer(key), List.of());
    }

    /// The rule of a credential that stands in the agent's environment as a placeholder.
    public static Function<CredentialKey, Service.Rule> placeholderFor(
            Reach reach, String text, Set<Placeholder.Surface> surfaces) {
        return key -> new Service.Rule(
                reach, new Attachment.PlaceholdersOnly(), List.of(new Placeholder(key, text, surfaces)));
    }
}
