package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import agentvault.access.Actor;
import agentvault.access.ApiKey;
import agentvault.access.ExchangedToken;
import agentvault.access.KeyForm;
import agentvault.access.KeyLimit;
import agentvault.access.Mandate;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.CredentialKey;
import agentvault.vault.Metadata;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.workspace.Authentication.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// API keys and what they are exchanged for.
class ApiKeysTest {

    private static final Mandate ANY = new Mandate(List.of(), Optional.empty(), Optional.empty(), Metadata.EMPTY);
    private static final Session.Egress NONE = new Session.Egress(UnmatchedHosts.DENY, List.of());

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;
    private final ApiKeys keys = workspace.actors().apiKeys();
    private final Id payments = office.vault("payments").id();

    @AfterEach
    void close() {
        office.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_key_of_any_form_makes_its_caller_and_no_other_prefix_does(KeyForm form) {
        var terms = new ApiKey.Terms(form, Optional.empty(), Optional.empty(), Optional.empty());
        try (var issued = done(keys.create(office.owner, new ApiKeys.Plan("ci", List.of(), terms)))) {
            var text = Office.text(issued.shown());
            assertThat(text).matches(form.prefix() + "[0-9a-f]{64}");
            assertThat(of(text)).isInstanceOf(Result.Known.class);
            var digits = text.substring(form.prefix().length());
            for (var other : KeyForm.values()) {
                if (other != form) assertThat(of(other.prefix() + digits)).isInstanceOf(Result.Unknown.class);
            }
        }
    }

    @Test
    void owners_alone_make_keys_and_each_has_a_name_of_its_own() {
        var member = office.user("max@example.com");
        assertThat(refused(keys.create(member, ApiKeys.Plan.named("ci")))).isEqualTo(Problem.Code.FORBIDDEN);
        try (var issued = done(keys.create(office.owner, ApiKeys.Plan.named("ci")))) {
            assertThat(refused(keys.create(caller(issued), ApiKeys.Plan.named("more"))))
                    .isEqualTo(Problem.Code.FORBIDDEN);
        }
        assertThat(refused(keys.create(office.owner, ApiKeys.Plan.named("ci")))).isEqualTo(Problem.Code.CONFLICT);
    }

    @Test
    void a_key_sees_the_vaults_that_it_was_given_and_no_others() {
        office.vault("private");
        var plan = new ApiKeys.Plan("ci", List.of(new Session.Share(payments, VaultRole.MEMBER)), ApiKey.Terms.PLAIN);
        try (var issued = done(keys.create(office.owner, plan))) {
            assertThat(done(workspace.vaults().known(caller(issued))))
                    .extracting(listed -> listed.vault().id())
                    .containsExactly(payments);
        }
    }

    @Test
    void a_key_that_is_everywhere_is_in_every_vault_now_and_later_and_can_be_taken_out_of_one() {
        var terms = new ApiKey.Terms(KeyForm.USUAL, Optional.empty(), Optional.empty(), Optional.of(VaultRole.PROXY));
        try (var issued = done(keys.create(office.owner, new ApiKeys.Plan("ops", List.of(), terms)))) {
            var key = caller(issued);
            int before = done(workspace.vaults().known(key)).size();
            assertThat(before)
                    .isEqualTo(done(workspace.vaults().all(office.owner)).size());
            var later = office.vault("later").id();
            assertThat(done(workspace.vaults().known(key))).hasSize(before + 1);
            done(workspace.grants().take(office.owner, later, key.actor()));
            assertThat(done(workspace.vaults().known(key))).hasSize(before);
        }
    }

    @Test
    void a_vault_that_a_key_makes_has_the_keys_creator_for_another_admin() {
        try (var issued = done(keys.create(office.owner, ApiKeys.Plan.named("ci")))) {
            var key = caller(issued);
            var made = done(workspace.vaults().create(key, new Slug("made-by-key"), Vaults.Naming.of("x")));

            assertThat(done(workspace.directory().members(office.owner, made.id())))
                    .extracting(member -> member.actor().id(), Directory.Member::role)
                    .containsExactlyInAnyOrder(
                            tuple(key.actor(), VaultRole.ADMIN), tuple(office.owner.actor(), VaultRole.ADMIN));
        }
    }

    @Test
    void a_key_never_reads_a_value_back() {
        office.store(payments, "A_KEY", "value");
        var plan = new ApiKeys.Plan("ci", List.of(new Session.Share(payments, VaultRole.ADMIN)), ApiKey.Terms.PLAIN);
        try (var issued = done(keys.create(office.owner, plan))) {
            assertThat(refused(workspace.credentials().reveal(caller(issued), payments, new CredentialKey("A_KEY"))))
                    .isEqualTo(Problem.Code.FORBIDDEN);
        }
    }

    @Test
    void rotated_it_shows_something_else_and_keeps_what_it_is() {
        var terms =
                new ApiKey.Terms(KeyForm.QODER, Optional.of(Duration.ofDays(90)), Optional.empty(), Optional.empty());
        var plan = new ApiKeys.Plan("ci", List.of(new Session.Share(payments, VaultRole.MEMBER)), terms);
        try (var first = done(keys.create(office.owner, plan))) {
            moveBy(Duration.ofDays(20));
            try (var second = done(keys.rotate(office.owner, first.actor()))) {
                assertThat(of(Office.text(first.shown()))).isInstanceOf(Result.Unknown.class);
                assertThat(Office.text(second.shown())).startsWith("pt-");
                assertThat(caller(second).actor()).isEqualTo(first.actor().id());
                assertThat(done(workspace.vaults().known(caller(second)))).hasSize(1);
                assertThat(second.token().until())
                        .isEqualTo(Until.at(office.now().plus(Duration.ofDays(90))));
            }
            try (var third = done(keys.rotate(office.owner, first.actor(), Duration.ofDays(1)))) {
                moveBy(Duration.ofDays(1));
                assertThat(of(Office.text(third.shown()))).isInstanceOf(Result.Expired.class);
            }
        }
    }

    @Test
    void deactivated_it_ends_at_once_with_its_sessions_and_its_tokens_and_the_vaults_stay() {
        var plan = new ApiKeys.Plan("ci", List.of(new Session.Share(payments, VaultRole.MEMBER)), ApiKey.Terms.PLAIN);
        try (var issued = done(keys.create(office.owner, plan))) {
            var key = caller(issued);
            var token = done(exchanges().exchange(key, ANY, Duration.ofHours(1)));
            var shares = List.of(new Session.Share(payments, VaultRole.PROXY));
            try (var session = done(workspace.sessions().create(key, shares, NONE, "", Until.forever()))) {
                done(keys.deactivate(office.owner, issued.actor()));

                assertThat(of(Office.text(issued.shown()))).isInstanceOf(Result.Unknown.class);
                assertThat(of(token)).isInstanceOf(Result.Unknown.class);
                assertThat(of(Office.text(session.shown()))).isInstanceOf(Result.Unknown.class);
            }
        }
        assertThat(done(keys.find(office.owner, "ci")).profile().actor().standing())
                .isEqualTo(Actor.Standing.REVOKED);
        assertThat(done(keys.find(office.owner, "ci")).token()).isEmpty();
    }

    @Test
    void uses_are_gathered_and_written_down_together() {
        try (var issued = done(keys.create(office.owner, ApiKeys.Plan.named("ci")))) {
            caller(issued);
            caller(issued);
            assertThat(done(keys.find(office.owner, "ci")).key().usedAt()).contains(office.now());
            var taken = workspace.authentication().takeKeyUses();
            assertThat(taken).containsOnlyKeys(issued.actor().id());
            assertThat(done(keys.used(taken))).isEqualTo(1);
            assertThat(done(keys.find(office.owner, "ci")).key().usedAt()).contains(office.now());

            caller(issued);
            assertThat(workspace.authentication().takeKeyUses()).isEmpty();
            moveBy(Duration.ofMinutes(2));
            caller(issued);
            assertThat(workspace.authentication().takeKeyUses()).hasSize(1);
        }
    }

    @Test
    void the_limit_of_a_key_holds_for_what_it_is_exchanged_for() {
        var limit = new KeyLimit(5, KeyLimit.Per.MINUTE);
        var terms = new ApiKey.Terms(KeyForm.USUAL, Optional.empty(), Optional.of(limit), Optional.empty());
        try (var issued = done(keys.create(office.owner, new ApiKeys.Plan("ci", List.of(), terms)))) {
            var token = done(exchanges().exchange(caller(issued), ANY, Duration.ofHours(1)));

            assertThat(workspace.authentication().limit(caller(issued))).contains(limit);
            assertThat(workspace.authentication().limit(exchanged(token))).contains(limit);
        }
    }

    @Test
    void a_key_alone_is_exchanged_for_a_day_at_most_and_not_beyond_its_own_end() {
        var terms =
                new ApiKey.Terms(KeyForm.USUAL, Optional.of(Duration.ofDays(2)), Optional.empty(), Optional.empty());
        try (var issued = done(keys.create(office.owner, new ApiKeys.Plan("ci", List.of(), terms)))) {
            var key = caller(issued);
            var day = done(exchanges().exchange(key, ANY, Duration.ofDays(30)));
            assertThat(day.endsAt()).isEqualTo(office.now().plus(Duration.ofDays(1)));
            assertThat(refused(exchanges().exchange(exchanged(day), ANY, Duration.ofHours(1))))
                    .isEqualTo(Problem.Code.FORBIDDEN);
            assertThat(refused(exchanges().exchange(office.owner, ANY, Duration.ofHours(1))))
                    .isEqualTo(Problem.Code.FORBIDDEN);

            moveBy(Duration.ofHours(47));
            assertThat(of(day)).isInstanceOf(Result.Unknown.class);
            assertThat(done(exchanges().exchange(caller(issued), ANY, Duration.ofDays(1)))
                            .endsAt())
                    .isEqualTo(office.now().plus(Duration.ofHours(1)));
        }
    }

    @Test
    void what_it_is_exchanged_for_ends_when_the_key_is_rotated() {
        try (var issued = done(keys.create(office.owner, ApiKeys.Plan.named("ci")))) {
            var token = done(exchanges().exchange(caller(issued), ANY, Duration.ofHours(1)));
            assertThat(exchanged(token).via()).isEqualTo(Via.EXCHANGED);
            done(keys.rotate(office.owner, issued.actor())).close();

            assertThat(of(token)).isInstanceOf(Result.Unknown.class);
        }
    }

    @Test
    void a_token_names_the_key_that_it_was_exchanged_for() {
        try (var issued = done(keys.create(office.owner, ApiKeys.Plan.named("one")));
                var other = done(keys.create(office.owner, ApiKeys.Plan.named("other")))) {
            var token = done(exchanges().exchange(caller(issued), ANY, Duration.ofHours(1)));
            var twisted = new ExchangedToken(
                    token.id(), other.actor().id(), token.shown(), ANY, token.madeAt(), token.endsAt());

            assertThat(of(twisted)).isInstanceOf(Result.Unknown.class);
        }
    }

    @Test
    void an_installation_without_the_signing_key_gets_one_that_stays() {
        var stored = workspace.lookByItself(view -> view.reading().keys());
        stored.stream()
                .filter(key -> key.use() == KeyUse.EXCHANGE)
                .forEach(key -> office.store.write(List.of(), writing -> {
                    writing.delete(key);
                    return Outcome.done(key);
                }));
        byte[] message = {1, 2, 3};

        var first = office.reopened();
        first.actors().exchanges().prepare();
        byte[] signature = first.actors().exchanges().sign(message);
        var second = office.reopened();
        second.actors().exchanges().prepare();

        assertThat(second.actors().exchanges().genuine(message, signature)).isTrue();
        assertThat(exchanges().genuine(message, signature)).isFalse();
        assertThat(new Check(second).all()).isEmpty();
    }

    private Exchanges exchanges() {
        return workspace.actors().exchanges();
    }

    private Caller exchanged(ExchangedToken token) {
        if (of(token) instanceof Result.Known(var caller, var _, var _)) return caller;
        throw new AssertionError("not known");
    }

    private Result of(ExchangedToken token) {
        return workspace.authentication().of(token, Face.TWENTY_FIRST);
    }

    private Result of(String text) {
        try (Secret shown = Office.secret(text)) {
            return workspace.authentication().of(shown, Face.PROXY);
        }
    }

    private Caller caller(Actors.Issued issued) {
        if (of(Office.text(issued.shown())) instanceof Result.Known(var caller, var _, var _)) return caller;
        throw new AssertionError("not known");
    }

    private void moveBy(Duration time) {
        office.moveTo(office.now().plus(time));
        workspace.authentication().confirm();
    }
}
