package agentvault.workspace;

import agentvault.access.Actor;
import agentvault.access.AgentInvite;
import agentvault.access.Login;
import agentvault.access.MailedCode;
import agentvault.access.Session;
import agentvault.access.Token;
import agentvault.access.UserInvite;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.definition.WorkSession;
import agentvault.id.Id;
import agentvault.page.IdempotencyRecord;
import agentvault.vault.Life;
import agentvault.webhook.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Removes what has ended some time ago and nobody asks for any more, so that nothing grows for ever. What people look
/// up later is in the trail.
public final class Tidying {

    /// How long an ended invite, session or work session, and a user who never confirmed an address, stay to be seen.
    public static final Duration KEPT = Duration.ofDays(30);

    private final Workspace workspace;

    public Tidying(Workspace workspace) {
        this.workspace = workspace;
    }

    /// Removes it now; the server calls this by itself.
    ///
    /// @return how many rows went
    public int tidy() {
        int removed = tidy(workspace.scope());
        for (var scope : Scope.allShortLived()) removed += tidy(scope);
        return removed;
    }

    private int tidy(Scope scope) {
        if (over(workspace.remembered(scope), workspace.clock().instant()).isEmpty()) return 0;
        var outcome = workspace.changeByItself("TIDY", List.of(scope), "", transaction -> {
            var over = over(transaction.contents(scope), transaction.now());
            over.forEach(transaction::remove);
            return Outcome.done(over.size());
        });
        return outcome instanceof Outcome.Done<Integer>(var removed) ? removed : 0;
    }

    /// Rows that are over, and the tokens that stood for them.
    private static List<SealedRow> over(Contents contents, Instant now) {
        var before = now.minus(KEPT);
        var working = contents.all(WorkSession.class, work -> stays(work, contents, before)).stream()
                .map(WorkSession::session)
                .collect(Collectors.toSet());
        var rows =
                contents.rows().stream().filter(row -> over(row, now, working)).toList();
        var ids = rows.stream()
                .map(row -> row instanceof Login login ? login.token() : row.id())
                .collect(Collectors.toSet());
        var tokens = contents.all(Token.class).stream()
                .filter(token -> ids.contains(token.id()) || ids.contains(token.subjectId()));
        return Stream.concat(rows.stream(), tokens).toList();
    }

    /// A work session whose right has ended can be given another token, until the right has been over for long.
    private static boolean stays(WorkSession work, Contents contents, Instant before) {
        return !archived(work.life(), before)
                && contents.find(Session.class, work.session())
                        .filter(right -> !over(right, before))
                        .isPresent();
    }

    private static boolean over(Session session, Instant before) {
        return session.until().passed(before) || archived(session.life(), before);
    }

    /// @param working the sessions of work sessions that stay
    private static boolean over(SealedRow row, Instant now, Set<Id> working) {
        var before = now.minus(KEPT);
        return switch (row) {
            case Login login -> !login.live(now);
            case MailedCode code -> code.span().over(before);
            case IdempotencyRecord known -> !now.isBefore(known.until());
            case WorkSession work -> !working.contains(work.session());
            case Session session -> !working.contains(session.id()) && over(session, before);
            case UserInvite invite -> invite.span().over(before);
            case AgentInvite invite -> invite.span().over(before);
            case Delivery delivery ->
                !delivery.pending() && !delivery.progress().at().isAfter(before);
            case Actor actor ->
                actor.standing() == Actor.Standing.UNCONFIRMED
                        && actor.life().created().at().isBefore(before);
            default -> false;
        };
    }

    private static boolean archived(Life life, Instant before) {
        return life.state() instanceof Life.State.Archived(var at) && !at.isAfter(before);
    }
}
