package agentvault.workspace;

import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.TOO_MANY;

import agentvault.access.Action;
import agentvault.access.Permissions.Target;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.webhook.Delivery;
import agentvault.webhook.SigningKey;
import agentvault.webhook.Webhook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where owners want to be told of what happens.
public final class Webhooks {

    public static final int MOST = 20;

    private static final Comparator<Delivery> LATEST =
            Comparator.comparing(delivery -> delivery.progress().at());

    private final Workspace workspace;

    public Webhooks(Workspace workspace) {
        this.workspace = workspace;
    }

    /// A new webhook and its key as it is shown, this once. Whoever gets this hands it on and closes it.
    public record Added(Webhook webhook, Secret shown) implements AutoCloseable {
        @Override
        public void close() {
            shown.close();
        }
    }

    /// A webhook and how its deliveries go.
    ///
    /// @param last the delivery that was sent last, or whose sending failed last
    /// @param pending how many are on their way
    /// @param givenUp how many did not get there, among those that are still kept
    public record Listed(Webhook webhook, Optional<Delivery> last, int pending, int givenUp) {}

    public Outcome<Added> add(Caller caller, Webhook.Target target) {
        var ask = ask(caller, "add webhook at " + target.host(), List.of(workspace.scope()), List.of());
        return workspace.change(ask, transaction -> {
            if (transaction.workspace().all(Webhook.class).size() >= MOST) {
                return Outcome.refused(TOO_MANY, "Too many webhooks (max " + MOST + "): remove one first.");
            }
            try (var key = transaction.random().secret(Webhook.KEY_BYTES)) {
                var life = Life.startedAt(transaction.stamp());
                var webhook = Webhook.sealed(
                        transaction.random().id(), target, key, transaction.keys(), transaction.random(), life);
                transaction.insert(webhook);
                return Outcome.done(new Added(webhook, SigningKey.shown(key)));
            }
        });
    }

    /// All webhooks, the oldest first.
    public Outcome<List<Listed>> list(Caller caller) {
        return workspace.look(
                ask(caller, "", List.of(), List.of()),
                view -> Outcome.done(view.contents().apply(workspace.scope()).all(Webhook.class).stream()
                        .sorted(Comparator.comparing(webhook -> webhook.life().created()))
                        .map(webhook -> listed(webhook, view.contents()))
                        .toList()));
    }

    private static Listed listed(Webhook webhook, Function<Scope, Contents> contents) {
        var all = all(webhook.id(), contents);
        return new Listed(
                webhook,
                all.stream()
                        .filter(delivery -> !delivery.progress().code().isEmpty())
                        .max(LATEST),
                (int) all.stream().filter(Delivery::pending).count(),
                (int) all.stream()
                        .filter(delivery -> delivery.progress().state() == Delivery.State.GIVEN_UP)
                        .count());
    }

    private static List<Delivery> all(Id webhook, Function<Scope, Contents> contents) {
        return Scope.allShortLived().stream()
                .flatMap(scope ->
                        contents
                                .apply(scope)
                                .all(
                                        Delivery.class,
                                        delivery -> delivery.webhook().equals(webhook))
                                .stream())
                .toList();
    }

    /// Ends a webhook: its key and all that is on its way to it are gone.
    public Outcome<Webhook> remove(Caller caller, Id webhook) {
        var scopes = new ArrayList<>(List.of(workspace.scope()));
        scopes.addAll(Scope.allShortLived());
        return workspace.change(
                ask(caller, "remove webhook", scopes, List.of(webhook)),
                transaction -> found(transaction, webhook).then(known -> {
                    all(webhook, transaction::contents).forEach(transaction::remove);
                    transaction.remove(known);
                    return Outcome.done(known);
                }));
    }

    static Outcome<Webhook> found(Transaction transaction, Id webhook) {
        return transaction
                .workspace()
                .find(Webhook.class, webhook)
                .<Outcome<Webhook>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused(NOT_FOUND, "No such webhook."));
    }

    static Workspace.Ask ask(Caller caller, String detail, Collection<Scope> scopes, List<Id> targets) {
        return new Workspace.Ask(caller, Action.CHANGE_INSTANCE, new Target.OfWorkspace(), scopes, targets, detail);
    }
}
