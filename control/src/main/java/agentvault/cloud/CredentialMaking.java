package agentvault.cloud;

import static agentvault.route.Problems.done;

import agentvault.document.Members;
import agentvault.route.Call;
import agentvault.route.Trouble;
import agentvault.vault.Vault;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Workspace;

/// Makes bound credentials of what was sent.
record CredentialMaking(Manner manner, Workspace workspace, CredentialForm form) {

    /// Leaves with what is unfit, and makes nothing.
    void check(Members body) {
        try (var parts = new Parts()) {
            var _ = form.read(manner, body, parts);
        }
    }

    BoundCredentials.Pair make(Call call, Vault vault, Members body) {
        try (var parts = new Parts()) {
            var plan = form.read(manner, body, parts);
            var outcome = workspace.boundCredentials().add(call.caller(), vault.id(), plan, parts.all());
            if (outcome instanceof Outcome.Refused<?>(var problem) && problem.code() == Problem.Code.TOO_MANY)
                throw full(problem).declined();
            return done(outcome);
        }
    }

    /// It is no matter of waiting, so clients are not told to try again.
    private static Trouble full(Problem problem) {
        return Trouble.of(400, "too_many_credentials", problem.sentence())
                .hinting("Archive or delete one that nobody needs, or use another vault.");
    }
}
