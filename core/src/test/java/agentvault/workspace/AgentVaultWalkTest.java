package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static agentvault.workspace.Office.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.page.PageRequest;
import agentvault.trail.TrailUnavailable;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The Agent Vault protocol on the model: create, list, rotate, reveal, delete, session.
class AgentVaultWalkTest {

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;
    private final Vault vault = office.vault("my-vault");

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void several_credentials_are_set_at_once_and_an_overwrite_is_the_next_version() {
        var both = new TreeMap<CredentialKey, Secret>();
        both.put(new CredentialKey("A"), secret("1"));
        both.put(new CredentialKey("B"), secret("2"));
        done(workspace.credentials().set(office.owner, vault.id(), both));
        office.store(vault.id(), "A", "3");

        assertThat(office.reveal(workspace, vault.id(), "A")).isEqualTo("3");
        assertThat(office.reveal(workspace, vault.id(), "B")).isEqualTo("2");
        assertThat(done(workspace.credentials().list(office.owner, vault.id())))
                .extracting(credential ->
                        credential.key() + " " + credential.material().version())
                .containsExactlyInAnyOrder("A 2", "B 1");
    }

    @Test
    void one_bad_value_among_several_stores_none() {
        var values = new TreeMap<CredentialKey, Secret>();
        values.put(new CredentialKey("A"), secret("1"));
        values.put(new CredentialKey("B"), secret(""));

        assertThat(refused(workspace.credentials().set(office.owner, vault.id(), values)))
                .isEqualTo(Problem.Code.MISSING_VALUE);
        assertThat(done(workspace.credentials().list(office.owner, vault.id()))).isEmpty();
    }

    @Test
    void members_read_values_back_and_proxies_do_not() {
        office.store(vault.id(), "STRIPE_KEY", "sk_test_abc123");
        var member = office.user("bo@example.com", vault.id(), VaultRole.MEMBER);
        var agent = office.agent("billing-bot", vault.id(), VaultRole.PROXY);
        var key = new CredentialKey("STRIPE_KEY");

        try (var read = done(workspace.credentials().reveal(member, vault.id(), key))) {
            assertThat(Office.text(read)).isEqualTo("sk_test_abc123");
        }
        assertThat(refused(workspace.credentials().reveal(agent, vault.id(), key)))
                .isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(done(workspace.credentials().list(agent, vault.id())))
                .extracting(Credential::key)
                .containsExactly(key);
    }

    @Test
    void a_deleted_credential_is_gone_and_its_key_is_free_again() {
        office.store(vault.id(), "OLD_API_KEY", "1");
        var key = new CredentialKey("OLD_API_KEY");
        done(workspace.credentials().delete(office.owner, vault.id(), List.of(key)));

        assertThat(refused(workspace.credentials().reveal(office.owner, vault.id(), key)))
                .isEqualTo(Problem.Code.NOT_FOUND);
        office.store(vault.id(), "OLD_API_KEY", "2");
        assertThat(office.reveal(workspace, vault.id(), "OLD_API_KEY")).isEqualTo("2");
    }

    @Test
    void a_value_stays_readable_through_every_change_of_the_services_that_use_it() {
        office.store(vault.id(), "STRIPE_KEY", "sk");
        office.serve(vault.id(), "stripe", "api.stripe.com", "STRIPE_KEY");
        office.serve(vault.id(), "stripe", "files.stripe.com", "STRIPE_KEY");
        done(workspace.services().setEnabled(office.owner, vault.id(), new Slug("stripe"), false));
        assertThat(office.reveal(workspace, vault.id(), "STRIPE_KEY")).isEqualTo("sk");
        done(workspace.services().remove(office.owner, vault.id(), new Slug("stripe")));

        assertThat(office.reveal(workspace, vault.id(), "STRIPE_KEY")).isEqualTo("sk");
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void two_services_that_a_request_would_fit_equally_well_are_refused() {
        office.store(vault.id(), "K", "1");
        office.serve(vault.id(), "one", "api.stripe.com", "K");
        var second = List.of(Office.wanted("two", "api.stripe.com", "K"));

        assertThat(refused(workspace.services().upsert(office.owner, vault.id(), second)))
                .isEqualTo(Problem.Code.CONFLICT);
    }

    @Test
    void vaults_are_listed_newest_first_to_those_who_have_a_role_in_them() {
        office.vault("second-vault");
        var agent = office.agent("billing-bot", vault.id(), VaultRole.PROXY);
        var everything = new PageRequest(10, new PageRequest.From.Newest(), PageRequest.Filter.ACTIVE);

        assertThat(done(workspace.vaults().list(office.owner, everything)).items())
                .extracting(one -> one.slug().text())
                .containsExactly("second-vault", "my-vault", "default");
        assertThat(done(workspace.vaults().list(agent, everything)).items())
                .extracting(one -> one.slug().text())
                .containsExactly("my-vault");
    }

    @Test
    void a_name_is_taken_until_its_vault_is_archived_or_deleted() {
        var naming = Vaults.Naming.of("Mine");
        assertThat(refused(workspace.vaults().create(office.owner, new Slug("my-vault"), naming)))
                .isEqualTo(Problem.Code.CONFLICT);
        done(workspace.vaults().archive(office.owner, vault.id()));
        var again = done(workspace.vaults().create(office.owner, new Slug("my-vault"), naming));
        done(workspace.vaults().delete(office.owner, again.id()));

        assertThat(done(workspace.vaults().create(office.owner, new Slug("my-vault"), naming))
                        .slug())
                .isEqualTo(new Slug("my-vault"));
    }

    @Test
    void a_session_never_exceeds_its_minters_grant_and_loses_what_the_minter_loses() {
        office.store(vault.id(), "K", "1");
        var member = office.user("bo@example.com", vault.id(), VaultRole.MEMBER);
        var wanted = List.of(new Session.Share(vault.id(), VaultRole.ADMIN));
        Caller inSession;
        try (var issued = done(workspace.sessions().create(member, wanted, denyAll(), "laptop", Until.forever()))) {
            assertThat(issued.session().shares()).containsExactly(new Session.Share(vault.id(), VaultRole.MEMBER));
            assertThat(Office.text(issued.shown())).matches("av_sess_[0-9a-f]{64}");
            inSession = new Caller(member.actor(), Via.SESSION, issued.session().id(), Face.PROXY);
        }
        done(workspace.credentials().list(inSession, vault.id()));
        done(workspace.grants().take(office.owner, vault.id(), member.actor()));

        assertThat(refused(workspace.credentials().list(inSession, vault.id()))).isEqualTo(Problem.Code.FORBIDDEN);
    }

    @Test
    void an_ended_or_expired_session_may_nothing() {
        var wanted = List.of(new Session.Share(vault.id(), VaultRole.PROXY));
        var hour = Until.at(office.now().plusSeconds(3600));
        Id first;
        Id second;
        try (var one = done(workspace.sessions().create(office.owner, wanted, denyAll(), "", hour));
                var other = done(workspace.sessions().create(office.owner, wanted, denyAll(), "", hour))) {
            first = one.session().id();
            second = other.session().id();
        }
        done(workspace.sessions().end(office.owner, first));
        assertThat(listing(first)).isInstanceOf(Outcome.Refused.class);
        assertThat(listing(second)).isInstanceOf(Outcome.Done.class);
        office.moveTo(office.now().plusSeconds(3600));
        assertThat(listing(second)).isInstanceOf(Outcome.Refused.class);
    }

    private Outcome<List<Credential>> listing(Id session) {
        var caller = new Caller(office.owner.actor(), Via.SESSION, session, Face.PROXY);
        return workspace.credentials().list(caller, vault.id());
    }

    @Test
    void the_last_admin_and_the_last_owner_stay() {
        assertThat(refused(workspace.grants().leave(office.owner, vault.id()))).isEqualTo(Problem.Code.LAST_ADMIN);
        assertThat(refused(workspace.grants().change(office.owner, vault.id(), office.owner.actor(), VaultRole.MEMBER)))
                .isEqualTo(Problem.Code.LAST_ADMIN);
    }

    @Test
    void every_change_leaves_its_intent_and_its_outcome_in_the_trail() {
        int before = office.trail.entries().size();
        office.store(vault.id(), "K", "1");
        var agent = office.agent("billing-bot", vault.id(), VaultRole.PROXY);
        office.workspace.vaults().archive(agent, vault.id());
        office.workspace.vaults().create(office.owner, new Slug("my-vault"), Vaults.Naming.of("x"));

        assertThat(office.trail.entries().subList(before, office.trail.entries().size()))
                .extracting(entry -> entry.getClass().getSimpleName())
                .containsExactly("Intent", "Applied", "Intent", "Applied", "Refused", "Intent", "Voided");
    }

    @Test
    void what_cannot_be_recorded_is_not_done() {
        int before = storedRows();
        office.trail.makeUnavailable();

        assertThatThrownBy(() -> office.store(vault.id(), "K", "1")).isInstanceOf(TrailUnavailable.class);
        assertThat(storedRows()).isEqualTo(before);
    }

    private int storedRows() {
        return office.store.read(
                reading -> reading.rows(Scope.vault(vault.id())).size());
    }

    private static Session.Egress denyAll() {
        return new Session.Egress(UnmatchedHosts.DENY, List.of());
    }
}
