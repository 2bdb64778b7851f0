package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.Slot;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.webhook.Delivery;
import agentvault.webhook.Happening;
import agentvault.webhook.Webhook;
import agentvault.workspace.WebhookReceivers.Answer;
import agentvault.workspace.WebhookReceivers.Letter;
import agentvault.workspace.WebhookReceivers.Unusable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {

    private static final String URL = "https://hooks.example.com/vault";

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;
    private final Id vault = office.vault("shop").id();
    private final Caller agent = office.agent("ci-bot", vault, VaultRole.PROXY);
    private final List<Letter> sent = Collections.synchronizedList(new ArrayList<>());
    private volatile Answer answer = new Answer.Status(204);

    private final WebhookReceivers receivers = new WebhookReceivers() {
        @Override
        public Optional<Unusable> unusable(String url) {
            return Optional.empty();
        }

        @Override
        public Answer deliver(Letter letter) {
            sent.add(letter);
            return answer;
        }
    };

    @AfterEach
    void close() {
        office.close();
    }

    private Webhook added(Happening.Type... types) {
        var target = new Webhook.Target(URL, types.length == 0 ? Happening.Type.all() : List.of(types));
        try (var added = done(new Webhooks(workspace).add(office.owner, target))) {
            return added.webhook();
        }
    }

    private Proposal proposed(String message) {
        var slot = new Slot.Set(
                new CredentialKey("A_KEY"), new Credential.Type.Static(), Slot.Help.NONE, new Slot.Supply.ByPerson());
        return office.proposal(agent, vault, new Request(List.of(), List.of(slot), message, ""));
    }

    private WebhookDeliveries deliveries(Workspace on) {
        return new WebhookDeliveries(on, receivers);
    }

    private List<Delivery> sendDue() {
        var deliveries = deliveries(workspace);
        return deliveries.due().stream().map(deliveries::attempt).toList();
    }

    private Webhooks.Listed listed() {
        return done(new Webhooks(workspace).list(Caller.atConsole(office.owner.actor())))
                .getFirst();
    }

    private void pass(Duration time) {
        office.moveTo(office.now().plus(time));
        workspace.authentication().confirm();
    }

    private static List<String> states(List<Delivery> all) {
        return all.stream()
                .map(delivery -> delivery.happening().type().text() + " "
                        + delivery.happening().facts().pairs().get("status"))
                .toList();
    }

    @Test
    void a_proposal_is_told_of_when_it_is_made_and_when_it_ends_however_it_ends() {
        added();
        proposed("one");
        done(workspace.proposals().withdraw(agent, vault, 1));
        proposed("two");
        done(workspace.proposals().delete(office.owner, vault, 2));
        var third = proposed("three");
        var decision = new Proposals.Decision(3, third.digest(), Map.of(), Set.of(), "no");
        done(workspace.proposals().reject(office.owner, vault, decision));
        proposed("four");
        var told = new ArrayList<>(sendDue());
        while (!deliveries(workspace).due().isEmpty()) told.addAll(sendDue());
        office.moveTo(office.now().plus(Duration.ofDays(7)));
        workspace.proposals().expireLate();
        told.addAll(sendDue());

        assertThat(states(told))
                .containsExactly(
                        "proposal.created pending",
                        "proposal.decided withdrawn",
                        "proposal.created pending",
                        "proposal.decided deleted",
                        "proposal.created pending",
                        "proposal.decided rejected",
                        "proposal.created pending",
                        "proposal.decided expired");
        assertThat(sent).allSatisfy(letter -> {
            assertThat(letter.url()).isEqualTo(URL);
            assertThat(letter.key().closed()).isTrue();
        });
    }

    @Test
    void nothing_that_the_agent_wrote_about_its_request_is_told() {
        added();
        var made = proposed("approve at https://evil.example.com/");

        assertThat(deliveries(workspace).due().getFirst().happening().facts().pairs())
                .containsOnly(
                        Map.entry("vault", "shop"),
                        Map.entry("vault_id", vault.toString()),
                        Map.entry("proposal", "1"),
                        Map.entry("status", "pending"),
                        Map.entry("proposed_by", "ci-bot"),
                        Map.entry("proposed_by_id", made.proposedBy().toString()));
    }

    @Test
    void a_webhook_is_told_only_of_what_it_wants_and_nothing_is_kept_where_nobody_wants_it() {
        proposed("nobody");
        added(Happening.Type.PROPOSAL_DECIDED);
        proposed("one");
        assertThat(deliveries(workspace).due()).isEmpty();
        done(workspace.proposals().withdraw(agent, vault, 1));
        assertThat(deliveries(workspace).due()).hasSize(1);
    }

    @Test
    void what_fails_is_sent_again_with_the_same_id_until_it_gets_there() {
        added();
        proposed("one");
        answer = new Answer.Status(503);
        assertThat(sendDue()).hasSize(1);
        assertThat(listed().pending()).isEqualTo(1);
        assertThat(listed().last().orElseThrow().progress().code()).isEqualTo("http_503");
        assertThat(deliveries(workspace).due()).isEmpty();
        answer = new Answer.Status(200);
        pass(Duration.ofSeconds(10));

        // Another process finds it in the database.
        var reopened = office.reopened();
        reopened.authentication().confirm();
        var again = deliveries(reopened).due();
        assertThat(again).hasSize(1);
        assertThat(deliveries(reopened).attempt(again.getFirst()).progress().state())
                .isEqualTo(Delivery.State.DELIVERED);

        assertThat(sent)
                .extracting(letter -> letter.delivery().id())
                .containsOnly(again.getFirst().id());
        assertThat(sent).hasSize(2);
    }

    @Test
    void who_dies_while_sending_is_followed_by_another_after_the_lease() {
        added();
        proposed("one");
        var due = deliveries(workspace).due().getFirst();
        var dying = new WebhookDeliveries(workspace, new WebhookReceivers() {
            @Override
            public Optional<Unusable> unusable(String url) {
                return Optional.empty();
            }

            @Override
            public Answer deliver(Letter letter) {
                throw new IllegalStateException("killed");
            }
        });
        try {
            dying.attempt(due);
        } catch (IllegalStateException _) {
            sent.clear();
        }
        assertThat(deliveries(workspace).due()).isEmpty();
        assertThat(deliveries(workspace).attempt(due).progress().state()).isEqualTo(Delivery.State.SENDING);
        pass(Duration.ofSeconds(31));
        assertThat(sendDue())
                .extracting(delivery -> delivery.progress().state())
                .containsExactly(Delivery.State.DELIVERED);
        assertThat(sent).hasSize(1);
    }

    @Test
    void many_servers_send_a_delivery_once() throws Exception {
        added();
        proposed("one");
        var due = deliveries(workspace).due().getFirst();
        var tries = new ArrayList<Future<Delivery>>();
        try (var servers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                var other = office.server(office.store);
                tries.add(servers.submit(() -> deliveries(other).attempt(due)));
            }
        }
        for (var each : tries) assertThat(each.get().id()).isEqualTo(due.id());
        assertThat(sent).hasSize(1);
    }

    @Test
    void a_receiver_that_is_gone_is_told_nothing_more() {
        added();
        proposed("one");
        proposed("two");
        answer = new Answer.Status(410);
        var first = deliveries(workspace).due().getFirst();
        deliveries(workspace).attempt(first);

        assertThat(listed().webhook().standing()).isEqualTo(Webhook.Standing.GONE);
        assertThat(sendDue())
                .extracting(delivery -> delivery.progress().state())
                .containsExactly(Delivery.State.GIVEN_UP);
        proposed("three");
        assertThat(deliveries(workspace).due()).isEmpty();
        assertThat(sent).hasSize(1);
        assertThat(refused(deliveries(workspace)
                        .test(office.owner, listed().webhook().id())))
                .isEqualTo(Problem.Code.ALREADY_ENDED);
    }

    @Test
    void a_test_is_sent_once_by_who_was_asked_for_it() {
        var webhook = added();
        var seen = new ArrayList<List<Delivery>>();
        var asked = new WebhookDeliveries(workspace, new WebhookReceivers() {
            @Override
            public Optional<Unusable> unusable(String url) {
                return Optional.empty();
            }

            @Override
            public Answer deliver(Letter letter) {
                seen.add(deliveries(workspace).due());
                sent.add(letter);
                return new Answer.None("destination_denied");
            }
        });

        var tested = done(asked.test(office.owner, webhook.id()));

        assertThat(seen).containsExactly(List.of());
        assertThat(tested.progress().state()).isEqualTo(Delivery.State.GIVEN_UP);
        assertThat(tested.progress().code()).isEqualTo("destination_denied");
        assertThat(listed().last()).contains(tested);
        pass(Duration.ofHours(5));
        assertThat(deliveries(workspace).due()).isEmpty();
        assertThat(sent).hasSize(1).allMatch(letter -> letter.key().closed());
    }

    @Test
    void what_nobody_could_send_for_three_days_is_given_up_and_seen() {
        added();
        proposed("one");
        pass(Delivery.LIFE);

        assertThat(sendDue()).extracting(delivery -> delivery.progress().code()).containsExactly("too_late");
        assertThat(listed().givenUp()).isEqualTo(1);
        assertThat(sent).isEmpty();
        pass(Tidying.KEPT);
        assertThat(new Tidying(workspace).tidy()).isPositive();
        assertThat(listed().givenUp()).isZero();
    }

    @Test
    void a_receiver_that_is_never_there_fills_nothing() {
        added(Happening.Type.PROPOSAL_CREATED);
        for (int i = 1; i <= Announce.MOST_PENDING + 40; i++) {
            proposed("one");
            done(workspace.proposals().withdraw(agent, vault, i));
        }

        assertThat(listed().pending()).isEqualTo(Announce.MOST_PENDING);
        assertThat(listed().givenUp()).isEqualTo(WebhookDeliveries.KEPT_GIVEN_UP);
        assertThat(deliveries(workspace).due()).hasSize(4);
    }

    @Test
    void removing_a_webhook_removes_its_key_and_all_that_was_on_its_way() {
        var webhook = added();
        proposed("one");
        done(new Webhooks(workspace).remove(office.owner, webhook.id()));

        assertThat(deliveries(workspace).due()).isEmpty();
        assertThat(workspace.<List<Delivery>>lookByItself(
                        view -> view.contents().apply(Scope.shortLived(vault)).all(Delivery.class)))
                .isEmpty();
        assertThat(refused(new Webhooks(workspace).remove(office.owner, webhook.id())))
                .isEqualTo(Problem.Code.NOT_FOUND);
    }

    @Test
    void a_key_opens_only_for_the_address_that_it_was_made_for() {
        var webhook = added();
        var elsewhere = new Webhook(
                webhook.id(),
                webhook.workspace(),
                new Webhook.Target("https://evil.example.com/", Happening.Type.all()),
                webhook.signing(),
                webhook.standing(),
                webhook.life());

        assertThat(webhook.open(office.keys)).isPresent();
        assertThat(elsewhere.open(office.keys)).isEmpty();
    }

    @Test
    void the_trail_tells_the_host_of_a_new_webhook_and_no_more_of_its_url() {
        added();

        assertThat(office.trail.entries().toString())
                .contains("add webhook at hooks.example.com")
                .doesNotContain("hooks.example.com/");
        assertThat(new Webhook.Target("https://a.example.com:8443?k=v", Happening.Type.all()).host())
                .isEqualTo("a.example.com:8443");
    }

    @Test
    void only_owners_manage_webhooks() {
        var user = office.user("bo@example.com");
        var webhooks = new Webhooks(workspace);
        var target = new Webhook.Target(URL, Happening.Type.all());

        assertThat(refused(webhooks.add(user, target))).isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(refused(webhooks.add(agent, target))).isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(refused(webhooks.list(user))).isEqualTo(Problem.Code.FORBIDDEN);
        var webhook = added();
        assertThat(refused(deliveries(workspace).test(user, webhook.id()))).isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(refused(webhooks.remove(agent, webhook.id()))).isEqualTo(Problem.Code.FORBIDDEN);
    }
}
