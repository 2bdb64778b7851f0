package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.InstanceRole;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.route.Call;
import agentvault.route.Declined;
import agentvault.route.Trouble;
import agentvault.trail.Entry;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import agentvault.workspace.Caller;
import agentvault.workspace.Outcome;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Finds the vault that a request means. One that the caller may not know of is answered as one that does not exist.
record VaultNames(Workspace workspace) {

    /// The id under which the vault named `default` was always known.
    private static final String DEFAULT_ID = "00000000-0000-0000-0000-000000000000";

    /// The vaults that the caller knows of: of somebody's others they are told nothing.
    Predicate<Id> known(Call call) {
        var ids = done(workspace.directory().vaults(call.caller())).stream()
                .map(listed -> listed.vault().id())
                .collect(Collectors.toUnmodifiableSet());
        return ids::contains;
    }

    /// The vault in the request's path.
    Vault inPath(Call call) {
        return named(call, call.path("vault"));
    }

    /// The vault that was named; else the one of X-Vault, of the session, or the default one.
    Vault wanted(Call call, Optional<String> named) {
        var name = named.or(() -> call.request().headers().first("X-Vault"));
        if (name.isPresent()) return named(call, name.get());
        return workspace
                .directory()
                .primary(call.caller())
                .flatMap(workspace.directory()::vault)
                .orElseGet(() -> named(call, Vaults.DEFAULT.text()));
    }

    /// The vaults that an agent asks about: the one it names in X-Vault, or in the query where a header is hard to
    /// send;
    /// otherwise those of its session, the first of which receives what it proposes.
    List<Vault> ofAgent(Call call) {
        var named =
                call.request().headers().first("X-Vault").or(() -> call.query().maybe("vault"));
        return switch (call.caller().via()) {
            case LOGIN, EXCHANGED ->
                throw Trouble.of(403, "forbidden", "Session requires vault scope")
                        .hinting("Use a session's token: agent-vault vault token --vault NAME")
                        .declined();
            case AGENT_TOKEN, API_KEY -> List.of(named(call, named.orElseThrow(VaultNames::nameless)));
            case SESSION -> named.map(name -> List.of(named(call, name))).orElseGet(() -> ofSession(call));
        };
    }

    private List<Vault> ofSession(Call call) {
        var vaults = workspace.directory().shares(call.caller()).stream()
                .flatMap(share -> workspace.directory().vault(share.vault()).stream())
                .toList();
        if (!vaults.isEmpty()) return vaults;
        throw Trouble.of(404, "vault_not_found", "The session has no vault any more")
                .declined();
    }

    private static Declined nameless() {
        var sentence = "Agent tokens require X-Vault header to specify which vault to use";
        return Trouble.of(400, "vault_required", sentence)
                .hinting("Add the header X-Vault: NAME")
                .declined();
    }

    /// By its name or its id. Looking for what is not there takes what looking at a stranger's vault takes.
    Vault named(Call call, String text) {
        var vault = find(text);
        boolean seen = ownsInstance(call) || sees(call.caller(), vault);
        return vault.filter(_ -> seen)
                .orElseThrow(() -> Trouble.of(404, "vault_not_found", "Vault \"" + text + "\" not found")
                        .declined());
    }

    /// The caller's role in a vault that they see; leaves with 403 for an owner who is not in it.
    VaultRole role(Call call, Vault vault) {
        done(workspace.vaults().find(call.caller(), vault.id()));
        return workspace
                .authentication()
                .rights(call.caller(), vault.id())
                .flatMap(rights -> rights.roleIn(vault.id()))
                .orElse(VaultRole.PROXY);
    }

    private boolean sees(Caller caller, Optional<Vault> vault) {
        return workspace.vaults().find(caller, vault.map(Vault::id).orElse(Entry.NONE)) instanceof Outcome.Done<Vault>;
    }

    /// Owners know of every vault.
    private static boolean ownsInstance(Call call) {
        var via = call.caller().via();
        return call.actor().role() == InstanceRole.OWNER && (via == Via.LOGIN || via == Via.AGENT_TOKEN);
    }

    private Optional<Vault> find(String text) {
        if (text.equals(DEFAULT_ID)) return workspace.vaults().named(Vaults.DEFAULT);
        var named = Slug.valid(text) ? workspace.vaults().named(new Slug(text)) : Optional.<Vault>empty();
        return named.or(() -> IdForm.parse(IdKind.VAULT, text).flatMap(workspace.directory()::vault));
    }
}
