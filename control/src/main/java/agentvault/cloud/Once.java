package agentvault.cloud;

import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.id.Id;
import agentvault.route.Call;
import agentvault.route.Declined;
import agentvault.route.Trouble;
import agentvault.wire.Answer;
import agentvault.workspace.Caller;
import agentvault.workspace.Idempotency;
import agentvault.workspace.StoreConflict;
import agentvault.workspace.Workspace;
import java.util.Optional;
import java.util.function.Function;

/// Carries out requests that change something: once, if they come with an idempotency key.
public final class Once {

    private static final int MAX_KEY = 255;

    private final Idempotency idempotency;

    public Once(Workspace workspace) {
        this.idempotency = new Idempotency(workspace);
    }

    /// Carries out a request.
    @FunctionalInterface
    public interface Work {
        Made make(Members body);
    }

    /// What came of it, and the object by which it is answered again.
    public record Made(Id id, Answer answer) {}

    /// @param again answers a request that was carried out before: by what there is now, without its secrets
    public Answer answer(Call call, Work work, Function<Id, Answer> again) {
        try (var sent = Sent.of(call)) {
            var key = key(call);
            if (key.isEmpty()) return work.make(sent.members()).answer();
            return switch (idempotency.claim(call.caller(), key.get(), sent.fingerprint())) {
                case Idempotency.Claim.Again(var made) -> again.apply(made);
                case Idempotency.Claim.First first -> first(call.caller(), first, work, sent);
                case Idempotency.Claim.Other() ->
                    throw conflict("This idempotency key was used with another request", "Use another key.");
                case Idempotency.Claim.Unsettled() ->
                    throw conflict(
                            "A request with this idempotency key is being carried out, or its end was lost",
                            "Look whether it was done. A retry after ten minutes is carried out.");
            };
        }
    }

    private Answer first(Caller caller, Idempotency.Claim.First first, Work work, Sent sent) {
        try {
            var made = work.make(sent.members());
            idempotency.settle(caller, first, made.id());
            return made.answer();
        } catch (Declined | Unfit | StoreConflict changedNothing) {
            idempotency.release(caller, first);
            throw changedNothing;
        }
    }

    private static Optional<String> key(Call call) {
        var headers = call.request().headers();
        var key = headers.first("Idempotency-Key").or(() -> headers.first("X-Idempotency-Key"));
        if (key.filter(text -> text.isEmpty() || text.length() > MAX_KEY).isPresent())
            throw new Unfit("", "An idempotency key has 1 to 255 characters.");
        return key;
    }

    private static Declined conflict(String sentence, String hint) {
        return Trouble.of(409, "idempotency_conflict", sentence).hinting(hint).declined();
    }
}
