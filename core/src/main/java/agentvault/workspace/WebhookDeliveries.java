package agentvault.workspace;

import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.vault.Metadata;
import agentvault.webhook.Delivery;
import agentvault.webhook.Happening;
import agentvault.webhook.Webhook;
import agentvault.workspace.WebhookReceivers.Answer;
import agentvault.workspace.WebhookReceivers.Letter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Sends what webhooks are to be told of. Whoever sends a delivery holds its lease, which is in its row: on all servers
/// together one sends it at a time, and who dies over it is followed by another when the lease ends.
public final class WebhookDeliveries {

    /// Longer than a receiver may take to answer.
    private static final Duration LEASE = Duration.ofSeconds(30);

    /// How many deliveries are under way to one webhook at once.
    private static final int AT_ONCE = 4;

    /// How many that ended in one way are kept of one webhook in one scope, to be seen.
    static final int KEPT_GIVEN_UP = 20;

    private static final int KEPT_DELIVERED = 1;

    private static final int GONE = 410;

    private static final String ENDED = "Its receiver said that it is gone: remove this webhook and add another.";
    private static final String UNREADABLE =
            "Its signing key cannot be opened any more: remove this webhook and add another.";

    private final Workspace workspace;
    private final WebhookReceivers receivers;

    public WebhookDeliveries(Workspace workspace, WebhookReceivers receivers) {
        this.workspace = workspace;
        this.receivers = receivers;
    }

    /// What should be sent now, the oldest first, as far as memory goes.
    public List<Delivery> due() {
        if (workspace.remembered(workspace.scope()).all(Webhook.class).isEmpty()) return List.of();
        var now = workspace.clock().instant();
        var pending = Scope.allShortLived().stream()
                .flatMap(scope -> workspace.remembered(scope).all(Delivery.class, Delivery::pending).stream())
                .sorted(Comparator.comparing(Delivery::created))
                .toList();
        var underWay = new HashMap<Id, Integer>();
        pending.stream()
                .filter(delivery -> delivery.leased(now))
                .forEach(delivery -> underWay.merge(delivery.webhook(), 1, Integer::sum));
        var due = new ArrayList<Delivery>();
        for (var delivery : pending) {
            if (delivery.due(now) && underWay.merge(delivery.webhook(), 1, Integer::sum) <= AT_ONCE) due.add(delivery);
        }
        return due;
    }

    /// One try, with all that it takes. It asks the network.
    ///
    /// @return the delivery as it is then
    public Delivery attempt(Delivery due) {
        var seen = current(due);
        if (!seen.due(workspace.clock().instant())) return seen;
        var taken = workspace.changeByItself(
                "SEND_WEBHOOK",
                List.of(due.scope()),
                due.id().toString(),
                transaction -> stored(transaction, due)
                        .filter(known -> known.due(transaction.now()))
                        .<Outcome<Taken>>map(known -> Outcome.done(take(transaction, known)))
                        .orElseGet(() -> Outcome.refused(Problem.Code.STALE, "Somebody else sends it.")));
        if (!(taken instanceof Outcome.Done<Taken>(var done))) return current(due);
        return switch (done) {
            case Taken.Over(var ended) -> ended;
            case Taken.Lease(var letter) -> send(letter);
        };
    }

    private Delivery send(Letter letter) {
        try (var _ = letter.key()) {
            return settle(letter.delivery(), receivers.deliver(letter));
        }
    }

    /// Sends a delivery that tells of nothing but that it was asked for, once. It is leased from its beginning, so that
    /// whoever asked is who sends it and sees what comes of it. It asks the network.
    public Outcome<Delivery> test(Caller caller, Id webhook) {
        var scopes = List.of(Scope.shortLived(webhook));
        var taken = workspace.change(
                Webhooks.ask(caller, "test webhook", scopes, List.of(webhook)),
                transaction -> Webhooks.found(transaction, webhook).then(known -> begun(transaction, known)));
        return taken.then(letter -> Outcome.done(send(letter)));
    }

    private static Outcome<Letter> begun(Transaction transaction, Webhook webhook) {
        if (!webhook.active()) return Outcome.refused(Problem.Code.ALREADY_ENDED, ENDED);
        var key = webhook.open(transaction.keys());
        if (key.isEmpty()) return Outcome.refused(Problem.Code.ALREADY_ENDED, UNREADABLE);
        var happening = new Happening(Happening.Type.TEST, webhook.id(), Metadata.EMPTY);
        var now = transaction.now();
        var leased = Delivery.waiting(transaction.random().id(), webhook.id(), happening, transaction.stamp())
                .leasedUntil(now.plus(LEASE));
        transaction.insert(leased);
        return Outcome.done(letter(webhook, leased, now, key.get()));
    }

    private sealed interface Taken {
        record Lease(Letter letter) implements Taken {}

        /// There is no use in sending it.
        record Over(Delivery ended) implements Taken {}
    }

    private Delivery current(Delivery due) {
        return workspace.lookByItself(view -> view.contents()
                .apply(due.scope())
                .find(Delivery.class, due.id())
                .orElse(due));
    }

    private static Optional<Delivery> stored(Transaction transaction, Delivery delivery) {
        return transaction.contents(delivery.scope()).find(Delivery.class, delivery.id());
    }

    private static Taken take(Transaction transaction, Delivery due) {
        var now = transaction.now();
        var webhook = transaction.workspace().find(Webhook.class, due.webhook()).filter(Webhook::active);
        if (webhook.isEmpty()) return over(transaction, due, due.givenUp(now, "webhook_gone"));
        if (due.late(now)) return over(transaction, due, due.givenUpLate(now));
        var key = webhook.get().open(transaction.keys());
        if (key.isEmpty()) return over(transaction, due, due.givenUp(now, "unreadable_key"));
        var leased = due.leasedUntil(now.plus(LEASE));
        transaction.replace(due, leased);
        return new Taken.Lease(letter(webhook.get(), leased, now, key.get()));
    }

    private static Letter letter(Webhook webhook, Delivery leased, Instant now, Secret key) {
        return new Letter(webhook.target().url(), leased, now, key);
    }

    private static Taken.Over over(Transaction transaction, Delivery before, Delivery ended) {
        transaction.replace(before, ended);
        forget(transaction, ended);
        return new Taken.Over(ended);
    }

    /// Writes down what came of it, unless somebody took the lease over meanwhile.
    private Delivery settle(Delivery leased, Answer answer) {
        boolean gone = answer instanceof Answer.Status(int status) && status == GONE;
        var scopes = gone ? List.of(leased.scope(), workspace.scope()) : List.of(leased.scope());
        var outcome = workspace.changeByItself(
                gone ? "WEBHOOK_GONE" : "SENT_WEBHOOK",
                scopes,
                leased.id().toString(),
                transaction -> stored(transaction, leased)
                        .filter(leased::equals)
                        .<Outcome<Delivery>>map(known -> Outcome.done(settled(transaction, known, answer)))
                        .orElseGet(() -> Outcome.refused(Problem.Code.STALE, "Somebody else sent it.")));
        return outcome instanceof Outcome.Done<Delivery>(var settled) ? settled : current(leased);
    }

    private static Delivery settled(Transaction transaction, Delivery leased, Answer answer) {
        var after = after(transaction, leased, answer);
        transaction.replace(leased, after);
        if (!after.pending()) forget(transaction, after);
        return after;
    }

    private static Delivery after(Transaction transaction, Delivery leased, Answer answer) {
        var now = transaction.now();
        return switch (answer) {
            case Answer.Status(int status) when status >= 200 && status < 300 -> leased.delivered(now, code(status));
            case Answer.Status(int status)
            when status == GONE -> {
                transaction
                        .workspace()
                        .find(Webhook.class, leased.webhook())
                        .ifPresent(webhook -> transaction.replace(webhook, webhook.gone(now)));
                yield leased.givenUp(now, code(status));
            }
            case Answer.Status(int status) -> failed(transaction, leased, code(status));
            case Answer.None(var code) -> failed(transaction, leased, code);
        };
    }

    /// A test is not repeated: whoever asked for it sees what came of it.
    private static Delivery failed(Transaction transaction, Delivery leased, String code) {
        if (leased.isTest()) return leased.givenUp(transaction.now(), code);
        return leased.failed(transaction.now(), code, transaction.random().bytes(1)[0]);
    }

    private static String code(int status) {
        return "http_" + status;
    }

    /// Removes what ended before others that ended alike, but for the newest.
    private static void forget(Transaction transaction, Delivery ended) {
        var state = ended.progress().state();
        int kept = state == Delivery.State.DELIVERED ? KEPT_DELIVERED : KEPT_GIVEN_UP;
        transaction
                .contents(ended.scope())
                .all(
                        Delivery.class,
                        other -> other.webhook().equals(ended.webhook())
                                && other.progress().state() == state)
                .stream()
                .sorted(Comparator.comparing(
                                (Delivery other) -> other.progress().at())
                        .reversed())
                .skip(kept - 1L)
                .forEach(transaction::remove);
    }
}
