package agentvault.store;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.EmailAddress;
import agentvault.crypto.KeyRing;
import agentvault.id.Face;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.workspace.Check;
import agentvault.workspace.Installation;
import agentvault.workspace.MemoryTrail;
import agentvault.workspace.Office;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Registration.Registered;
import agentvault.workspace.Store;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many people come at once to an instance that nobody owns yet.
class FirstUserRaceTest {

    private static final int PEOPLE = 6;

    @ParameterizedTest
    @EnumSource
    void one_of_them_owns_it(Database database) {
        var random = new SystemRandomness();
        try (var fresh = database.fresh();
                var key = key(random);
                var keys = Installation.found(fresh.store(), key, random)) {
            var servers = List.of(server(fresh.store(), keys), server(fresh.store(), keys));
            var owners = new ConcurrentLinkedQueue<Registered>();
            var refusals = new ConcurrentLinkedQueue<Problem.Code>();
            Together.run(IntStream.range(0, PEOPLE)
                    .<Runnable>mapToObj(person -> () -> {
                        switch (register(servers.get(person % 2), "user" + person + "@example.com")) {
                            case Outcome.Done<Registered>(var owner) -> owners.add(owner);
                            case Outcome.Refused<Registered>(var problem) -> refusals.add(problem.code());
                        }
                    })
                    .toList());

            assertThat(owners).singleElement().isInstanceOf(Registered.Owner.class);
            assertThat(refusals).hasSize(PEOPLE - 1).containsOnly(Problem.Code.INVITE_ONLY);
            var afterwards = server(fresh.store(), keys);
            assertThat(afterwards.vaults().named(Vaults.DEFAULT)).isPresent();
            assertThat(new Check(afterwards).all()).isEmpty();
            owners.forEach(owner -> ((Registered.Owner) owner).login().close());
        }
    }

    private static Outcome<Registered> register(Workspace server, String address) {
        try (var chosen = Office.secret(Office.PASSWORD)) {
            return server.registration().register(new EmailAddress(address), chosen, Office.DEVICE, Face.AGENT_VAULT);
        }
    }

    private static Workspace server(Store store, KeyRing keys) {
        var random = new SystemRandomness();
        var trail = new MemoryTrail(random.id());
        return new Workspace(store, trail, keys, random, InstantSource.system(), Office.PLAIN_HASHING);
    }

    private static KeyFile key(SystemRandomness random) {
        return switch (KeyFile.create(Database.folder().resolve("key"), random)) {
            case KeyFile.Reading.Ready(var file) -> file;
            case KeyFile.Reading.Refused(var sentence) -> throw new AssertionError(sentence);
        };
    }
}
