package agentvault.workspace;

import agentvault.access.Actor;
import agentvault.access.Grant;
import agentvault.access.InstanceSettings;
import agentvault.access.PasswordHash;
import agentvault.access.Token;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.crypto.WrappedKey;
import agentvault.definition.Definition;
import agentvault.definition.ToolVariable;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.vault.Credential;
import agentvault.vault.Service;
import agentvault.vault.Vault;
import agentvault.workspace.Store.Anchor;
import agentvault.workspace.Store.Mark;
import agentvault.workspace.Store.StoredManifest;
import agentvault.workspace.Store.StoredRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that a [MemoryStore] holds at one moment.
final class MemoryState {

    /// Where a row is.
    record Place(String table, Id id) {}

    /// What there is at most one of, in words of its own: the vault and the key of a credential.
    record Taken(StoreConflict.Unique unique, String text) {}

    private Optional<Id> installation = Optional.empty();
    final Map<Scope, Map<Place, StoredRow>> rows;
    final Map<Taken, Place> taken;
    final Map<Id, WrappedKey> keys;
    final Map<Scope, StoredManifest> manifests;
    final List<Mark> marks;
    final Map<Id, Anchor> anchors;

    MemoryState() {
        rows = new HashMap<>();
        taken = new HashMap<>();
        keys = new LinkedHashMap<>();
        manifests = new LinkedHashMap<>();
        marks = new ArrayList<>();
        anchors = new HashMap<>();
    }

    /// A copy to be changed; the rows of a scope are shared until [#rowsToChange].
    MemoryState(MemoryState other) {
        installation = other.installation;
        rows = new HashMap<>(other.rows);
        taken = new HashMap<>(other.taken);
        keys = new LinkedHashMap<>(other.keys);
        manifests = new LinkedHashMap<>(other.manifests);
        marks = new ArrayList<>(other.marks);
        anchors = new HashMap<>(other.anchors);
    }

    Optional<Id> installation() {
        return installation;
    }

    void found(Id id) {
        installation = Optional.of(id);
    }

    Map<Place, StoredRow> rowsToChange(Scope scope) {
        var copy = new LinkedHashMap<>(rows.getOrDefault(scope, Map.of()));
        rows.put(scope, copy);
        return copy;
    }

    static List<Taken> taken(SealedRow row) {
        return switch (row) {
            case Vault vault -> ifActive(vault.life().active(), StoreConflict.Unique.VAULT_SLUG, vault.slug());
            case Credential credential ->
                ifActive(
                        credential.life().active(),
                        StoreConflict.Unique.CREDENTIAL_KEY,
                        credential.vault() + " " + credential.key());
            case Service service when !service.life().active() -> List.of();
            case Service service -> takenBy(service);
            case Grant grant -> one(StoreConflict.Unique.GRANT, grant.actor() + " " + grant.vault());
            case Token token ->
                one(
                        StoreConflict.Unique.TOKEN_HASH,
                        java.util.HexFormat.of().formatHex(token.hash().value().bytes()));
            case Proposal proposal ->
                one(StoreConflict.Unique.PROPOSAL_NUMBER, proposal.vault() + " " + proposal.number());
            case Definition definition ->
                ifActive(
                        definition.life().active(),
                        StoreConflict.Unique.DEFINITION_SLUG,
                        definition.workspace() + " " + definition.slug());
            case ToolVariable variable ->
                one(StoreConflict.Unique.TOOL_VARIABLE, variable.definition() + " " + variable.name());
            case Actor actor -> ifActive(actor.life().active(), StoreConflict.Unique.ACTOR_NAME, actor.name());
            case PasswordHash hash ->
                one(StoreConflict.Unique.PASSWORD, hash.user().toString());
            case InstanceSettings settings ->
                one(StoreConflict.Unique.SETTINGS, settings.workspace().toString());
            default -> List.of();
        };
    }

    private static List<Taken> takenBy(Service service) {
        var name = new Taken(StoreConflict.Unique.SERVICE_NAME, service.vault() + " " + service.name());
        return service.binding()
                .uniqueAs()
                .map(target ->
                        List.of(name, new Taken(StoreConflict.Unique.BOUND_TARGET, service.vault() + " " + target)))
                .orElse(List.of(name));
    }

    private static List<Taken> ifActive(boolean active, StoreConflict.Unique unique, Object text) {
        return active ? one(unique, text.toString()) : List.of();
    }

    private static List<Taken> one(StoreConflict.Unique unique, String text) {
        return List.of(new Taken(unique, text));
    }
}
