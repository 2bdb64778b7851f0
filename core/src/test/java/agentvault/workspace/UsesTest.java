package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.address.CanonicalHost;
import agentvault.address.CanonicalPath;
import agentvault.address.HostPattern;
import agentvault.address.PathResult;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.match.Decision;
import agentvault.match.Target;
import agentvault.trail.CredentialVersion;
import agentvault.trail.Entry;
import agentvault.trail.TrailUnavailable;
import agentvault.vault.CredentialKey;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import agentvault.workspace.Uses.Reason;
import agentvault.workspace.Uses.Result;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What callers may use through the proxy.
class UsesTest {

    private static final CredentialKey KEY = new CredentialKey("STRIPE_KEY");

    private final CountedStore store = new CountedStore(new MemoryStore(), new AtomicInteger());
    private final Office office = new Office(store);
    private final Workspace workspace = office.workspace;
    private final Id vault = office.vault("shop").id();

    UsesTest() {
        office.store(vault, "STRIPE_KEY", "sk_live_1");
        office.serve(vault, "stripe", "api.stripe.com", "STRIPE_KEY");
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void an_agent_opens_what_its_vault_has_for_a_service() {
        var warrant = usable(agent("bot"), "shop");

        assertThat(warrant.decide(target("api.stripe.com"))).isInstanceOf(Decision.Inject.class);
        assertThat(opened(warrant)).isEqualTo("sk_live_1");
    }

    @Test
    void what_was_fetched_once_is_answered_without_the_database() {
        var agent = agent("bot");
        usable(agent, "shop");
        int before = store.asked().get();

        assertThat(workspace.uses().of(agent, "shop")).isInstanceOf(Result.Usable.class);
        assertThat(workspace.uses().of(agent, "")).isInstanceOf(Result.Usable.class);
        assertThat(store.asked()).hasValue(before);
    }

    @Test
    void the_same_state_gives_the_same_warrant_and_a_change_another_one() {
        var agent = agent("bot");
        var first = usable(agent, "shop");

        assertThat(usable(agent, "shop")).isSameAs(first);
        office.store(vault, "STRIPE_KEY", "sk_live_2");
        assertThat(opened(usable(agent, "shop"))).isEqualTo("sk_live_2");
    }

    @Test
    void a_grant_that_is_taken_away_ends_the_use_at_once() {
        var agent = agent("bot");
        usable(agent, "shop");

        done(workspace.grants().take(office.owner, vault, agent.actor()));

        assertThat(refused(agent, "shop")).isEqualTo(Reason.NO_ACCESS);
    }

    @Test
    void what_is_under_way_keeps_its_vault_whatever_else_happens_and_the_database_is_not_asked() {
        var agent = agent("bot");
        var unnamed = usable(agent, "");
        var other = office.vault("other").id();
        done(workspace.grants().give(office.owner, other, agent.actor(), VaultRole.PROXY));
        done(workspace.vaults().rename(office.owner, vault, new Slug("store")));
        int before = store.asked().get();

        assertThat(workspace.uses().again(agent, unnamed))
                .isInstanceOfSatisfying(
                        Result.Usable.class,
                        still -> assertThat(still.warrant().vaults())
                                .singleElement()
                                .satisfies(one -> assertThat(one.id()).isEqualTo(vault)));
        assertThat(store.asked()).hasValue(before);
    }

    @Test
    void what_is_under_way_ends_with_the_grant_and_with_the_vault_and_the_database_is_not_asked() {
        var agent = agent("bot");
        var session = session(UnmatchedHosts.DENY, vault);
        var unnamed = usable(agent, "");
        var named = usable(agent, "shop");
        var ofSession = usable(session, "");

        done(workspace.grants().take(office.owner, vault, agent.actor()));
        int before = store.asked().get();
        assertThat(workspace.uses().again(agent, unnamed)).isEqualTo(new Result.Refused(Reason.NO_ACCESS));
        assertThat(store.asked()).hasValue(before);

        done(workspace.grants().give(office.owner, vault, agent.actor(), VaultRole.PROXY));
        done(workspace.vaults().archive(office.owner, vault));
        before = store.asked().get();
        assertThat(workspace.uses().again(agent, named)).isEqualTo(new Result.Refused(Reason.NO_SUCH_VAULT));
        assertThat(workspace.uses().again(session, ofSession)).isEqualTo(new Result.Refused(Reason.NO_SUCH_VAULT));
        assertThat(store.asked()).hasValue(before);
    }

    @Test
    void an_agent_with_one_vault_need_not_name_it_and_with_two_must() {
        var agent = agent("bot");
        assertThat(usable(agent, "").vaults()).hasSize(1);

        var other = office.vault("other").id();
        done(workspace.grants().give(office.owner, other, agent.actor(), VaultRole.PROXY));

        assertThat(refused(agent, "")).isEqualTo(Reason.WHICH_VAULT);
        assertThat(usable(agent, "other").vaults()).hasSize(1);
    }

    @Test
    void a_vault_of_others_and_one_that_is_not_there_are_refused() {
        var agent = agent("bot");
        office.vault("other");

        assertThat(refused(agent, "other")).isEqualTo(Reason.NO_ACCESS);
        assertThat(refused(agent, "nowhere")).isEqualTo(Reason.NO_SUCH_VAULT);
        assertThat(refused(agent, "No Name")).isEqualTo(Reason.NO_SUCH_VAULT);
    }

    @Test
    void a_login_uses_nothing() {
        assertThat(refused(office.owner, "shop")).isEqualTo(Reason.LOGIN);
    }

    @Test
    void a_session_uses_its_vaults_in_order_and_may_name_any_of_them_and_no_other() {
        var second = office.vault("second").id();
        office.vault("third");
        var session = session(UnmatchedHosts.PASSTHROUGH, second, vault);

        assertThat(usable(session, "").vaults()).extracting(Vault::id).containsExactly(second, vault);
        assertThat(usable(session, "shop").vaults()).extracting(Vault::id).containsExactly(second, vault);
        assertThat(refused(session, "third")).isEqualTo(Reason.OTHER_VAULT);
    }

    @Test
    void a_stricter_vault_counts_over_the_session_and_a_laxer_one_does_not() {
        var session = session(UnmatchedHosts.OBSERVE, vault);
        assertThat(unmatched(session)).isEqualTo(UnmatchedHosts.OBSERVE);

        set(UnmatchedHosts.PASSTHROUGH);
        assertThat(unmatched(session)).isEqualTo(UnmatchedHosts.OBSERVE);
        set(UnmatchedHosts.DENY);
        assertThat(unmatched(session)).isEqualTo(UnmatchedHosts.DENY);
    }

    @Test
    void a_host_of_the_sessions_own_list_passes_whatever_the_policy() {
        var session = session(UnmatchedHosts.DENY, vault);

        assertThat(usable(session, "").unmatched(target("listed.example.com"))).isEqualTo(UnmatchedHosts.PASSTHROUGH);
        assertThat(unmatched(session)).isEqualTo(UnmatchedHosts.DENY);
    }

    @Test
    void an_agents_own_token_has_its_vaults_policy_and_deny_without_one() {
        var agent = agent("bot");
        assertThat(unmatched(agent)).isEqualTo(UnmatchedHosts.DENY);

        set(UnmatchedHosts.PASSTHROUGH);
        assertThat(unmatched(agent)).isEqualTo(UnmatchedHosts.PASSTHROUGH);
    }

    @Test
    void an_archived_vault_is_used_by_nobody() {
        var agent = agent("bot");
        usable(agent, "shop");

        done(workspace.vaults().archive(office.owner, vault));

        assertThat(refused(agent, "shop")).isEqualTo(Reason.NO_SUCH_VAULT);
    }

    @Test
    void a_use_is_recorded_with_who_what_and_where_and_never_with_the_value() {
        var agent = agent("bot");
        var warrant = usable(agent, "shop");
        var target = target("api.stripe.com");
        var service = ((Decision.Inject) warrant.decide(target)).service();
        var credential = warrant.credential(service, KEY).orElseThrow();

        warrant.recordUse(service, List.of(credential), target);

        assertThat(office.trail.entries().getLast()).isInstanceOfSatisfying(Entry.Use.class, use -> {
            assertThat(use.actor()).isEqualTo(agent.actor());
            assertThat(use.vault()).isEqualTo(vault);
            assertThat(use.service()).isEqualTo(service.id());
            assertThat(use.credentials()).containsExactly(new CredentialVersion(credential.id(), 1));
            assertThat(use.host()).isEqualTo("api.stripe.com");
        });
        office.trail.makeUnavailable();
        assertThatThrownBy(() -> warrant.recordUse(service, List.of(credential), target))
                .isInstanceOf(TrailUnavailable.class);
    }

    private Caller agent(String name) {
        return office.agent(name, vault, VaultRole.PROXY);
    }

    private Caller session(UnmatchedHosts policy, Id... vaults) {
        var shares = Arrays.stream(vaults)
                .map(id -> new Session.Share(id, VaultRole.ADMIN))
                .toList();
        var egress = new Session.Egress(policy, List.of(HostPattern.of("listed.example.com")));
        try (var issued = done(workspace.sessions().create(office.owner, shares, egress, "", Until.forever()))) {
            return new Caller(
                    office.owner.actor(), Via.SESSION, issued.session().id(), Face.PROXY);
        }
    }

    private void set(UnmatchedHosts policy) {
        done(workspace.vaults().setUnmatchedHosts(office.owner, vault, new Vault.Setting.Explicit(policy)));
    }

    private UnmatchedHosts unmatched(Caller caller) {
        return usable(caller, "").unmatched(target("elsewhere.example.com"));
    }

    private Warrant usable(Caller caller, String name) {
        return switch (workspace.uses().fetch(caller, name)) {
            case Result.Usable(var warrant) -> warrant;
            case Result.Refused(var reason) -> throw new AssertionError(reason);
            case Result.NotInMemory() -> throw new AssertionError("not in memory");
        };
    }

    private Reason refused(Caller caller, String name) {
        if (workspace.uses().fetch(caller, name) instanceof Result.Refused(var reason)) return reason;
        throw new AssertionError("usable");
    }

    private static String opened(Warrant warrant) {
        var service = ((Decision.Inject) warrant.decide(target("api.stripe.com"))).service();
        try (var value = warrant.open(service, KEY).orElseThrow()) {
            return Office.text(value);
        }
    }

    private static Target target(String host) {
        var path = new PathResult.Plain(new CanonicalPath("/v1/charges"));
        return new Target(new CanonicalHost(host), 443, true, "POST", path, "", false);
    }
}
