package agentvault.workspace;

import static agentvault.workspace.Problem.Code.TOO_MANY;
import static agentvault.workspace.Problem.Code.WRONG_CODE;

import agentvault.access.Actor;
import agentvault.access.MailedCode;
import agentvault.access.MailedCode.Purpose;
import agentvault.access.Tokens;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// The codes of one user for one purpose, inside a transaction that holds where they are kept.
final class Codes {

    static final Duration LIFE = Duration.ofMinutes(15);

    private static final int MOST_PENDING = 3;
    private static final int MOST_WRONG = 10;

    private final Transaction transaction;
    private final Tokens tokens;
    private final Id user;
    private final List<MailedCode> all;

    Codes(Transaction transaction, Id user, Class<? extends Purpose> purpose) {
        this.transaction = transaction;
        this.tokens = new Tokens(transaction.keys(), transaction.random());
        this.user = user;
        this.all = transaction
                .contents(Scope.shortLived(user))
                .all(MailedCode.class, code -> code.user().equals(user) && purpose.isInstance(code.purpose()))
                .stream()
                .sorted(Comparator.comparing(code -> code.span().created()))
                .toList();
    }

    /// Another code beside those that were sent; empty if three are pending. The digits are not kept anywhere: whoever
    /// gets them sends and closes them.
    Optional<Secret> send(Purpose purpose) {
        var pending = pending();
        if (pending.size() >= MOST_PENDING) return Optional.empty();
        all.stream().filter(code -> !pending.contains(code)).forEach(transaction::remove);
        var digits = tokens.issueCode();
        var created = transaction.stamp();
        var span = new MailedCode.Span(created, created.at().plus(LIFE));
        transaction.insert(new MailedCode(transaction.random().id(), user, purpose, tokens.hash(digits), 0, span));
        return Optional.of(digits);
    }

    /// Does the work for whoever shows the digits of a pending code, which is used up by it. Wrong digits are counted,
    /// so
    /// the transaction must be committed whatever the answer is.
    <T> Outcome<T> shown(Secret digits, Optional<Actor> by, BiFunction<Actor, MailedCode, T> work) {
        var pending = pending();
        if (pending.stream().mapToInt(MailedCode::wrong).sum() >= MOST_WRONG) {
            return Outcome.refused(TOO_MANY, "Too many wrong codes: ask for another one in a quarter of an hour.");
        }
        var right = pending.stream().filter(code -> has(code, digits)).findFirst();
        if (right.isPresent() && by.isPresent()) {
            all.forEach(transaction::remove);
            return Outcome.done(work.apply(by.get(), right.get()));
        }
        if (pending.isEmpty()) transaction.touch(Scope.shortLived(user));
        else transaction.replace(pending.getLast(), pending.getLast().mistaken());
        return Outcome.refused(WRONG_CODE, "This code is wrong or has expired: ask for another one.");
    }

    /// The newest one, expired or not.
    Optional<MailedCode> newest() {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    private List<MailedCode> pending() {
        return all.stream().filter(code -> !code.span().over(transaction.now())).toList();
    }

    private boolean has(MailedCode code, Secret digits) {
        return tokens.hash(digits, code.hash().pepper())
                .filter(code.hash()::equals)
                .isPresent();
    }
}
