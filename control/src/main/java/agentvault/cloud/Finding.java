package agentvault.cloud;

import static agentvault.route.Problems.done;

import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.route.Call;
import agentvault.route.Declined;
import agentvault.route.Trouble;
import agentvault.trail.Entry;
import agentvault.vault.Vault;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Outcome;
import agentvault.workspace.Workspace;
import java.util.Optional;

/// Finds what a request means by an id, in any rendering. What the caller may not know of is answered as what does not
/// exist.
public record Finding(Workspace workspace) {

    /// The id; for what is none, one that nothing has.
    public static Id id(IdKind kind, String text) {
        return IdForm.parse(kind, text).orElse(Entry.NONE);
    }

    /// A vault, be it archived.
    public Vault vault(Call call, String text) {
        return maybeVault(call, text).orElseThrow(() -> nothing("No such vault"));
    }

    /// Looking for what is not there takes what looking at a stranger's vault takes.
    Optional<Vault> maybeVault(Call call, String text) {
        return workspace.vaults().find(call.caller(), id(IdKind.VAULT, text)) instanceof Outcome.Done<Vault>(var vault)
                ? Optional.of(vault)
                : Optional.empty();
    }

    BoundCredentials.Pair credential(Call call, Vault vault) {
        return done(workspace
                .boundCredentials()
                .find(call.caller(), vault.id(), id(IdKind.CREDENTIAL, call.path("credential"))));
    }

    public static Declined nothing(String sentence) {
        return Trouble.of(404, "not_found", sentence).declined();
    }
}
