package agentvault.workspace;

import static agentvault.workspace.Problem.Code.ARCHIVED;
import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.access.Action;
import agentvault.access.Permissions.Target;
import agentvault.access.Session;
import agentvault.crypto.Scope;
import agentvault.definition.Definition;
import agentvault.definition.WorkSession;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Metadata;
import agentvault.vault.Until;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Keeps work sessions: what Qoder and Anthropic call sessions. Each belongs to whoever made it, and owns a session.
public final class WorkSessions {

    /// How long a token for a work session holds at most.
    public static final Duration TOKEN_LIFE = Duration.ofDays(7);

    private final Workspace workspace;

    public WorkSessions(Workspace workspace) {
        this.workspace = workspace;
    }

    /// What a work session is called, and what it is about.
    public record Plan(WorkSession.Subject subject, String title, Metadata metadata) {}

    /// A work session with the right that it owns.
    public record Work(WorkSession session, Session right) {}

    /// Takes up work with a session that exists.
    public Outcome<WorkSession> begin(Caller caller, Session session, Plan plan) {
        var ask = new Workspace.Ask(
                caller,
                Action.READ_DEFINITIONS,
                new Target.OfWorkspace(),
                List.of(session.scope()),
                List.of(session.id()),
                plan.title());
        return workspace.change(ask, transaction -> {
            var definition = transaction
                    .workspace()
                    .find(Definition.class, plan.subject().definition());
            if (definition.isEmpty()) return Outcome.refused(NOT_FOUND, "No such agent.");
            if (!definition.get().life().active()) return Outcome.refused(ARCHIVED, "This agent is archived.");
            var work = new WorkSession(
                    transaction.random().id(),
                    session.id(),
                    plan.subject(),
                    plan.title(),
                    WorkSession.Status.IDLE,
                    plan.metadata(),
                    Life.startedAt(transaction.stamp()));
            transaction.insert(work);
            return Outcome.done(work);
        });
    }

    /// The caller's own, archived ones too, the newest first.
    public Outcome<List<Work>> list(Caller caller) {
        var ask =
                new Workspace.Ask(caller, Action.READ_DEFINITIONS, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(
                ask,
                view -> Outcome.done(Scope.allShortLived().stream()
                        .flatMap(scope -> own(view.contents().apply(scope), caller))
                        .sorted(Comparator.comparing(
                                        (Work work) -> work.session().life().created())
                                .reversed())
                        .toList()));
    }

    public Outcome<Work> find(Caller caller, Id work) {
        return list(caller).then(all -> found(all.stream(), work));
    }

    /// Another title, other labels.
    public Outcome<Work> update(Caller caller, Id work, UnaryOperator<WorkSession> change) {
        return change(caller, work, "update", (transaction, found) -> {
            if (!found.session().life().active()) return Outcome.refused(ARCHIVED, "This session is archived.");
            var after = change.apply(found.session());
            transaction.replace(found.session(), after);
            return Outcome.done(new Work(after, found.right()));
        });
    }

    /// Ends a work session and its token. It can still be read.
    public Outcome<Work> archive(Caller caller, Id work) {
        return change(caller, work, "archive", (transaction, found) -> {
            if (!found.session().life().active()) return Outcome.refused(ARCHIVED, "This session is archived.");
            var after = found.session().archived(transaction.now());
            transaction.replace(found.session(), after);
            return Outcome.done(new Work(after, ended(transaction, found.right())));
        });
    }

    /// Removes a work session, archived or not, and ends its token.
    public Outcome<Work> delete(Caller caller, Id work) {
        return change(caller, work, "delete", (transaction, found) -> {
            transaction.remove(found.session());
            return Outcome.done(new Work(found.session(), ended(transaction, found.right())));
        });
    }

    /// Another token, in the place of the one before.
    public Outcome<Sessions.Issued> renew(Caller caller, Id work) {
        return change(caller, work, "renew", (transaction, found) -> {
            if (!found.session().life().active()) return Outcome.refused(ARCHIVED, "This session is archived.");
            if (!found.right().life().active())
                return Outcome.refused(ARCHIVED, "What this session may use has ended: make another session.");
            MintedSessions.endTokens(transaction, found.right());
            var lasting = found.right().lasting(Until.at(transaction.now().plus(TOKEN_LIFE)));
            transaction.replace(found.right(), lasting);
            return Outcome.done(Sessions.issue(transaction, lasting));
        });
    }

    private static Session ended(Transaction transaction, Session right) {
        return right.life().active() ? MintedSessions.endWithOthers(transaction, right) : right;
    }

    @FunctionalInterface
    private interface Change<T> {
        Outcome<T> on(Transaction transaction, Work found);
    }

    private <T> Outcome<T> change(Caller caller, Id work, String how, Change<T> change) {
        return find(caller, work).then(seen -> {
            var ask = new Workspace.Ask(
                    caller,
                    Action.END_OWN_SESSIONS,
                    new Target.OfWorkspace(),
                    MintedSessions.scopes(seen.right()),
                    List.of(work),
                    how);
            return workspace.change(
                    ask,
                    transaction -> found(own(transaction.contents(seen.right().scope()), caller), work)
                            .then(found -> change.on(transaction, found)));
        });
    }

    private static Stream<Work> own(Contents contents, Caller caller) {
        return contents.all(WorkSession.class).stream()
                .flatMap(work -> right(contents, work)
                        .filter(right -> right.actor().equals(caller.actor()))
                        .map(right -> new Work(work, right))
                        .stream());
    }

    private static Optional<Session> right(Contents contents, WorkSession work) {
        return contents.find(Session.class, work.session());
    }

    private static Outcome<Work> found(Stream<Work> all, Id work) {
        return all.filter(one -> one.session().id().equals(work))
                .findFirst()
                .<Outcome<Work>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused(NOT_FOUND, "No such session."));
    }
}
