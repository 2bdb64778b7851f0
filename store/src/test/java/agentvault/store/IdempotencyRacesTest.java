package agentvault.store;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Face;
import agentvault.workspace.Caller;
import agentvault.workspace.Check;
import agentvault.workspace.Idempotency;
import agentvault.workspace.Office;
import agentvault.workspace.Store;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Requests with one idempotency key that come to several servers at the same time.
class IdempotencyRacesTest {

    private static final int ROUNDS = 20;
    private static final int EACH = 3;

    @ParameterizedTest
    @EnumSource
    void one_is_carried_out_and_one_takes_over_what_was_lost(Database database) {
        try (var fresh = database.fresh();
                var office = new Office(fresh.store())) {
            race(office, office.store);
        }
    }

    @Test
    void on_two_servers_that_share_a_postgresql_too() {
        var schema = PostgresServer.newSchema();
        try (var elsewhere = PostgresStore.open(PostgresServer.url(), schema);
                var office = new Office(PostgresStore.open(PostgresServer.url(), schema))) {
            race(office, elsewhere);
        }
    }

    /// @param elsewhere what the other server has its database through
    private static void race(Office office, Store elsewhere) {
        var caller = office.apiKey("qoder", Face.QODER);
        var servers = List.of(new Idempotency(office.server(office.store)), new Idempotency(office.server(elsewhere)));
        for (int round = 0; round < ROUNDS; round++) {
            var key = "key-" + round;
            var lost = carriedOut(servers, caller, key);
            office.moveTo(office.now().plus(Idempotency.HELD));
            var other = carriedOut(servers, caller, key);
            var made = office.random().id();
            Together.run(List.of(
                    () -> servers.getLast().settle(caller, lost, office.instance()),
                    () -> servers.getFirst().settle(caller, other, made),
                    () -> servers.getLast().release(caller, lost)));

            for (var server : servers)
                assertThat(server.claim(caller, key, "POST")).isEqualTo(new Idempotency.Claim.Again(made));
        }
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    /// The one that is carried out of those that come at once.
    private static Idempotency.Claim.First carriedOut(List<Idempotency> servers, Caller caller, String key) {
        var claims = new ConcurrentLinkedQueue<Idempotency.Claim>();
        Together.run(Stream.generate(servers::stream)
                .limit(EACH)
                .flatMap(each -> each)
                .<Runnable>map(server -> () -> claims.add(server.claim(caller, key, "POST")))
                .toList());
        var first = claims.stream()
                .filter(Idempotency.Claim.First.class::isInstance)
                .map(Idempotency.Claim.First.class::cast)
                .toList();
        assertThat(first).hasSize(1);
        assertThat(claims)
                .filteredOn(claim -> !(claim instanceof Idempotency.Claim.First))
                .hasSize(servers.size() * EACH - 1)
                .allMatch(Idempotency.Claim.Unsettled.class::isInstance);
        return first.getFirst();
    }
}
