package agentvault.workspace;

import agentvault.access.Grant;
import agentvault.access.Token;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import agentvault.page.Page;
import agentvault.page.PageRequest;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import agentvault.workspace.Store.Anchor;
import agentvault.workspace.Store.Mark;
import agentvault.workspace.Store.Reading;
import agentvault.workspace.Store.StoredManifest;
import agentvault.workspace.Store.StoredRow;
import agentvault.workspace.Store.TokenPlace;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads one [MemoryState].
class MemoryReading implements Reading {

    private final MemoryState state;

    MemoryReading(MemoryState state) {
        this.state = state;
    }

    @Override
    public Optional<StoredManifest> manifest(Scope scope) {
        return Optional.ofNullable(state.manifests.get(scope));
    }

    @Override
    public List<StoredManifest> manifests() {
        return List.copyOf(state.manifests.values());
    }

    @Override
    public long changes() {
        return state.manifests.values().stream()
                .mapToLong(StoredManifest::counter)
                .sum();
    }

    @Override
    public Map<Scope, Long> counters() {
        return state.manifests.values().stream()
                .collect(Collectors.toMap(StoredManifest::scope, StoredManifest::counter));
    }

    @Override
    public List<StoredRow> rows(Scope scope) {
        return List.copyOf(state.rows.getOrDefault(scope, Map.of()).values());
    }

    @Override
    public Set<Scope> scopes() {
        return Set.copyOf(state.rows.keySet());
    }

    @Override
    public List<WrappedKey> behind(Id root, int limit) {
        return state.keys.values().stream()
                .filter(key -> key.use() != KeyUse.ROOT && !key.wrappedBy().equals(root))
                .limit(limit)
                .toList();
    }

    @Override
    public List<WrappedKey> keys() {
        return sorted(state.keys.values().stream().filter(key -> key.use() != KeyUse.VAULT));
    }

    @Override
    public List<WrappedKey> vaultKeys(Id vault) {
        return sorted(state.keys.values().stream()
                .filter(key -> key.use() == KeyUse.VAULT && key.owner().equals(vault)));
    }

    private static List<WrappedKey> sorted(Stream<WrappedKey> keys) {
        return keys.sorted(Comparator.comparing((WrappedKey key) -> key.use().name())
                        .thenComparingInt(WrappedKey::version))
                .toList();
    }

    @Override
    public Optional<Id> vaultNamed(Slug slug) {
        return all(Vault.class)
                .filter(vault -> vault.life().active() && vault.slug().equals(slug))
                .map(Vault::id)
                .findFirst();
    }

    @Override
    public Page<Id> vaults(Id actor, PageRequest request) {
        var granted = grantedTo(actor);
        var newestFirst = all(Vault.class)
                .filter(vault -> granted.contains(vault.id()) && Listing.shows(request.filter(), vault))
                .sorted(Comparator.comparing((Vault vault) -> vault.life().created())
                        .reversed())
                .toList();
        return Listing.page(newestFirst, request);
    }

    @Override
    public Set<Id> vaults() {
        return all(Vault.class)
                .filter(vault -> vault.life().active())
                .map(Vault::id)
                .collect(Collectors.toSet());
    }

    @Override
    public Set<Id> grantedTo(Id actor) {
        return all(Grant.class)
                .filter(grant -> grant.actor().equals(actor))
                .map(Grant::vault)
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<TokenPlace> token(Octets hash) {
        return all(Token.class)
                .filter(token -> token.hash().value().equals(hash))
                .map(token -> new TokenPlace(token.scope(), token.id()))
                .findFirst();
    }

    @Override
    public List<Mark> marks(Id instance) {
        return state.marks.stream()
                .filter(mark -> mark.instance().equals(instance))
                .sorted(Comparator.comparingLong(Mark::sequence))
                .toList();
    }

    @Override
    public Optional<Anchor> anchor(Id instance) {
        return Optional.ofNullable(state.anchors.get(instance));
    }

    @Override
    public List<Anchor> anchors() {
        return List.copyOf(state.anchors.values());
    }

    private <R extends SealedRow> Stream<R> all(Class<R> type) {
        return state.rows.values().stream()
                .flatMap(rows -> rows.values().stream())
                .filter(StoredRow.Rebuilt.class::isInstance)
                .map(row -> ((StoredRow.Rebuilt) row).row())
                .filter(type::isInstance)
                .map(type::cast);
    }
}
