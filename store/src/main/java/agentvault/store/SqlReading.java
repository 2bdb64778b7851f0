package agentvault.store;

import agentvault.crypto.KeyUse;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import agentvault.page.Page;
import agentvault.page.PageRequest;
import agentvault.vault.Slug;
import agentvault.workspace.Store.Anchor;
import agentvault.workspace.Store.Mark;
import agentvault.workspace.Store.Reading;
import agentvault.workspace.Store.StoredManifest;
import agentvault.workspace.Store.StoredRow;
import agentvault.workspace.Store.TokenPlace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads inside one transaction.
class SqlReading implements Reading {

    private final Link link;

    SqlReading(Link link) {
        this.link = link;
    }

    @Override
    public Optional<StoredManifest> manifest(Scope scope) {
        return PlainTables.manifest(link, new Values().scope(scope));
    }

    @Override
    public List<StoredManifest> manifests() {
        return PlainTables.manifests(link);
    }

    @Override
    public long changes() {
        return PlainTables.changes(link);
    }

    @Override
    public Map<Scope, Long> counters() {
        return PlainTables.counters(link);
    }

    @Override
    public List<StoredRow> rows(Scope scope) {
        var rows = new ArrayList<StoredRow>();
        Tables.of(scope.kind()).forEach(table -> rows.addAll(table.all(link, scope)));
        return rows;
    }

    @Override
    public Set<Scope> scopes() {
        var scopes = new HashSet<Scope>();
        Tables.ALL.forEach(table -> scopes.addAll(table.scopes(link)));
        return scopes;
    }

    @Override
    public List<WrappedKey> behind(Id root, int limit) {
        return PlainTables.behind(link, root, limit);
    }

    @Override
    public List<WrappedKey> keys() {
        return PlainTables.keys(link, "key_use <> ?", new Values().word("key_use", KeyUse.VAULT), List.of("key_use"));
    }

    @Override
    public List<WrappedKey> vaultKeys(Id vault) {
        var values = new Values().id("owner", vault).word("key_use", KeyUse.VAULT);
        return PlainTables.keys(link, "owner = ? AND key_use = ?", values, List.of("owner", "key_use"));
    }

    @Override
    public Optional<Id> vaultNamed(Slug slug) {
        return PlainTables.all(
                        link,
                        """
                        SELECT id FROM vault
                        WHERE slug = ? AND archived_at IS NULL
                        """,
                        new Values().text("slug", slug.text()),
                        List.of("slug"),
                        List.of("id"),
                        cells -> cells.id("id"))
                .stream()
                .findFirst();
    }

    @Override
    public Page<Id> vaults(Id actor, PageRequest request) {
        return VaultPages.read(link, actor, request);
    }

    @Override
    public Set<Id> vaults() {
        return Set.copyOf(PlainTables.all(link, """
                SELECT id FROM vault
                WHERE archived_at IS NULL
                """, new Values(), List.of(), List.of("id"), cells -> cells.id("id")));
    }

    @Override
    public Set<Id> grantedTo(Id actor) {
        return Set.copyOf(PlainTables.all(
                link,
                """
                SELECT scope_id FROM access_grant
                WHERE actor = ?
                """,
                new Values().id("actor", actor),
                List.of("actor"),
                List.of("scope_id"),
                cells -> cells.id("scope_id")));
    }

    @Override
    public Optional<TokenPlace> token(Octets hash) {
        return PlainTables.all(
                        link,
                        """
                        SELECT scope_kind, scope_id, id FROM token
                        WHERE hash = ?
                        """,
                        new Values().octets("hash", hash),
                        List.of("hash"),
                        List.of("scope_kind", "scope_id", "id"),
                        cells -> new TokenPlace(cells.scope(), cells.id("id")))
                .stream()
                .findFirst();
    }

    @Override
    public List<Mark> marks(Id instance) {
        return PlainTables.marks(link, instance);
    }

    @Override
    public Optional<Anchor> anchor(Id instance) {
        return PlainTables.anchor(link, instance);
    }

    @Override
    public List<Anchor> anchors() {
        return PlainTables.anchors(link);
    }
}
