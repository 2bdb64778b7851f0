package agentvault.store;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.id.Id;
import agentvault.keys.SystemRandomness;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.trail.Entry;
import agentvault.vault.Attachment;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.workspace.Caller;
import agentvault.workspace.Check;
import agentvault.workspace.Office;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Proposals;
import agentvault.workspace.Store;
import agentvault.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A person allows, another denies, a third deletes, time runs out, the agent takes it back: all at once.
class DecisionRacesTest {

    private static final int VAULTS = 50;
    private static final int ROUNDS = 20;
    private static final int SHARED_VAULTS = 10;
    private static final Instant MADE = Instant.parse("2026-05-18T08:00:00Z");
    private static final Instant EXPIRES = MADE.plus(Duration.ofDays(7));

    private static final CredentialKey KEY = new CredentialKey("STRIPE_KEY");

    @ParameterizedTest
    @EnumSource
    void approve_reject_delete_expire_and_withdraw_race_to_exactly_one_outcome(Database database) {
        try (var fresh = database.fresh();
                var office = new Office(fresh.store())) {
            int applied = 0;
            for (int v = 0; v < VAULTS; v++)
                applied += race(office, office.store, office.vault("vault-" + v).id(), v);

            assertThat(applied).isBetween(1, VAULTS * ROUNDS - 1);
            assertThat(new Check(server(office, office.store, office::now)).all())
                    .isEmpty();
        }
    }

    @Test
    void two_servers_that_share_a_postgresql_race_to_exactly_one_outcome() {
        var schema = PostgresServer.newSchema();
        try (var elsewhere = PostgresStore.open(PostgresServer.url(), schema);
                var office = new Office(PostgresStore.open(PostgresServer.url(), schema))) {
            int applied = 0;
            for (int v = 0; v < SHARED_VAULTS; v++)
                applied += race(office, elsewhere, office.vault("vault-" + v).id(), v);

            assertThat(applied).isBetween(1, SHARED_VAULTS * ROUNDS - 1);
            assertThat(new Check(server(office, office.store, office::now)).all())
                    .isEmpty();
        }
    }

    /// How many proposals were applied.
    ///
    /// @param elsewhere what the other server has its database through
    private static int race(Office office, Store elsewhere, Id vault, int number) {
        var agent = office.agent("billing-bot-" + number, vault, VaultRole.PROXY);
        // Two servers on one database; for each of them the proposal expires at some moment of the race.
        var one = server(office, office.store, DecisionRacesTest::aroundExpiry);
        var other = server(office, elsewhere, DecisionRacesTest::aroundExpiry);
        var afterwards = server(office, office.store, () -> EXPIRES.plusSeconds(1));
        int applied = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var proposal = office.proposal(agent, vault, request(round));
            var endings = new ConcurrentLinkedQueue<Proposal>();
            int before = office.trail.entries().size();
            Together.run(List.of(
                    () -> approve(one, Caller.atConsole(office.owner.actor()), proposal)
                            .ifPresent(endings::add),
                    () -> reject(other, office.owner, proposal).ifPresent(endings::add),
                    () -> done(other.proposals().withdraw(agent, vault, proposal.number()))
                            .ifPresent(endings::add),
                    () -> done(one.proposals().delete(office.owner, vault, proposal.number()))
                            .ifPresent(endings::add),
                    () -> endings.addAll(Office.done(one.proposals().expire(vault)))));
            endings.addAll(Office.done(afterwards.proposals().expire(vault)));

            assertThat(endings).hasSize(1);
            assertThat(changes(office, before)).isEqualTo(1);
            var stored = Office.done(one.proposals().find(office.owner, vault, proposal.number()));
            assertThat(stored.pending()).isFalse();
            if (ending(stored) == Proposal.Ending.APPLIED) applied++;
            assertThat(version(one, office.owner, vault)).isEqualTo(applied);
        }
        return applied;
    }

    /// How many changes of rows the trail has recorded since it had so many entries.
    private static long changes(Office office, int before) {
        return office.trail.entries().stream()
                .skip(before)
                .filter(entry -> entry instanceof Entry.Applied applied
                        && !applied.counters().isEmpty())
                .count();
    }

    private static Workspace server(Office office, Store store, InstantSource clock) {
        return new Workspace(store, office.trail, office.keys, new SystemRandomness(), clock, Office.PLAIN_HASHING);
    }

    private static Instant aroundExpiry() {
        return ThreadLocalRandom.current().nextInt(4) == 0 ? EXPIRES : EXPIRES.minusSeconds(1);
    }

    private static Optional<Proposal> approve(Workspace server, Caller owner, Proposal proposal) {
        try (var value = Office.secret("sk_" + proposal.number())) {
            var decision =
                    new Proposals.Decision(proposal.number(), proposal.digest(), Map.of(KEY, value), Set.of(), "");
            return done(server.proposals().approve(owner, proposal.vault(), decision));
        }
    }

    private static Optional<Proposal> reject(Workspace server, Caller owner, Proposal proposal) {
        var decision = new Proposals.Decision(proposal.number(), proposal.digest(), Map.of(), Set.of(), "no");
        return done(server.proposals().reject(owner, proposal.vault(), decision));
    }

    private static Optional<Proposal> done(Outcome<Proposal> outcome) {
        return switch (outcome) {
            case Outcome.Done<Proposal>(var proposal) -> Optional.of(proposal);
            case Outcome.Refused<Proposal>(var problem) -> {
                assertThat(problem.code()).isEqualTo(Problem.Code.ALREADY_ENDED);
                yield Optional.empty();
            }
        };
    }

    private static Proposal.Ending ending(Proposal proposal) {
        return ((Proposal.State.Ended) proposal.stages().state()).ending();
    }

    /// How often a value was stored: once for each proposal that was applied.
    private static int version(Workspace server, Caller owner, Id vault) {
        return Office.done(server.credentials().list(owner, vault)).stream()
                .mapToInt(credential -> credential.material().version())
                .max()
                .orElse(0);
    }

    private static Request request(int round) {
        var reach = new Reach.Destinations(List.of(Destination.of(HostPattern.of("api.stripe.com"))));
        var rule = new Service.Rule(reach, new Attachment.Bearer(KEY), List.of());
        var slot = new Slot.Set(KEY, new Credential.Type.Static(), Slot.Help.NONE, new Slot.Supply.ByPerson());
        var change = new ServiceChange.Set(new Slug("stripe"), rule, true);
        return new Request(List.of(change), List.of(slot), "round " + round, "");
    }
}
