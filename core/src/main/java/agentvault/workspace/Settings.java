package agentvault.workspace;

import agentvault.access.Action;
import agentvault.access.InstanceSettings;
import agentvault.access.InstanceSettings.Values;
import agentvault.access.Permissions.Target;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.RateLimit;
import agentvault.vault.Vault;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the owners have chosen for the instance.
public final class Settings {

    private static final String VAULT_CREDENTIALS = "vault.credentials";
    private static final int USUAL_VAULT_CREDENTIALS = 20;

    private final Workspace workspace;

    Settings(Workspace workspace) {
        this.workspace = workspace;
    }

    /// What holds now, out of memory, for the parts of the server that go by it.
    public Values current() {
        return of(workspace.remembered(workspace.scope()));
    }

    public Outcome<Values> read(Caller caller) {
        return workspace.look(
                ask(caller, ""), view -> Outcome.done(of(view.contents().apply(workspace.scope()))));
    }

    /// Changes everything but the usual vault of runs, which is pointed out by itself.
    public Outcome<Values> change(Caller caller, Values next) {
        return workspace.change(ask(caller, "settings"), transaction -> {
            var usual = of(transaction.workspace()).runs().usual();
            return Outcome.done(written(
                    transaction,
                    next.with(new InstanceSettings.Runs(usual, next.runs().coverage()))));
        });
    }

    /// Makes a vault the one of all runs that name none, in the place of the one before.
    public Outcome<Vault> pointOut(Caller caller, Id vault) {
        var ask = new Workspace.Ask(
                caller,
                Action.CHANGE_VAULT,
                new Target.OfVault(vault),
                List.of(workspace.scope()),
                List.of(vault),
                "usual vault");
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(found -> {
                    var values = of(transaction.workspace());
                    var coverage = values.runs().coverage();
                    written(transaction, values.with(new InstanceSettings.Runs(Optional.of(vault), coverage)));
                    return Outcome.done(found);
                }));
    }

    private Values written(Transaction transaction, Values next) {
        var before = transaction.workspace().one(InstanceSettings.class, _ -> true);
        before.ifPresentOrElse(
                known -> transaction.replace(known, known.with(next, transaction.now())),
                () -> transaction.insert(new InstanceSettings(
                        transaction.random().id(),
                        workspace.installation(),
                        next,
                        Life.startedAt(transaction.stamp()))));
        return next;
    }

    /// What the owners have chosen of the proxy's limits, among all limits by their names.
    public static SortedMap<RateLimit.Part, Integer> rateLimit(SortedMap<String, Long> limits) {
        var chosen = new TreeMap<RateLimit.Part, Integer>();
        for (var part : RateLimit.Part.values()) {
            var limit = limits.get(name(part));
            if (limit != null && limit >= 1 && limit <= RateLimit.MOST) chosen.put(part, limit.intValue());
        }
        return chosen;
    }

    /// What a part of the proxy's limit is called among all limits.
    public static String name(RateLimit.Part part) {
        return "proxy." + part.name().toLowerCase(Locale.ROOT);
    }

    /// The most active credentials of a vault, on the faces whose vaults have a most; 0 if there is none.
    public static int vaultCredentials(SortedMap<String, Long> limits) {
        return limits.getOrDefault(VAULT_CREDENTIALS, (long) USUAL_VAULT_CREDENTIALS)
                .intValue();
    }

    /// All limits with another most of active credentials.
    public static SortedMap<String, Long> withVaultCredentials(SortedMap<String, Long> limits, long most) {
        var next = new TreeMap<>(limits);
        next.put(VAULT_CREDENTIALS, most);
        return next;
    }

    /// How many active credentials a vault may get now, on the faces whose vaults have a most.
    public int mostVaultCredentials() {
        int most = vaultCredentials(current().limits());
        return most == 0 ? Integer.MAX_VALUE : most;
    }

    static Values of(Contents workspace) {
        return workspace
                .one(InstanceSettings.class, _ -> true)
                .map(InstanceSettings::values)
                .orElse(Values.DEFAULT);
    }

    private Workspace.Ask ask(Caller caller, String detail) {
        return new Workspace.Ask(
                caller,
                Action.CHANGE_INSTANCE,
                new Target.OfWorkspace(),
                List.of(workspace.scope()),
                List.of(),
                detail);
    }
}
