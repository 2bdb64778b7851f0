package agentvault.store;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.trail.Entry;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Slug;
import agentvault.workspace.Office;
import agentvault.workspace.Problem;
import agentvault.workspace.Proposals;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Somebody decides about something other than what is stored.
class StaleDecisionTest {

    private static final CredentialKey KEY = new CredentialKey("STRIPE_KEY");

    @ParameterizedTest
    @EnumSource
    void a_decision_about_another_digest_is_stale_and_changes_nothing(Database database) {
        try (var fresh = database.fresh();
                var office = new Office(fresh.store());
                var typed = Office.secret("sk_live")) {
            var vault = office.vault("first").id();
            var agent = office.agent("bot", vault, VaultRole.PROXY);
            var shown = office.proposal(agent, vault, request("shown"));
            var other = office.proposal(agent, vault, request("other"));
            var before = stored(office, vault);
            var proposals = office.workspace.proposals();

            for (var digest : List.of(other.digest(), Octets.of(new byte[32]), Octets.of(new byte[0]))) {
                var decision = new Proposals.Decision(shown.number(), digest, Map.of(KEY, typed), Set.of(), "");
                assertThat(refused(proposals.approve(office.owner, vault, decision)))
                        .isEqualTo(Problem.Code.STALE);
                assertThat(refused(proposals.reject(office.owner, vault, decision)))
                        .isEqualTo(Problem.Code.STALE);
                assertThat(stored(office, vault)).isEqualTo(before);
                assertThat(office.trail.entries().getLast()).isInstanceOf(Entry.Voided.class);
            }
            var decision = new Proposals.Decision(shown.number(), shown.digest(), Map.of(KEY, typed), Set.of(), "");
            assertThat(done(proposals.approve(office.owner, vault, decision)).pending())
                    .isFalse();
            assertThat(stored(office, vault)).isNotEqualTo(before);
        }
    }

    /// Every row of the vault with its seal, and the manifest with its counter.
    private static Set<Object> stored(Office office, Id vault) {
        var scope = Scope.vault(vault);
        return office.store.read(all -> {
            var everything = new HashSet<Object>(all.rows(scope));
            everything.add(all.manifest(scope));
            return everything;
        });
    }

    private static Request request(String message) {
        var slot = new Slot.Set(KEY, new Credential.Type.Static(), Slot.Help.NONE, new Slot.Supply.ByPerson());
        var change = new ServiceChange.Set(
                new Slug("stripe"),
                Office.wanted("stripe", "api.stripe.com", KEY.text()).rule(),
                true);
        return new Request(List.of(change), List.of(slot), message, "");
    }
}
