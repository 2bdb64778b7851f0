package agentvault.store;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.vault.Slug;
import agentvault.webhook.Delivery;
import agentvault.webhook.Happening;
import agentvault.webhook.Webhook;
import agentvault.workspace.Office;
import agentvault.workspace.WebhookDeliveries;
import agentvault.workspace.WebhookReceivers;
import agentvault.workspace.Webhooks;
import agentvault.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Several servers of one installation look for what is due at the same time.
class WebhookRacesTest {

    private static final int SERVERS = 4;
    private static final int PROPOSALS = 3;

    /// Takes everything.
    private record Takes(Queue<Delivery> got) implements WebhookReceivers {
        @Override
        public Optional<Unusable> unusable(String url) {
            return Optional.empty();
        }

        @Override
        public Answer deliver(Letter letter) {
            got.add(letter.delivery());
            return new Answer.Status(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_delivery_is_sent_by_one_server(Database database) throws Exception {
        try (var fresh = database.fresh();
                var office = new Office(fresh.store())) {
            var target = new Webhook.Target("https://hooks.example.com/", Happening.Type.all());
            done(new Webhooks(office.workspace).add(office.owner, target)).close();
            var vault = office.vault("first").id();
            var agent = office.agent("bot", vault, VaultRole.PROXY);
            office.store(vault, "STRIPE_KEY", "sk_live");
            office.serve(vault, "stripe", "api.stripe.com", "STRIPE_KEY");
            for (int i = 0; i < PROPOSALS; i++) office.proposal(agent, vault, request(i));
            var receivers = new Takes(new ConcurrentLinkedQueue<>());

            var tries = new ArrayList<Future<List<Delivery>>>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < SERVERS; i++) {
                    var server = office.server(office.store);
                    tries.add(threads.submit(() -> sendAll(server, receivers)));
                }
            }

            for (var each : tries) assertThat(each.get()).hasSizeBetween(0, PROPOSALS);
            assertThat(receivers.got())
                    .extracting(Delivery::id)
                    .doesNotHaveDuplicates()
                    .hasSize(PROPOSALS);
            var listed =
                    done(new Webhooks(office.reopened()).list(office.owner)).getFirst();
            assertThat(listed.pending()).isZero();
            assertThat(listed.last().orElseThrow().progress().code()).isEqualTo("http_200");
        }
    }

    private static List<Delivery> sendAll(Workspace server, WebhookReceivers receivers) {
        var deliveries = new WebhookDeliveries(server, receivers);
        return deliveries.due().stream().map(deliveries::attempt).toList();
    }

    private static Request request(int number) {
        return new Request(
                List.of(new ServiceChange.Switch(new Slug("stripe"), false)), List.of(), "number " + number, "");
    }
}
