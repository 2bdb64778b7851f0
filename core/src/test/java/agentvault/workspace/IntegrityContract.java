package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.access.Grant;
import agentvault.access.InstanceRole;
import agentvault.access.Token;
import agentvault.access.VaultRole;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.crypto.Octets;
import agentvault.crypto.RowSeal;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.vault.Attachment;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Material;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What somebody who can write the database, and has no key, must not achieve, whichever database it is.
public abstract class IntegrityContract {

    private final Attacked database;
    private final Store store;
    private final Office office;
    private final Vault vault;
    private final Scope scope;

    protected IntegrityContract(Attacked database) {
        this.database = database;
        store = database.store();
        office = new Office(store);
        vault = office.vault("my-vault");
        scope = Scope.vault(vault.id());
    }

    /// A database in the hands of somebody who can write it.
    public interface Attacked extends AutoCloseable {

        Store store();

        /// Changes rows beside the server.
        void edit(Consumer<Store.Writing> change);

        /// Copies the whole database; what is returned sets it back.
        Runnable snapshot();

        @Override
        void close();
    }

    @BeforeEach
    void fill() {
        office.store(vault.id(), "STRIPE_KEY", "sk_live");
        office.store(vault.id(), "GITHUB_TOKEN", "ghp_live");
        office.serve(vault.id(), "stripe", "api.stripe.com", "STRIPE_KEY");
    }

    @AfterEach
    void close() {
        office.close();
        database.close();
    }

    @Test
    void an_untouched_database_has_no_findings() {
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void a_rule_edited_to_send_a_secret_elsewhere_opens_nothing() {
        var stripe = stored(Service.class);
        var evil = new Reach.Destinations(List.of(Destination.of(HostPattern.of("evil.example.com"))));
        var rule = new Service.Rule(evil, new Attachment.Bearer(new CredentialKey("STRIPE_KEY")), List.of());
        var edited = new Service(
                stripe.id(), stripe.vault(), stripe.name(), rule, stripe.enabled(), stripe.binding(), stripe.life());

        tamper(writing -> writing.update(edited, sealOf(stripe)));

        found("service/" + stripe.id(), "changed");
    }

    @Test
    void a_secret_moved_to_another_credentials_row_is_never_served() {
        var one = credential("STRIPE_KEY");
        var other = credential("GITHUB_TOKEN");
        tamper(writing -> writing.update(one.rewrapped(held(other)), sealOf(one)));

        found("credential/" + one.id(), "changed");
    }

    @Test
    void an_older_version_of_a_row_put_back_is_found() {
        var old = credential("STRIPE_KEY");
        var oldSeal = sealOf(old);
        office.store(vault.id(), "STRIPE_KEY", "sk_rotated");
        tamper(writing -> writing.update(old, oldSeal));

        found("credential", "older");
    }

    @Test
    void a_deleted_credential_put_back_is_found() {
        var old = credential("GITHUB_TOKEN");
        var oldSeal = sealOf(old);
        done(office.workspace.credentials().delete(office.owner, vault.id(), List.of(old.key())));
        tamper(writing -> writing.insert(old, oldSeal));

        found("credential", "added");
    }

    @Test
    void a_removed_row_is_found() {
        tamper(writing -> writing.delete(stored(Service.class)));

        found("service", "missing");
    }

    @Test
    void a_planted_grant_gives_nothing() {
        var intruder = office.agent("intruder", office.vault("other-vault").id(), VaultRole.PROXY);
        var planted = new Grant(
                office.random().id(),
                intruder.actor(),
                vault.id(),
                VaultRole.ADMIN,
                Life.startedAt(vault.life().created()));
        var forged = Octets.of(office.random().bytes(33));
        tamper(writing -> writing.insert(planted, forged));

        assertRefused(() -> office.reopened().credentials().list(intruder, vault.id()));
        found("access_grant/" + planted.id(), "changed");
    }

    @Test
    void a_taken_grant_put_back_gives_nothing() {
        var agent = office.agent("billing-bot", vault.id(), VaultRole.MEMBER);
        var grant = stored(Grant.class, agent);
        var seal = sealOf(grant);
        done(office.workspace.grants().take(office.owner, vault.id(), agent.actor()));
        tamper(writing -> writing.insert(grant, seal));

        assertRefused(() -> office.reopened().credentials().list(agent, vault.id()));
        found("access_grant", "added");
    }

    @Test
    void a_running_server_does_not_even_look_at_a_planted_row() {
        var agent = office.agent("billing-bot", vault.id(), VaultRole.MEMBER);
        var grant = stored(Grant.class, agent);
        var seal = sealOf(grant);
        done(office.workspace.grants().take(office.owner, vault.id(), agent.actor()));
        tamper(writing -> writing.insert(grant, seal));

        assertThat(Office.refused(office.workspace.credentials().list(agent, vault.id())))
                .isEqualTo(Problem.Code.FORBIDDEN);
    }

    @Test
    void a_revoked_token_put_back_is_found() {
        Token token;
        var plan = new Agents.Plan(new Slug("bot-one"), InstanceRole.NO_ACCESS, List.of(), Until.forever());
        try (var issued = done(office.workspace.agents().create(office.owner, plan))) {
            token = issued.token();
            var seal = sealOf(token);
            done(office.workspace.actors().revoke(office.owner, issued.actor()));
            tamper(writing -> writing.insert(token, seal));
        }
        found("token", "added");
    }

    @Test
    void a_row_moved_to_another_vault_is_found() {
        var other = office.vault("other-vault");
        var stripe = stored(Service.class);
        var moved = new Service(
                stripe.id(), other.id(), stripe.name(), stripe.rule(), true, stripe.binding(), stripe.life());
        var seal = sealOf(stripe);
        tamper(writing -> {
            writing.delete(stripe);
            writing.insert(moved, seal);
        });

        found("service/" + stripe.id(), "changed");
        found("vault:" + vault.id() + "/service", "missing");
    }

    @Test
    void a_whole_vault_set_back_is_found_by_a_running_server() {
        var before = store.<Object>read(reading -> reading.manifest(scope).orElseThrow());
        var old = credential("STRIPE_KEY");
        var oldSeal = sealOf(old);
        office.store(vault.id(), "STRIPE_KEY", "sk_rotated");
        tamper(writing -> {
            writing.update(old, oldSeal);
            writing.put((Store.StoredManifest) before);
        });

        assertThatThrownBy(() -> office.reveal(office.workspace, vault.id(), "STRIPE_KEY"))
                .isInstanceOf(IntegrityBroken.class)
                .hasMessageContaining("was at");
    }

    @Test
    void a_whole_database_set_back_is_found_at_start() {
        var instance = office.trail.head().sequence();
        var snapshot = database.snapshot();
        office.store(vault.id(), "STRIPE_KEY", "sk_rotated");
        snapshot.run();
        var report = new StartUp(office.reopened(), office.instance()).reconcile(office.trail);

        assertThat(office.trail.head().sequence()).isGreaterThan(instance);
        assertThat(report.findings())
                .anySatisfy(finding -> assertThat(finding.toString())
                        .contains(vault.id().toString())
                        .contains("older than the trail"));
    }

    @Test
    void a_truncated_trail_is_found_at_start() {
        office.trail.cutTo(3);
        var report = new StartUp(office.reopened(), office.instance()).reconcile(office.trail);

        assertThat(report.findings())
                .anySatisfy(finding -> assertThat(finding.toString()).contains("trail is older than the database"));
    }

    @Test
    void a_deleted_vault_put_back_whole_is_found_at_start() {
        var snapshot = database.snapshot();
        done(office.workspace.vaults().delete(office.owner, vault.id()));
        snapshot.run();
        var report = new StartUp(office.reopened(), office.instance()).reconcile(office.trail);

        assertThat(report.findings())
                .anySatisfy(finding ->
                        assertThat(finding.toString()).contains(vault.id().toString()));
    }

    @Test
    void an_intent_that_did_not_reach_the_database_is_voided_and_one_that_did_is_applied() {
        int length = office.trail.entries().size();
        office.store(vault.id(), "NEW_KEY", "1");
        office.trail.cutTo(length + 1);
        var report = new StartUp(office.reopened(), office.instance()).reconcile(office.trail);
        assertThat(report).isEqualTo(new StartUp.Report(1, 0, List.of()));

        var snapshot = database.snapshot();
        office.store(vault.id(), "NEW_KEY", "2");
        office.trail.cutTo(length + 3);
        snapshot.run();
        var second = new StartUp(office.reopened(), office.instance()).reconcile(office.trail);
        assertThat(second).isEqualTo(new StartUp.Report(0, 1, List.of()));
        assertThat(office.reveal(office.reopened(), vault.id(), "NEW_KEY")).isEqualTo("1");
    }

    private void tamper(Consumer<Store.Writing> change) {
        database.edit(change);
    }

    private void found(String place, String what) {
        assertThat(new Check(office.reopened()).all())
                .anySatisfy(finding ->
                        assertThat(finding.toString()).contains(place).contains(what));
        assertRefused(() -> office.reveal(office.reopened(), vault.id(), "STRIPE_KEY"));
    }

    private void assertRefused(ThrowingCallable use) {
        assertThatThrownBy(use).isInstanceOf(IntegrityBroken.class);
    }

    private Octets sealOf(SealedRow row) {
        return new RowSeal(office.keys).seal(row.canonical());
    }

    private Credential credential(String key) {
        return all(Credential.class).stream()
                .filter(credential -> credential.key().text().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static Material.Held held(Credential credential) {
        return (Material.Held) credential.material();
    }

    private <R extends SealedRow> R stored(Class<R> type) {
        return all(type).getFirst();
    }

    private Grant stored(Class<Grant> type, Caller of) {
        return all(type).stream()
                .filter(grant -> grant.actor().equals(of.actor()))
                .findFirst()
                .orElseThrow();
    }

    private <R extends SealedRow> List<R> all(Class<R> type) {
        return store.read(reading -> reading.rows(scope).stream()
                .map(row -> ((Store.StoredRow.Rebuilt) row).row())
                .filter(type::isInstance)
                .map(type::cast)
                .toList());
    }
}
