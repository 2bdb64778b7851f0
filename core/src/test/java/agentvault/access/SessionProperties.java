package agentvault.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.access.Session.Share;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// A session never exceeds what its actor may do at the moment of use.
class SessionProperties {

    private static final Id ACTOR = new Id(7, 1);
    private static final Instant NOW = Instant.EPOCH.plusSeconds(100);

    @Property
    void no_share_exceeds_the_actors_grant_or_what_was_minted(
            @ForAll("shares") List<Share> shares, @ForAll("grants") List<Grant> grants) {
        for (var effective : session(shares).effective(grants)) {
            assertThat(grants).anySatisfy(grant -> {
                assertThat(grant.actor()).isEqualTo(ACTOR);
                assertThat(grant.vault()).isEqualTo(effective.vault());
                assertThat(grant.life().active()).isTrue();
                assertThat(grant.role().atLeast(effective.role())).isTrue();
            });
            assertThat(shares).anySatisfy(minted -> {
                assertThat(minted.vault()).isEqualTo(effective.vault());
                assertThat(minted.role().atLeast(effective.role())).isTrue();
            });
        }
    }

    @Property
    void every_granted_vault_is_there_once_in_the_order_of_the_session(
            @ForAll("shares") List<Share> shares, @ForAll("grants") List<Grant> grants) {
        var granted = shares.stream()
                .map(Share::vault)
                .filter(vault -> grants.stream()
                        .anyMatch(grant -> grant.actor().equals(ACTOR)
                                && grant.vault().equals(vault)
                                && grant.life().active()))
                .toList();

        assertThat(session(shares).effective(grants)).extracting(Share::vault).isEqualTo(granted);
    }

    @Property
    void a_higher_grant_never_takes_rights_away(
            @ForAll("shares") List<Share> shares, @ForAll("grants") List<Grant> grants) {
        var raised =
                grants.stream().map(grant -> grant.with(VaultRole.ADMIN, NOW)).toList();
        var before = session(shares).effective(grants);
        var after = session(shares).effective(raised);

        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).role().atLeast(before.get(i).role())).isTrue();
        }
    }

    @Property
    void the_strictest_of_all_rules_counts(@ForAll UnmatchedHosts own, @ForAll List<UnmatchedHosts> explicit) {
        var strictest = own.strictest(explicit);

        assertThat(strictest.compareTo(own)).isNotNegative();
        assertThat(explicit)
                .allSatisfy(rule -> assertThat(strictest.compareTo(rule)).isNotNegative());
        assertThat(strictest == own || explicit.contains(strictest)).isTrue();
    }

    @Example
    void deny_is_stricter_than_observe_and_observe_than_passthrough() {
        assertThat(UnmatchedHosts.values())
                .containsExactly(UnmatchedHosts.PASSTHROUGH, UnmatchedHosts.OBSERVE, UnmatchedHosts.DENY);
    }

    @Example
    void a_session_names_each_vault_once() {
        var share = new Share(new Id(2, 1), VaultRole.PROXY);
        assertThatThrownBy(() -> session(List.of(share, new Share(share.vault(), VaultRole.ADMIN))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void a_session_is_live_until_its_end_and_not_at_it() {
        var session = session(List.of());

        assertThat(session.live(NOW.minusNanos(1_000))).isTrue();
        assertThat(session.live(NOW)).isFalse();
        assertThat(session.ended(Instant.EPOCH).live(Instant.EPOCH)).isFalse();
        assertThat(session.primary()).isEmpty();
    }

    @Provide
    Arbitrary<List<Share>> shares() {
        return Combinators.combine(vaults(), Arbitraries.of(VaultRole.class))
                .as(Share::new)
                .list()
                .ofMaxSize(5)
                .uniqueElements(Share::vault);
    }

    /// At most one for each pair of actor and vault, as the store keeps it; some of other actors, some archived.
    @Provide
    Arbitrary<List<Grant>> grants() {
        var actors = Arbitraries.longs().between(1, 2).map(low -> new Id(7, low));
        return Combinators.combine(actors, vaults(), Arbitraries.of(VaultRole.class), Arbitraries.of(true, true, false))
                .as(SessionProperties::grant)
                .list()
                .ofMaxSize(8)
                .uniqueElements(grant -> List.of(grant.actor(), grant.vault()));
    }

    private static Arbitrary<Id> vaults() {
        return Arbitraries.longs().between(1, 6).map(low -> new Id(2, low));
    }

    private static Grant grant(Id actor, Id vault, VaultRole role, boolean active) {
        Life life = active ? TestActors.LIFE : TestActors.LIFE.archived(Instant.EPOCH);
        return new Grant(new Id(9, vault.low()), actor, vault, role, life);
    }

    private static Session session(List<Share> shares) {
        return new Session(
                new Id(8, 8),
                ACTOR,
                shares,
                new Session.Egress(UnmatchedHosts.DENY, List.of()),
                new Session.Origin(Face.AGENT_VAULT, ACTOR, ""),
                Until.at(NOW),
                TestActors.LIFE);
    }
}
