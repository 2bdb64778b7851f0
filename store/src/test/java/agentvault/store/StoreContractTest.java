package agentvault.store;

import static agentvault.workspace.Examples.SEAL;
import static agentvault.workspace.Examples.id;
import static agentvault.workspace.Examples.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.crypto.KeyUse;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import agentvault.vault.Binding;
import agentvault.vault.Slug;
import agentvault.workspace.Examples;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Store;
import agentvault.workspace.Store.Anchor;
import agentvault.workspace.Store.Mark;
import agentvault.workspace.Store.StoredManifest;
import agentvault.workspace.Store.StoredRow;
import agentvault.workspace.Store.TokenPlace;
import agentvault.workspace.Store.Writing;
import agentvault.workspace.StoreConflict;
import agentvault.workspace.StoreConflict.Unique;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every database does alike.
@ParameterizedClass
@EnumSource(Database.class)
class StoreContractTest {

    private static final Id VAULT = id(100);
    private static final Scope SCOPE = Scope.vault(VAULT);
    private static final Id INSTALLATION = id(1);
    private static final Scope WORKSPACE = Scope.workspace(INSTALLATION);

    @Parameter
    private Database database = Database.MEMORY;

    private Database.Fresh fresh = Database.MEMORY.fresh();
    private Store store = fresh.store();

    @BeforeEach
    void open() {
        fresh = database.fresh();
        store = fresh.store();
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    @Test
    void belongs_to_nobody_until_it_is_founded() {
        assertThat(store.installation()).isEmpty();
        assertThat(manifests()).isEmpty();
    }

    @Test
    void is_founded_with_its_keys_and_manifests() {
        var key = Examples.key(id(2), KeyUse.ROOT, INSTALLATION, 1);
        var manifest = new StoredManifest(WORKSPACE, 1, octets("sealed"));

        store.found(INSTALLATION, List.of(key), List.of(manifest));

        assertThat(store.installation()).contains(INSTALLATION);
        assertThat(keys()).containsExactly(key);
        assertThat(manifests()).containsExactly(manifest);
    }

    @Test
    void is_founded_once() {
        store.found(INSTALLATION, List.of(), List.of());

        assertThatThrownBy(() -> store.found(id(9), List.of(), List.of())).isInstanceOf(StoreConflict.class);
        assertThat(store.installation()).contains(INSTALLATION);
    }

    @Test
    void keeps_what_a_done_operation_changed() {
        var vault = Examples.vault(VAULT, "production");

        insert(vault);

        assertThat(rows()).containsExactly(new StoredRow.Rebuilt(vault, SEAL));
    }

    @Test
    void drops_what_a_refused_operation_changed() {
        var outcome = store.<Integer>write(Set.of(SCOPE), all -> {
            all.insert(Examples.vault(VAULT, "production"), SEAL);
            all.put(new StoredManifest(SCOPE, 1, SEAL));
            return Outcome.refused(Problem.Code.CONFLICT, "no");
        });

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(rows()).isEmpty();
        assertThat(manifest(SCOPE)).isEmpty();
    }

    @Test
    void drops_what_a_failed_operation_changed() {
        assertThatThrownBy(() -> write(all -> {
                    all.insert(Examples.vault(VAULT, "production"), SEAL);
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");

        assertThat(rows()).isEmpty();
        insert(Examples.vault(VAULT, "production"));
        assertThat(rows()).hasSize(1);
    }

    @Test
    void never_commits_after_a_conflict_even_if_it_was_swallowed() {
        insert(Examples.vault(VAULT, "production"));

        assertThatThrownBy(() -> write(all -> {
                    all.insert(Examples.grant(id(5), id(6), VAULT), SEAL);
                    assertThatThrownBy(() -> all.insert(Examples.vault(VAULT, "other"), SEAL))
                            .isInstanceOf(StoreConflict.class);
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(rows()).hasSize(1);
    }

    @Test
    void updates_and_deletes_the_row_with_the_id() {
        var vault = Examples.vault(VAULT, "production");
        insert(vault);
        var renamed = vault.renamed(new Slug("staging"), Examples.NOON);

        write(all -> all.update(renamed, octets("new seal")));
        assertThat(rows()).containsExactly(new StoredRow.Rebuilt(renamed, octets("new seal")));

        write(all -> all.delete(renamed));
        assertThat(rows()).isEmpty();
    }

    @Test
    void refuses_to_change_what_is_not_there() {
        var vault = Examples.vault(VAULT, "production");

        assertThatThrownBy(() -> write(all -> all.update(vault, SEAL))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> write(all -> all.delete(vault))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> write(all -> all.delete(Examples.key(id(2), KeyUse.VAULT, VAULT, 1))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void reads_and_changes_rows_in_held_scopes_only() {
        var elsewhere = Examples.vault(id(101), "elsewhere");

        assertThatThrownBy(() -> write(all -> all.insert(elsewhere, SEAL)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(all -> all.update(elsewhere, SEAL)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(all -> all.delete(elsewhere))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(all -> all.rows(elsewhere.scope())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(all -> all.put(new StoredManifest(WORKSPACE, 1, SEAL))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_transaction_sees_its_own_changes_and_nobody_else_does() {
        write(all -> {
            all.insert(Examples.vault(VAULT, "production"), SEAL);
            assertThat(all.rows(SCOPE)).hasSize(1);
            assertThat(rows()).isEmpty();
        });
        assertThat(rows()).hasSize(1);
    }

    @Test
    void a_reader_keeps_the_state_it_began_with() {
        store.read(before -> {
            assertThat(before.rows(SCOPE)).isEmpty();
            Together.run(List.of(() -> {
                insert(Examples.vault(VAULT, "production"));
                write(all -> all.put(new StoredManifest(SCOPE, 1, SEAL)));
            }));
            assertThat(before.rows(SCOPE)).isEmpty();
            assertThat(before.manifest(SCOPE)).isEmpty();
            return true;
        });
        assertThat(rows()).hasSize(1);
    }

    @Test
    void two_writers_of_a_scope_never_lose_an_update() {
        Runnable writer = () -> {
            for (int change = 0; change < 25; change++) count(Set.of(SCOPE));
        };

        Together.run(List.of(writer, writer, writer, writer));

        assertThat(manifest(SCOPE).orElseThrow().counter()).isEqualTo(100);
    }

    @Test
    void writers_that_name_their_scopes_in_any_order_all_finish() {
        var scopes = List.of(SCOPE, WORKSPACE, Scope.vault(id(3)));
        Runnable oneWay = () -> {
            for (int change = 0; change < 10; change++) count(scopes);
        };
        Runnable theOther = () -> {
            for (int change = 0; change < 10; change++) count(scopes.reversed());
        };

        Together.run(List.of(oneWay, theOther, oneWay, theOther));

        assertThat(manifest(SCOPE).orElseThrow().counter()).isEqualTo(40);
    }

    private void count(Collection<Scope> held) {
        write(held, all -> {
            long counter = all.manifest(SCOPE).map(StoredManifest::counter).orElse(0L);
            all.put(new StoredManifest(SCOPE, counter + 1, SEAL));
        });
    }

    @Test
    void a_transaction_inside_a_transaction_is_refused_before_it_waits_for_itself() {
        assertThatThrownBy(() -> write(_ -> count(Set.of(SCOPE)))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void holding_a_scope_makes_no_manifest() {
        write(all -> assertThat(all.manifest(SCOPE)).isEmpty());

        assertThat(manifest(SCOPE)).isEmpty();
        assertThat(manifests()).isEmpty();
    }

    @Test
    void says_how_often_each_scope_was_changed_and_whether_anything_was() {
        assertThat(changes()).isZero();
        write(Set.of(SCOPE, WORKSPACE), all -> {
            all.put(new StoredManifest(SCOPE, 3, SEAL));
            all.put(new StoredManifest(WORKSPACE, 4, SEAL));
        });

        assertThat(changes()).isEqualTo(7);
        Map<Scope, Long> counters = store.read(Store.Reading::counters);
        assertThat(counters).isEqualTo(Map.of(SCOPE, 3L, WORKSPACE, 4L));
    }

    private long changes() {
        return store.read(Store.Reading::changes);
    }

    @Test
    void lists_the_active_vaults_and_those_that_somebody_has_a_grant_in() {
        insert(Examples.vault(VAULT, "production"));
        insert(Examples.vault(id(101), "staging"));
        insert(Examples.grant(id(10), id(6), VAULT));
        insert(Examples.grant(id(11), id(7), id(101)));
        write(all -> all.update(Examples.vault(VAULT, "production").archived(Examples.NOON), SEAL));

        Set<Id> vaults = store.read(Store.Reading::vaults);
        assertThat(vaults).containsExactly(id(101));
        Set<Id> granted = store.read(all -> all.grantedTo(id(6)));
        assertThat(granted).containsExactly(VAULT);
    }

    @Test
    void keeps_the_keys_of_vaults_apart_from_the_others() {
        var root = Examples.key(id(2), KeyUse.ROOT, INSTALLATION, 1);
        var pepper = Examples.key(id(3), KeyUse.TOKEN_PEPPER, INSTALLATION, 1);
        var first = Examples.key(id(4), KeyUse.VAULT, VAULT, 1);
        var second = Examples.key(id(5), KeyUse.VAULT, VAULT, 2);
        var other = Examples.key(id(6), KeyUse.VAULT, id(101), 1);

        write(all -> List.of(second, root, other, first, pepper).forEach(all::put));

        assertThat(keys()).containsExactly(root, pepper);
        assertThat(vaultKeys(VAULT)).containsExactly(first, second);
    }

    @Test
    void wraps_a_key_anew_in_place_and_forgets_it_on_delete() {
        var key = Examples.key(id(4), KeyUse.VAULT, VAULT, 1);
        write(all -> all.put(key));
        var again = new WrappedKey(key.id(), key.use(), VAULT, 1, id(77), octets("again"));

        write(all -> all.put(again));
        assertThat(vaultKeys(VAULT)).containsExactly(again);

        write(all -> all.delete(again));
        assertThat(vaultKeys(VAULT)).isEmpty();
    }

    @Test
    void marks_are_kept_by_instance_until_they_are_forgotten() {
        for (long sequence : List.of(3L, 1L, 2L)) write(all -> all.put(mark(id(50), sequence)));
        write(all -> all.put(mark(id(51), 1)));

        assertThat(marks(id(50))).containsExactly(mark(id(50), 1), mark(id(50), 2), mark(id(50), 3));

        write(all -> all.forget(id(50), 2));
        assertThat(marks(id(50))).containsExactly(mark(id(50), 3));
        assertThat(marks(id(51))).hasSize(1);
    }

    private static Mark mark(Id instance, long sequence) {
        return new Mark(instance, sequence, SCOPE, sequence * 10, Octets.of(new byte[] {(byte) sequence}));
    }

    @Test
    void an_anchor_never_goes_back() {
        var second = new Anchor(id(50), 2, octets("head 2"), octets("seal 2"));
        write(all -> all.put(new Anchor(id(50), 1, octets("head 1"), octets("seal 1"))));
        write(all -> all.put(second));
        write(all -> all.put(new Anchor(id(50), 1, octets("old"), octets("old"))));
        write(all -> all.put(new Anchor(id(50), 2, octets("fork"), octets("fork"))));

        assertThat(anchor(id(50))).contains(second);
        assertThat(anchor(id(51))).isEmpty();
    }

    @Test
    void finds_a_vault_by_its_name_while_it_is_active() {
        var vault = Examples.vault(VAULT, "production");
        insert(vault);
        assertThat(vaultNamed(new Slug("production"))).contains(VAULT);

        write(all -> all.update(vault.archived(Examples.NOON), SEAL));
        assertThat(vaultNamed(new Slug("production"))).isEmpty();
    }

    @Test
    void finds_a_token_by_its_hash() {
        var token = Examples.token(id(5), id(6), octets("hash"));
        insert(token);

        assertThat(token(octets("hash"))).contains(new TokenPlace(Scope.shortLived(id(6)), id(5)));
        assertThat(token(octets("hush"))).isEmpty();
    }

    @Test
    void a_row_that_cannot_be_read_hides_no_other() {
        var service = Examples.service(id(5), VAULT, "github", new Binding.Free());
        insert(Examples.vault(VAULT, "production"));
        insert(service);

        fresh.spoiler().spoil("service", "attachment", service.id());

        assertThat(rows())
                .hasSize(2)
                .satisfiesOnlyOnce(row -> assertThat(row)
                        .isInstanceOfSatisfying(StoredRow.Unreadable.class, unreadable -> {
                            assertThat(unreadable.table()).isEqualTo("service");
                            assertThat(unreadable.id()).isEqualTo(service.id().toString());
                            assertThat(unreadable.why()).doesNotContain("1}");
                        }));
    }

    @Test
    void an_archived_row_frees_its_name() {
        var vault = Examples.vault(VAULT, "production");
        insert(vault);
        write(all -> all.update(vault.archived(Examples.NOON), SEAL));

        insert(Examples.vault(id(101), "production"));

        assertThat(vaultNamed(new Slug("production"))).contains(id(101));
    }

    @Test
    void an_id_is_there_once() {
        insert(Examples.vault(VAULT, "production"));

        assertConflict(Unique.ID, Examples.vault(VAULT, "other"));
    }

    @Test
    void names_and_keys_are_there_once_while_active() {
        insert(Examples.vault(VAULT, "production"));
        insert(Examples.credential(id(10), VAULT, "KEY", octets("x")));
        insert(Examples.service(id(11), VAULT, "github", Examples.bound("api.example.com")));
        insert(Examples.definition(id(12), INSTALLATION, "reviewer"));
        insert(Examples.actor(id(13), INSTALLATION, "ci-bot"));

        assertConflict(Unique.VAULT_SLUG, Examples.vault(id(101), "production"));
        assertConflict(Unique.CREDENTIAL_KEY, Examples.credential(id(20), VAULT, "KEY", octets("y")));
        assertConflict(Unique.SERVICE_NAME, Examples.service(id(21), VAULT, "github", new Binding.Free()));
        assertConflict(
                Unique.BOUND_TARGET, Examples.service(id(22), VAULT, "other", Examples.bound("api.example.com")));
        assertConflict(Unique.DEFINITION_SLUG, Examples.definition(id(23), INSTALLATION, "reviewer"));
        assertConflict(Unique.ACTOR_NAME, Examples.actor(id(24), INSTALLATION, "ci-bot"));
        insert(Examples.credential(id(30), id(101), "KEY", octets("x")));
        insert(Examples.service(id(31), id(101), "github", Examples.bound("api.example.com")));
    }

    @Test
    void grants_tokens_proposals_variables_and_key_versions_are_there_once() {
        insert(Examples.grant(id(10), id(6), VAULT));
        insert(Examples.token(id(11), id(6), octets("hash")));
        insert(Examples.proposal(id(12), VAULT, 1));
        insert(Examples.toolVariable(id(13), INSTALLATION, id(7), "TOKEN"));
        write(all -> all.put(Examples.key(id(14), KeyUse.VAULT, VAULT, 1)));

        assertConflict(Unique.GRANT, Examples.grant(id(20), id(6), VAULT));
        assertConflict(Unique.TOKEN_HASH, Examples.token(id(21), id(60), octets("hash")));
        assertConflict(Unique.PROPOSAL_NUMBER, Examples.proposal(id(22), VAULT, 1));
        assertConflict(Unique.TOOL_VARIABLE, Examples.toolVariable(id(23), INSTALLATION, id(7), "TOKEN"));
        assertConflict(Unique.KEY_VERSION, all -> all.put(Examples.key(id(24), KeyUse.VAULT, VAULT, 1)));
    }

    @Test
    void a_user_has_one_password_and_a_workspace_one_set_of_settings() {
        insert(Examples.passwordHash(id(10), INSTALLATION, id(6)));
        insert(Examples.settings(id(11), INSTALLATION));

        assertConflict(Unique.PASSWORD, Examples.passwordHash(id(20), INSTALLATION, id(6)));
        assertConflict(Unique.SETTINGS, Examples.settings(id(21), INSTALLATION));
    }

    private void assertConflict(Unique unique, SealedRow row) {
        assertConflict(unique, Set.of(row.scope()), all -> all.insert(row, SEAL));
    }

    private void assertConflict(Unique unique, Consumer<Writing> work) {
        assertConflict(unique, Set.of(SCOPE), work);
    }

    private void assertConflict(Unique unique, Set<Scope> scopes, Consumer<Writing> work) {
        assertThatThrownBy(() -> write(scopes, work))
                .isInstanceOfSatisfying(
                        StoreConflict.class,
                        conflict -> assertThat(conflict.unique()).isEqualTo(unique));
    }

    private void insert(SealedRow row) {
        write(Set.of(row.scope()), all -> all.insert(row, SEAL));
    }

    private void write(Consumer<Writing> work) {
        write(Set.of(SCOPE), work);
    }

    private void write(Collection<Scope> scopes, Consumer<Writing> work) {
        store.write(scopes, all -> {
            work.accept(all);
            return Outcome.done(true);
        });
    }

    private List<StoredRow> rows() {
        return store.read(all -> all.rows(SCOPE));
    }

    private List<StoredManifest> manifests() {
        return store.read(Store.Reading::manifests);
    }

    private Optional<StoredManifest> manifest(Scope scope) {
        return store.read(all -> all.manifest(scope));
    }

    private List<WrappedKey> keys() {
        return store.read(Store.Reading::keys);
    }

    private List<WrappedKey> vaultKeys(Id vault) {
        return store.read(all -> all.vaultKeys(vault));
    }

    private Optional<Id> vaultNamed(Slug slug) {
        return store.read(all -> all.vaultNamed(slug));
    }

    private Optional<TokenPlace> token(Octets hash) {
        return store.read(all -> all.token(hash));
    }

    private List<Mark> marks(Id instance) {
        return store.read(all -> all.marks(instance));
    }

    private Optional<Anchor> anchor(Id instance) {
        return store.read(all -> all.anchor(instance));
    }
}
