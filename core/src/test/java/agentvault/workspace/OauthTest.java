package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static agentvault.workspace.Office.secret;
import static agentvault.workspace.Office.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.access.VaultRole;
import agentvault.crypto.Hash;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthConnection.Grant;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Until;
import agentvault.webhook.Delivery;
import agentvault.webhook.Happening;
import agentvault.webhook.Webhook;
import agentvault.workspace.OauthRenewals.Attempt;
import agentvault.workspace.OauthRenewals.Reason;
import agentvault.workspace.OauthRenewals.Stale;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OauthTest {

    private static final CredentialKey KEY = new CredentialKey("NOTION_TOKEN");
    private static final String ISSUER = "https://auth.notion.com";

    private final Office office = Office.inMemory();
    private final Id vault = office.vault("shop").id();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile TokenServer server = request -> granted(request, Duration.ofHours(1));

    @AfterEach
    void close() {
        office.close();
    }

    private TokenServer.Answer granted(TokenServer.Request request, Duration life) {
        var shown = switch (request.grant()) {
            case TokenServer.Grant.Code code -> text(code.code());
            case TokenServer.Grant.Refresh() ->
                text(Objects.requireNonNull(request.held().get(Part.REFRESH_TOKEN)));
            case TokenServer.Grant.ClientCredentials() -> "client";
        };
        asked.add(shown);
        int number = asked.size();
        return new TokenServer.Answer.Granted(
                Map.of(Part.VALUE, secret("access-" + number), Part.REFRESH_TOKEN, secret("refresh-" + number)), life);
    }

    private OauthConnections connections() {
        return new OauthConnections(office.workspace, request -> server.ask(request));
    }

    private OauthRenewals renewals(Workspace on) {
        return new OauthRenewals(on, request -> server.ask(request));
    }

    private static OauthConnections.Wanted wanted(String endpoint, Grant grant) {
        var settings = new OauthSettings(
                endpoint, "client", ClientAuthentication.CLIENT_SECRET_POST, "read", "", Until.forever());
        return new OauthConnections.Wanted(
                KEY,
                settings,
                new OauthConnection(grant, ISSUER + "/authorize", ISSUER, new Standing.Unconnected(), Instant.EPOCH));
    }

    private static OauthConnections.Wanted notion() {
        return wanted(ISSUER + "/token", Grant.AUTHORIZATION_CODE);
    }

    private OauthConnections.Begun begun() {
        try (var client = secret("client-secret")) {
            return done(connections().begin(office.owner, vault, notion(), Map.of(Part.CLIENT_SECRET, client)));
        }
    }

    private Outcome<Credential> back(Caller caller, Secret state, String issuer) {
        try (var code = secret("code")) {
            return connections()
                    .complete(caller, new OauthConnections.Back(state, code, issuer, "http://127.0.0.1/callback"));
        }
    }

    private Credential connected() {
        return done(back(office.owner, begun().state(), ISSUER));
    }

    private Credential stored() {
        return office.workspace
                .lookByItself(view -> view.contents().apply(Scope.vault(vault)))
                .one(Credential.class, credential -> credential.key().equals(KEY))
                .orElseThrow();
    }

    private Map<Part, String> parts() {
        return office.workspace.lookByItself(view -> {
            var contents = view.contents().apply(Scope.vault(vault));
            var open = new OpenCredential(
                    contents, new VaultKeys(view.keys(), view.reading().vaultKeys(vault)), office.random());
            var found = new EnumMap<Part, String>(Part.class);
            for (var part : Part.values()) open.value(stored(), part).ifPresent(value -> found.put(part, text(value)));
            return found;
        });
    }

    /// What webhooks are told of.
    private List<String> told() {
        return office
                .workspace
                .lookByItself(
                        view -> view.contents().apply(Scope.shortLived(vault)).all(Delivery.class))
                .stream()
                .map(Delivery::happening)
                .map(happening -> happening.type().text() + " "
                        + happening.facts().pairs().get("credential") + " "
                        + happening.facts().pairs().get("code"))
                .toList();
    }

    private Standing standing() {
        return OauthParts.oauth(stored()).connection().standing();
    }

    private Stale stale(Credential credential, Reason reason) {
        return new Stale(vault, credential.id(), credential.material().version(), reason);
    }

    private void pass(Duration time) {
        office.moveTo(office.now().plus(time));
        office.workspace.authentication().confirm();
    }

    @Test
    void what_a_browser_comes_back_with_becomes_tokens_that_nobody_reads_back() {
        var credential = connected();

        assertThat(asked).containsExactly("code");
        assertThat(parts())
                .isEqualTo(Map.of(
                        Part.VALUE, "access-1", Part.REFRESH_TOKEN, "refresh-1", Part.CLIENT_SECRET, "client-secret"));
        assertThat(OauthParts.oauth(credential).settings().expires())
                .isEqualTo(Until.at(office.now().plus(Duration.ofHours(1))));
        assertThat(refused(office.workspace.credentials().reveal(office.owner, vault, KEY)))
                .isEqualTo(Problem.Code.WRITE_ONLY);
    }

    @Test
    void the_verifier_fits_the_challenge_that_went_ahead() {
        var verifiers = new ArrayList<String>();
        server = request -> {
            if (request.grant() instanceof TokenServer.Grant.Code code) verifiers.add(text(code.verifier()));
            return granted(request, Duration.ZERO);
        };
        var begun = begun();
        done(back(office.owner, begun.state(), ""));

        byte[] digest = Hash.sha256(verifiers.getFirst().getBytes(StandardCharsets.US_ASCII));
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(digest))
                .isEqualTo(begun.challenge());
        assertThat(verifiers.getFirst()).hasSize(43);
    }

    @Test
    void a_state_is_good_once_for_the_login_that_began_and_for_ten_minutes() {
        var other = office.user("bob@example.com", vault, VaultRole.ADMIN);
        var state = begun().state();
        assertThat(refused(back(other, state, ""))).isEqualTo(Problem.Code.WRONG_CODE);
        assertThat(refused(back(office.login("ana@example.com", Office.PASSWORD).caller(Face.AGENT_VAULT), state, "")))
                .isEqualTo(Problem.Code.WRONG_CODE);
        done(back(office.owner, state, ""));
        assertThat(refused(back(office.owner, state, ""))).isEqualTo(Problem.Code.WRONG_CODE);

        var late = begun().state();
        pass(Duration.ofMinutes(11));
        assertThat(refused(back(office.owner, late, ""))).isEqualTo(Problem.Code.WRONG_CODE);
    }

    @Test
    void another_issuer_than_the_one_that_was_asked_is_refused_before_anything_is_sent() {
        assertThat(refused(back(office.owner, begun().state(), "https://evil.example.com")))
                .isEqualTo(Problem.Code.WRONG_CODE);
        assertThat(asked).isEmpty();
    }

    @Test
    void another_token_endpoint_destroys_the_tokens_and_the_clients_secret() {
        connected();
        done(connections()
                .begin(
                        office.owner,
                        vault,
                        wanted("https://evil.example.com/token", Grant.AUTHORIZATION_CODE),
                        Map.of()));

        assertThat(parts()).isEmpty();
        assertThat(standing()).isEqualTo(new Standing.Unconnected());
    }

    @Test
    void a_credential_stays_connected_while_it_is_connected_anew() {
        connected();
        done(connections().begin(office.owner, vault, notion(), Map.of()));

        assertThat(parts()).containsEntry(Part.VALUE, "access-1").containsEntry(Part.CLIENT_SECRET, "client-secret");
        assertThat(standing()).isInstanceOf(Standing.Connected.class);
    }

    @Test
    void a_hundred_requests_on_two_servers_are_one_renewal() throws Exception {
        var credential = connected();
        pass(Duration.ofHours(2));
        var servers = List.of(renewals(office.workspace), renewals(office.server(office.store)));
        var attempts = new ArrayList<Attempt>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Attempt>>();
            for (int i = 0; i < 100; i++) {
                var on = servers.get(i % 2);
                all.add(threads.submit(() -> on.attempt(stale(credential, Reason.OVER))));
            }
            for (var one : all) attempts.add(one.get());
        }

        assertThat(asked).containsExactly("code", "refresh-1");
        assertThat(attempts).hasOnlyElementsOfTypes(Attempt.Renewed.class, Attempt.Busy.class);
        assertThat(parts()).containsEntry(Part.VALUE, "access-2").containsEntry(Part.REFRESH_TOKEN, "refresh-2");
    }

    @Test
    void a_no_of_the_token_endpoint_takes_a_person_who_is_told_once_and_is_not_asked_for_again() {
        var target = new Webhook.Target("https://hooks.example.com/", Happening.Type.all());
        done(new Webhooks(office.workspace).add(office.owner, target)).close();
        var credential = connected();
        server = request -> {
            asked.add("again");
            return new TokenServer.Answer.Refused("invalid_grant");
        };
        pass(Duration.ofHours(2));
        for (int i = 0; i < 3; i++)
            assertThat(renewals(office.workspace).attempt(stale(credential, Reason.OVER)))
                    .isEqualTo(new Attempt.Failed("invalid_grant", true));

        assertThat(asked).containsExactly("code", "again");
        assertThat(told()).containsExactly("credential.reconnect_required NOTION_TOKEN invalid_grant");
        assertThat(standing()).isEqualTo(new Standing.ReconnectRequired(office.now(), "invalid_grant"));
        server = request -> granted(request, Duration.ofHours(1));
        connected();
        assertThat(standing()).isInstanceOf(Standing.Connected.class);
    }

    @Test
    void what_fails_is_tried_again_later_and_ever_more_seldom() {
        var credential = connected();
        server = _ -> {
            asked.add("again");
            return new TokenServer.Answer.Failed("timeout");
        };
        pass(Duration.ofHours(2));
        var begin = office.now();
        while (office.now().isBefore(begin.plus(Duration.ofHours(1)))) {
            assertThat(renewals(office.workspace).attempt(stale(credential, Reason.OVER)))
                    .isEqualTo(new Attempt.Failed("timeout", false));
            pass(Duration.ofSeconds(5));
        }
        assertThat(asked).hasSizeBetween(7, 10);

        server = request -> granted(request, Duration.ofHours(1));
        pass(Duration.ofHours(2));
        assertThat(renewals(office.workspace).attempt(stale(credential, Reason.OVER)))
                .isEqualTo(new Attempt.Renewed());
    }

    @Test
    void who_dies_between_the_answer_and_the_store_leaves_a_lease_that_ends_and_no_loop() {
        var credential = connected();
        pass(Duration.ofHours(2));
        server = request -> {
            granted(request, Duration.ofHours(1));
            throw new IllegalStateException("killed");
        };
        try {
            renewals(office.workspace).attempt(stale(credential, Reason.OVER));
        } catch (IllegalStateException killed) {
            asked.add("killed");
        }
        server = _ -> {
            asked.add("reused");
            return new TokenServer.Answer.Refused("invalid_grant");
        };
        assertThat(renewals(office.workspace).attempt(stale(credential, Reason.OVER)))
                .isEqualTo(new Attempt.Busy());
        pass(Duration.ofSeconds(31));
        for (int i = 0; i < 3; i++)
            assertThat(renewals(office.workspace).attempt(stale(credential, Reason.OVER)))
                    .isEqualTo(new Attempt.Failed("invalid_grant", true));

        assertThat(asked).containsExactly("code", "refresh-1", "killed", "reused");
    }

    @Test
    void a_service_that_refuses_a_token_has_it_renewed_once_a_minute_at_most() {
        var first = connected();
        assertThat(renewals(office.workspace).attempt(stale(first, Reason.REFUSED)))
                .isEqualTo(new Attempt.NotNeeded());
        pass(Duration.ofSeconds(61));
        assertThat(renewals(office.workspace).attempt(stale(first, Reason.REFUSED)))
                .isEqualTo(new Attempt.Renewed());
        assertThat(renewals(office.workspace).attempt(stale(first, Reason.REFUSED)))
                .isEqualTo(new Attempt.Renewed());
        assertThat(renewals(office.workspace).attempt(stale(stored(), Reason.REFUSED)))
                .isEqualTo(new Attempt.NotNeeded());

        assertThat(asked).hasSize(2);
    }

    @Test
    void it_is_renewed_five_minutes_ahead_and_a_short_lived_one_not_at_once() {
        connected();
        assertThat(renewals(office.workspace).due()).isEmpty();
        pass(Duration.ofMinutes(56));
        assertThat(renewals(office.workspace).due()).hasSize(1);

        server = request -> granted(request, Duration.ofSeconds(1));
        assertThat(renewals(office.workspace).attempt(stale(stored(), Reason.AHEAD)))
                .isEqualTo(new Attempt.Renewed());
        assertThat(OauthParts.oauth(stored()).settings().expires())
                .isEqualTo(Until.at(office.now().plusSeconds(30)));
        assertThat(renewals(office.workspace).due()).isEmpty();
    }

    @Test
    void a_pasted_refresh_token_is_tried_at_once() {
        try (var refresh = secret("mine")) {
            done(connections().paste(office.owner, vault, notion(), Map.of(Part.REFRESH_TOKEN, refresh)));
        }
        assertThat(asked).containsExactly("mine");
        assertThat(parts()).isEqualTo(Map.of(Part.VALUE, "access-1", Part.REFRESH_TOKEN, "refresh-1"));

        server = _ -> new TokenServer.Answer.Refused("invalid_grant");
        try (var refresh = secret("wrong")) {
            assertThat(refused(connections().paste(office.owner, vault, notion(), Map.of(Part.REFRESH_TOKEN, refresh))))
                    .isEqualTo(Problem.Code.OAUTH_FAILED);
        }
    }

    @Test
    void a_client_asks_for_itself_and_is_renewed_without_a_refresh_token() {
        var wanted = wanted(ISSUER + "/token", Grant.CLIENT_CREDENTIALS);
        server = request -> {
            granted(request, Duration.ZERO);
            return new TokenServer.Answer.Granted(
                    Map.of(Part.VALUE, secret("access-" + asked.size())), Duration.ofHours(1));
        };
        try (var client = secret("client-secret")) {
            done(connections().connectClient(office.owner, vault, wanted, Map.of(Part.CLIENT_SECRET, client)));
        }
        pass(Duration.ofHours(2));
        assertThat(renewals(office.workspace).attempt(stale(stored(), Reason.OVER)))
                .isEqualTo(new Attempt.Renewed());

        assertThat(asked).containsExactly("client", "client");
        assertThat(parts()).isEqualTo(Map.of(Part.VALUE, "access-2", Part.CLIENT_SECRET, "client-secret"));
    }

    @Test
    void disconnecting_forgets_the_tokens_and_keeps_the_client() {
        connected();
        done(connections().disconnect(office.owner, vault, KEY));

        assertThat(parts()).isEqualTo(Map.of(Part.CLIENT_SECRET, "client-secret"));
        assertThat(standing()).isEqualTo(new Standing.Unconnected());
        assertThat(new Check(office.workspace).all()).isEmpty();
    }

    @Test
    void a_value_that_is_set_in_its_place_is_renewed_no_more() {
        connected();
        office.store(vault, KEY.text(), "static");

        assertThat(stored().type()).isEqualTo(new Credential.Type.Static());
        assertThat(parts()).isEqualTo(Map.of(Part.VALUE, "static"));
        assertThat(refused(connections().begin(office.owner, vault, notion(), Map.of())))
                .isEqualTo(Problem.Code.CONFLICT);
    }

    @Test
    void an_answer_without_tokens_leaves_those_that_are_there() {
        var credential = connected();
        var before = parts();
        pass(Duration.ofHours(2));
        for (var answer :
                List.of(new TokenServer.Answer.Failed("no_json"), new TokenServer.Answer.Refused("invalid_grant"))) {
            server = _ -> answer;
            assertThat(renewals(office.workspace).attempt(stale(credential, Reason.OVER)))
                    .isInstanceOf(Attempt.Failed.class);
            assertThat(parts()).isEqualTo(before);
            pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void a_refused_token_whose_renewal_failed_is_renewed_when_it_may_be_tried_again() {
        server = request -> granted(request, Duration.ZERO);
        connected();
        pass(Duration.ofSeconds(61));
        server = _ -> new TokenServer.Answer.Failed("timeout");
        assertThat(renewals(office.workspace).attempt(stale(stored(), Reason.REFUSED)))
                .isEqualTo(new Attempt.Failed("timeout", false));
        assertThat(renewals(office.workspace).attempt(stale(stored(), Reason.REFUSED)))
                .isEqualTo(new Attempt.NotNeeded());

        server = request -> granted(request, Duration.ZERO);
        pass(Duration.ofSeconds(16));
        assertThat(renewals(office.workspace).attempt(stale(stored(), Reason.REFUSED)))
                .isEqualTo(new Attempt.Renewed());
    }

    @Test
    void tokens_that_come_when_the_lease_is_over_are_kept_although_somebody_was_told_no_meanwhile() {
        var credential = connected();
        pass(Duration.ofHours(2));
        var other = renewals(office.server(office.store));
        server = request -> {
            var granted = granted(request, Duration.ofHours(1));
            server = _ -> new TokenServer.Answer.Refused("invalid_grant");
            pass(Duration.ofSeconds(31));
            assertThat(other.attempt(stale(credential, Reason.OVER)))
                    .isEqualTo(new Attempt.Failed("invalid_grant", true));
            return granted;
        };

        assertThat(renewals(office.workspace).attempt(stale(credential, Reason.OVER)))
                .isEqualTo(new Attempt.Renewed());
        assertThat(parts()).containsEntry(Part.VALUE, "access-2").containsEntry(Part.REFRESH_TOKEN, "refresh-2");
        assertThat(standing()).isInstanceOf(Standing.Connected.class);
    }

    @Test
    void tokens_that_come_after_their_credential_was_disconnected_are_dropped() {
        var credential = connected();
        pass(Duration.ofHours(2));
        server = request -> {
            var granted = granted(request, Duration.ofHours(1));
            done(connections().disconnect(office.owner, vault, KEY));
            return granted;
        };

        assertThat(renewals(office.workspace).attempt(stale(credential, Reason.OVER)))
                .isEqualTo(new Attempt.Busy());
        assertThat(parts()).isEqualTo(Map.of(Part.CLIENT_SECRET, "client-secret"));
        assertThat(standing()).isEqualTo(new Standing.Unconnected());
    }

    @Test
    void a_clock_that_leaps_forward_is_one_renewal() {
        connected();
        pass(Duration.ofDays(30));
        assertThat(renewals(office.workspace).due()).hasSize(1);
        assertThat(renewals(office.workspace).attempt(stale(stored(), Reason.OVER)))
                .isEqualTo(new Attempt.Renewed());
        for (var reason : Reason.values())
            assertThat(renewals(office.workspace).attempt(stale(stored(), reason)))
                    .isEqualTo(new Attempt.NotNeeded());

        assertThat(renewals(office.workspace).due()).isEmpty();
        assertThat(asked).containsExactly("code", "refresh-1");
    }

    /// Has something happen on a server whose clock is a month ahead. The others are where they were.
    private void aMonthAhead(Runnable event) {
        var now = office.now();
        pass(Duration.ofDays(30));
        event.run();
        office.moveTo(now);
    }

    @Test
    void a_lease_of_a_clock_far_ahead_keeps_nobody_waiting() {
        var credential = connected();
        pass(Duration.ofHours(2));
        server = _ -> {
            throw new IllegalStateException("killed");
        };
        aMonthAhead(() -> assertThatThrownBy(() -> renewals(office.workspace).attempt(stale(credential, Reason.OVER)))
                .hasMessage("killed"));

        server = request -> granted(request, Duration.ofHours(1));
        assertThat(renewals(office.workspace).attempt(stale(credential, Reason.OVER)))
                .isEqualTo(new Attempt.Renewed());
    }

    @Test
    void a_failure_at_a_clock_far_ahead_keeps_nobody_waiting() {
        var credential = connected();
        pass(Duration.ofHours(2));
        server = _ -> new TokenServer.Answer.Failed("timeout");
        aMonthAhead(() -> renewals(office.workspace).attempt(stale(credential, Reason.OVER)));

        server = request -> granted(request, Duration.ofHours(1));
        assertThat(renewals(office.workspace).attempt(stale(credential, Reason.OVER)))
                .isEqualTo(new Attempt.Renewed());
    }

    @Test
    void a_token_that_looks_alive_for_a_month_is_renewed_when_it_is_refused() {
        connected();
        aMonthAhead(() -> renewals(office.workspace).attempt(stale(stored(), Reason.OVER)));

        assertThat(renewals(office.workspace).attempt(stale(stored(), Reason.REFUSED)))
                .isEqualTo(new Attempt.Renewed());
        assertThat(renewals(office.workspace).attempt(stale(stored(), Reason.REFUSED)))
                .isEqualTo(new Attempt.NotNeeded());
        assertThat(asked).containsExactly("code", "refresh-1", "refresh-2");
    }
}
