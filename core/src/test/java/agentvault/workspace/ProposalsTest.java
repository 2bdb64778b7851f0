package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static agentvault.workspace.Office.secret;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.crypto.Scope;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.proposal.Acknowledgement;
import agentvault.proposal.Effect;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.vault.Attachment;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Links to proposals, their lists, and how they are taken away.
class ProposalsTest {

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;
    private final Id vault = office.vault("my-vault").id();
    private final Caller agent = office.agent("ci-bot", vault, VaultRole.PROXY);
    private int times;

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void whoever_has_the_link_reads_the_proposal_for_a_day() {
        try (var created = propose()) {
            assertThat(Office.text(created.link())).matches("av_appr_[0-9a-f]{64}");
            var shown = done(workspace.proposals().shown(created.link()));
            assertThat(shown.proposal()).isEqualTo(created.proposal());
            assertThat(shown.vault().slug()).isEqualTo(new Slug("my-vault"));
            assertThat(shown.by().orElseThrow().name().text()).isEqualTo("ci-bot");
            done(workspace.proposals().delete(office.owner, vault, 1));
            assertThat(done(workspace.proposals().shown(created.link()))
                            .proposal()
                            .pending())
                    .isFalse();
            office.moveTo(office.now().plus(Duration.ofDays(1)));

            assertThat(refused(workspace.proposals().shown(created.link()))).isEqualTo(Problem.Code.ALREADY_ENDED);
            propose().close();
            assertThat(refused(workspace.proposals().shown(created.link()))).isEqualTo(Problem.Code.NOT_FOUND);
        }
        try (var none = secret("av_appr_" + "0".repeat(64));
                var other = secret("nothing")) {
            assertThat(refused(workspace.proposals().shown(none))).isEqualTo(Problem.Code.NOT_FOUND);
            assertThat(refused(workspace.proposals().shown(other))).isEqualTo(Problem.Code.NOT_FOUND);
        }
    }

    @Test
    void a_deleted_proposal_is_in_no_list_and_its_agent_is_told() {
        propose().close();
        propose().close();
        assertThat(done(workspace.vaults().known(office.owner)).getLast().pending())
                .isEqualTo(2);
        done(workspace.proposals().delete(office.owner, vault, 1));

        assertThat(done(workspace.proposals().list(agent, vault)))
                .extracting(Proposal::number)
                .containsExactly(2L);
        assertThat(done(workspace.proposals().find(agent, vault, 1)).endedAs(Proposal.Ending.DELETED))
                .isTrue();
        assertThat(refused(workspace.proposals().delete(office.owner, vault, 1)))
                .isEqualTo(Problem.Code.ALREADY_ENDED);
        try (var third = propose()) {
            assertThat(third.proposal().number()).isEqualTo(3);
        }
    }

    @Test
    void an_agent_deletes_no_proposal() {
        propose().close();

        assertThat(refused(workspace.proposals().delete(agent, vault, 1))).isEqualTo(Problem.Code.FORBIDDEN);
    }

    @Test
    void what_reaches_further_is_applied_only_with_a_yes_to_each_effect() {
        office.store(vault, "STRIPE_KEY", "sk_1");
        var wider = office.proposal(agent, vault, request("stripe", "*.example.com", "STRIPE_KEY"));
        var effects = done(workspace.proposals().review(office.owner, vault, 1)).effect();
        assertThat(effects.acknowledgements())
                .extracting(Acknowledgement::code)
                .containsExactly(
                        "new_destination:STRIPE_KEY:https://*.example.com:443/*",
                        "wildcard:STRIPE_KEY:https://*.example.com:443/*");

        assertThat(unacknowledged(wider, Set.of())).isEqualTo(effects.acknowledgements());
        var one = effects.acknowledgements().getFirst().code();
        assertThat(unacknowledged(wider, Set.of(one, "wildcard:STRIPE_KEY:https://*.com:443/*")))
                .containsExactly(effects.acknowledgements().getLast());
        assertThat(done(workspace.proposals().find(agent, vault, 1)).pending()).isTrue();
        var both = Set.of(one, effects.acknowledgements().getLast().code());
        done(workspace.proposals().approve(office.owner, vault, decision(wider, both)));

        assertThat(done(workspace.services().list(office.owner, vault))).hasSize(3);
        assertThat(done(workspace.proposals().review(office.owner, vault, 1)).effect())
                .isEqualTo(Effect.NONE);
    }

    @Test
    void a_yes_counts_against_the_vault_as_it_is_when_it_is_said() {
        office.store(vault, "STRIPE_KEY", "sk_1");
        office.serve(vault, "stripe", "api.example.com", "STRIPE_KEY");
        var same = office.proposal(agent, vault, request("other", "api.example.com/v1/*", "STRIPE_KEY"));
        assertThat(done(workspace.proposals().review(office.owner, vault, 1))
                        .effect()
                        .acknowledgements())
                .isEmpty();
        done(workspace.services().remove(office.owner, vault, new Slug("stripe")));

        assertThat(unacknowledged(same, Set.of())).hasSize(1);
    }

    @Test
    void what_nobody_decides_in_time_counts_as_expired_at_once() {
        try (var made = propose()) {
            for (int more = 1; more < Proposals.MAX_PENDING; more++) propose().close();
            assertThat(refused(workspace.proposals().create(agent, vault, request("once more"), Map.of())))
                    .isEqualTo(Problem.Code.TOO_MANY);
            office.moveTo(office.now().plus(Duration.ofDays(7)));

            assertThat(done(workspace.proposals().find(agent, vault, 1)).endedAs(Proposal.Ending.EXPIRED))
                    .isTrue();
            var late = decision(made.proposal(), Set.of());
            assertThat(refused(workspace.proposals().reject(office.owner, vault, late)))
                    .isEqualTo(Problem.Code.ALREADY_ENDED);
            assertThat(refused(workspace.proposals().withdraw(agent, vault, 1))).isEqualTo(Problem.Code.ALREADY_ENDED);
            propose().close();
            assertThat(done(workspace.proposals().expire(vault))).hasSize(Proposals.MAX_PENDING);
        }
    }

    @Test
    void the_same_agent_asks_for_the_same_once_until_it_is_decided_or_late() {
        var other = office.agent("other-bot", vault, VaultRole.PROXY);
        office.proposal(agent, vault, request("same"));
        assertThat(refused(workspace.proposals().create(agent, vault, request("same"), Map.of())))
                .isEqualTo(Problem.Code.ALREADY_PENDING);
        office.proposal(other, vault, request("same"));
        office.proposal(agent, vault, request("other"));

        office.moveTo(office.now().plus(Duration.ofDays(7)));
        office.proposal(agent, vault, request("same"));
        assertThat(refused(office.reopened().proposals().create(agent, vault, request("same"), Map.of())))
                .isEqualTo(Problem.Code.ALREADY_PENDING);
    }

    @Test
    void an_agent_is_told_at_once_what_could_never_be_approved() {
        assertThat(sentence(request("fresh", "a.example.com", "MISSING_KEY")))
                .isEqualTo("credential \"MISSING_KEY\" referenced in service \"fresh\" is not provided in this proposal"
                        + " and does not exist in the vault");
        var unused = List.<Slot>of(slot("UNUSED_KEY"), slot("USED_KEY"));
        assertThat(sentence(new Request(List.of(set("fresh", "a.example.com", "USED_KEY")), unused, "", "")))
                .startsWith("credential \"UNUSED_KEY\" is not used by any service of this proposal");
        var gone = new Slot.Delete(new CredentialKey("MISSING_KEY"));
        assertThat(sentence(new Request(List.of(), List.of(gone), "", "")))
                .isEqualTo("credential \"MISSING_KEY\" is to be deleted and does not exist in the vault");
        assertThat(sentence(new Request(List.of(new ServiceChange.Remove(new Slug("nothing"))), List.of(), "", "")))
                .isEqualTo("Service not found for \"nothing\".");
        assertThat(done(workspace.services().list(office.owner, vault)))
                .extracting(service -> service.name().text())
                .containsExactly("github", "gitlab");
    }

    @Test
    void an_old_login_approves_nothing_and_may_reject() {
        var made = propose().proposal();
        assertThat(workspace.proposals().awaitsDecision(vault, 1)).isTrue();
        office.moveTo(office.now().plus(Proposals.FRESH));

        assertThat(refused(workspace.proposals().approve(office.owner, vault, decision(made, Set.of()))))
                .isEqualTo(Problem.Code.LOGIN_TOO_OLD);
        try (var again = office.login("ana@example.com", Office.PASSWORD)) {
            var fresh = again.caller(Face.AGENT_VAULT);
            assertThat(workspace.proposals().mayReview(fresh, vault)).isTrue();
            assertThat(workspace.proposals().mayReview(agent, vault)).isFalse();
            done(workspace.proposals().approve(fresh, vault, decision(made, Set.of())));
        }
        var gitlab = new Request(List.of(new ServiceChange.Remove(new Slug("gitlab"))), List.of(), "", "");
        var second = office.proposal(agent, vault, gitlab);
        done(workspace.proposals().reject(office.owner, vault, decision(second, Set.of())));
        assertThat(workspace.proposals().awaitsDecision(vault, 2)).isFalse();
    }

    @Test
    void whoever_wants_to_know_is_told_of_every_change_of_a_scope_here_and_elsewhere() {
        var told = new ArrayList<Scope>();
        var elsewhere = office.server(office.store);
        workspace.authentication().tell(told::add);
        propose().close();
        assertThat(told).contains(Scope.vault(vault));
        told.clear();
        done(elsewhere.proposals().delete(office.owner, vault, 1));
        assertThat(told).isEmpty();

        workspace.authentication().confirm();
        assertThat(told).contains(Scope.vault(vault));
    }

    @Test
    void a_value_that_nobody_asked_for_is_refused() {
        var made = propose().proposal();
        try (var value = secret("sk_1")) {
            var values = Map.of(new CredentialKey("STRIPE_KEY"), value);
            var decision = new Proposals.Decision(1, made.digest(), values, Set.of(), "");

            assertThat(refused(workspace.proposals().approve(office.owner, vault, decision)))
                    .isEqualTo(Problem.Code.INVALID);
        }
    }

    private List<Acknowledgement> unacknowledged(Proposal proposal, Set<String> acknowledged) {
        var outcome = workspace.proposals().approve(office.owner, vault, decision(proposal, acknowledged));
        if (!(outcome instanceof Outcome.Refused<Proposal>(var problem))) throw new AssertionError("applied");
        assertThat(problem.code()).isEqualTo(Problem.Code.UNACKNOWLEDGED);
        return problem.unacknowledged();
    }

    private String sentence(Request request) {
        var outcome = workspace.proposals().create(agent, vault, request, Map.of());
        if (!(outcome instanceof Outcome.Refused<Proposals.Created>(var problem))) throw new AssertionError("made");
        return problem.sentence();
    }

    private static Proposals.Decision decision(Proposal proposal, Set<String> acknowledged) {
        return new Proposals.Decision(proposal.number(), proposal.digest(), Map.of(), acknowledged, "");
    }

    private static Slot slot(String key) {
        return new Slot.Set(
                new CredentialKey(key), new Credential.Type.Static(), Slot.Help.NONE, new Slot.Supply.ByPerson());
    }

    private static Request request(String name, String host, String key) {
        return new Request(List.of(set(name, host, key)), List.of(), "", "");
    }

    private static ServiceChange set(String name, String host, String key) {
        int slash = host.indexOf('/');
        var pattern = HostPattern.of(slash < 0 ? host : host.substring(0, slash));
        var path = slash < 0 ? PathPattern.EVERYTHING : new PathPattern(host.substring(slash));
        var destination = new Destination(pattern, Destination.HTTPS_PORT, false, path, List.of());
        var bearer = new Attachment.Bearer(new CredentialKey(key));
        var reach = new Reach.Destinations(List.of(destination));
        return new ServiceChange.Set(new Slug(name), new Service.Rule(reach, bearer, List.of()), true);
    }

    private static Request request(String message) {
        return new Request(List.of(new ServiceChange.Remove(new Slug("github"))), List.of(), message, "");
    }

    private Proposals.Created propose() {
        return done(workspace.proposals().create(agent, vault, request("time " + times++), Map.of()));
    }

    @BeforeEach
    void something_to_propose() {
        for (var name : List.of("github", "gitlab")) office.serve(vault, name, "api." + name + ".com", "GITHUB_TOKEN");
    }
}
