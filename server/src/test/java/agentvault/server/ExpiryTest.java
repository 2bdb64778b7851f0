package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static agentvault.server.KilledOperation.secret;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.Session;
import agentvault.access.Token;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.files.DataDirectory;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.Slot;
import agentvault.store.SqliteStore;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.workspace.Agents;
import agentvault.workspace.Caller;
import agentvault.workspace.OauthConnections;
import agentvault.workspace.OauthRenewals;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Proposals;
import agentvault.workspace.TokenServer;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody sets the clock of the machine back, while the server runs or while it does not.
class ExpiryTest {

    private static final Instant MADE = Instant.parse("2026-05-18T08:00:00Z");
    private static final Instant LATE = MADE.plus(Duration.ofDays(8));
    private static final CredentialKey KEY = new CredentialKey("STRIPE_KEY");

    @TempDir
    Path folder;

    private Instant wall = MADE;

    /// A server that runs by this test's clock.
    private final class Server implements AutoCloseable {
        private final KeyFile key = KillDriver.key(folder.resolve("key"));
        private final DataDirectory data = KillDriver.data(folder.resolve("data"));
        private final Instance instance = Instances.ready(data, SqliteStore.open(data.database()), key, () -> wall);

        Workspace workspace() {
            return instance.workspace();
        }

        @Override
        public void close() {
            instance.close();
            data.close();
            key.close();
        }
    }

    /// What ends after a week at most.
    private record Lives(Id vault, Caller session, Token token, Proposal proposal) {}

    @Test
    void what_has_expired_stays_expired_when_the_clock_is_set_back() {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        Lives lives;
        try (var server = new Server()) {
            KilledOperation.FOUND.run(server.workspace(), server.key);
            lives = begin(server.workspace());
            assertThat(mayRead(server, lives)).isTrue();
            assertThat(lives.token().live(server.instance.clock().instant())).isTrue();

            wall = LATE;
            assertEnded(server, lives);
            wall = MADE;
            assertEnded(server, lives);
        }
        try (var again = new Server()) {
            assertEnded(again, lives);
            assertThat(again.instance.report().findings()).isEmpty();
        }
    }

    @Test
    void an_access_token_that_has_ended_stays_ended_when_the_clock_is_set_back() {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var asked = new AtomicInteger();
        TokenServer tokens = _ -> {
            asked.incrementAndGet();
            return new TokenServer.Answer.Granted(
                    Map.of(Part.VALUE, secret("access"), Part.REFRESH_TOKEN, secret("refresh")), Duration.ofHours(1));
        };
        Credential credential;
        try (var server = new Server()) {
            KilledOperation.FOUND.run(server.workspace(), server.key);
            credential = connected(server.workspace(), tokens);
            assertThat(over(server, tokens, credential)).isEmpty();
            wall = LATE;
            assertThat(over(server, tokens, credential)).isPresent();
            wall = MADE;
            assertThat(over(server, tokens, credential)).isPresent();
        }
        try (var again = new Server()) {
            var over = over(again, tokens, credential).orElseThrow();
            for (int i = 0; i < 3; i++)
                assertThat(new OauthRenewals(again.workspace(), tokens).attempt(over))
                        .isEqualTo(new OauthRenewals.Attempt.Renewed());
            assertThat(asked).hasValue(2);
        }
    }

    private static Credential connected(Workspace workspace, TokenServer tokens) {
        var owner = KilledOperation.owner(workspace);
        var vault = done(workspace.vaults().create(owner, new Slug("first"), Vaults.Naming.of("first")));
        var settings = new OauthSettings(
                "https://auth.example.com/token", "c", ClientAuthentication.NONE, "", "", Until.forever());
        try (var refresh = secret("mine")) {
            return done(new OauthConnections(workspace, tokens)
                    .paste(
                            owner,
                            vault.id(),
                            new OauthConnections.Wanted(KEY, settings, OauthConnection.NONE),
                            Map.of(Part.REFRESH_TOKEN, refresh)));
        }
    }

    private static Optional<OauthRenewals.Stale> over(Server server, TokenServer tokens, Credential credential) {
        return new OauthRenewals(server.workspace(), tokens).stale(credential, OauthRenewals.Reason.OVER);
    }

    private static Lives begin(Workspace workspace) {
        var owner = KilledOperation.owner(workspace);
        var until = Until.at(MADE.plus(Duration.ofDays(7)));
        var vault = done(workspace.vaults().create(owner, new Slug("first"), Vaults.Naming.of("first")))
                .id();
        var bot = new Agents.Plan(new Slug("bot-one"), InstanceRole.NO_ACCESS, List.of(), until);
        try (var agent = done(workspace.agents().create(owner, bot));
                var session = done(workspace
                        .sessions()
                        .create(
                                owner,
                                List.of(new Session.Share(vault, VaultRole.MEMBER)),
                                new Session.Egress(UnmatchedHosts.DENY, List.of()),
                                "",
                                until))) {
            done(workspace.grants().give(owner, vault, agent.actor().id(), VaultRole.PROXY));
            var as = new Caller(
                    agent.actor().id(), Via.AGENT_TOKEN, agent.token().id(), Face.LOCAL);
            var slot = new Slot.Set(KEY, new Credential.Type.Static(), Slot.Help.NONE, new Slot.Supply.ByPerson());
            var request = new Request(List.of(), List.of(slot), "", "");
            var caller =
                    new Caller(owner.actor(), Via.SESSION, session.session().id(), Face.LOCAL);
            try (var created = done(workspace.proposals().create(as, vault, request, Map.of()))) {
                return new Lives(vault, caller, agent.token(), created.proposal());
            }
        }
    }

    private static void assertEnded(Server server, Lives lives) {
        assertThat(mayRead(server, lives)).isFalse();
        assertThat(lives.token().live(server.instance.clock().instant())).isFalse();
        var owner = KilledOperation.owner(server.workspace());
        try (var value = secret("late")) {
            var decision = new Proposals.Decision(1, lives.proposal().digest(), Map.of(KEY, value), Set.of(), "");
            assertThat(server.workspace().proposals().approve(owner, lives.vault(), decision))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.problem().code()).isEqualTo(Problem.Code.ALREADY_ENDED));
        }
    }

    private static boolean mayRead(Server server, Lives lives) {
        return server.workspace().services().list(lives.session(), lives.vault()) instanceof Outcome.Done<?>;
    }
}
