package agentvault.workspace;

import static agentvault.workspace.Office.DEVICE;
import static agentvault.workspace.Office.PASSWORD;
import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static agentvault.workspace.Office.secret;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.InstanceSettings;
import agentvault.access.Login;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.workspace.Logins.LoggedIn;
import agentvault.workspace.Registration.Registered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How people come in, and how they are let in again.
class PeopleTest {

    private static final EmailAddress ANA = new EmailAddress("ana@example.com");
    private static final EmailAddress BO = new EmailAddress("bo@example.com");

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void the_first_user_owns_the_instance_and_administers_the_default_vault() {
        var vault = workspace.vaults().named(Vaults.DEFAULT).orElseThrow();

        assertThat(workspace.registration().awaitsFirstUser()).isFalse();
        assertThat(done(workspace.users().find(office.owner, ANA)).actor().role())
                .isEqualTo(InstanceRole.OWNER);
        assertThat(done(workspace.users().find(office.owner, ANA)).vaults())
                .containsExactly(new Actors.Place(vault, VaultRole.ADMIN));
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void the_default_vault_keeps_its_name_and_stays() {
        var vault = workspace.vaults().named(Vaults.DEFAULT).orElseThrow().id();

        assertThat(refused(workspace.vaults().rename(office.owner, vault, new Slug("other"))))
                .isEqualTo(Problem.Code.INVALID);
        assertThat(refused(workspace.vaults().archive(office.owner, vault))).isEqualTo(Problem.Code.INVALID);
        assertThat(refused(workspace.vaults().delete(office.owner, vault))).isEqualTo(Problem.Code.INVALID);
    }

    @Test
    void registering_after_the_first_needs_an_invite_unless_the_domain_is_open() {
        assertThat(refused(register(BO, PASSWORD))).isEqualTo(Problem.Code.INVITE_ONLY);
        open("example.org");
        assertThat(refused(register(BO, PASSWORD))).isEqualTo(Problem.Code.INVITE_ONLY);
        open("example.com");

        assertThat(code(register(BO, PASSWORD))).isPresent();
    }

    @Test
    void whoever_shows_the_code_that_was_sent_is_a_member_with_the_password_that_was_given() {
        open("example.com");
        var code = code(register(BO, PASSWORD)).orElseThrow();
        assertThat(code).matches("[0-9]{6}");
        assertThat(refused(tryLogin(BO, PASSWORD))).isEqualTo(Problem.Code.WRONG_LOGIN);
        assertThat(refused(confirm(BO, code.equals("000000") ? "000001" : "000000")))
                .isEqualTo(Problem.Code.WRONG_CODE);

        try (var login = done(confirm(BO, code))) {
            assertThat(login.user().role()).isEqualTo(InstanceRole.MEMBER);
        }
        office.login("bo@example.com", PASSWORD).close();
        assertThat(refused(confirm(BO, code))).isEqualTo(Problem.Code.WRONG_CODE);
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void each_code_confirms_the_password_that_was_given_with_it() {
        open("example.com");
        var squatters = code(register(BO, "squatter's password")).orElseThrow();
        var own = code(register(BO, "bo's own password")).orElseThrow();
        assertThat(own).isNotEqualTo(squatters);
        done(confirm(BO, own)).close();

        assertThat(refused(tryLogin(BO, "squatter's password"))).isEqualTo(Problem.Code.WRONG_LOGIN);
        office.login("bo@example.com", "bo's own password").close();
    }

    @Test
    void whoever_registers_a_users_address_is_told_the_same_and_nothing_is_sent() {
        open("example.com");

        assertThat(code(register(ANA, PASSWORD))).isEmpty();
    }

    @Test
    void a_code_holds_for_15_minutes_and_another_one_can_be_sent() {
        open("example.com");
        var code = code(register(BO, PASSWORD)).orElseThrow();
        office.moveTo(office.now().plus(Codes.LIFE));
        assertThat(refused(confirm(BO, code))).isEqualTo(Problem.Code.WRONG_CODE);
        var again = text(done(workspace.registration().resend(BO, Face.AGENT_VAULT)));

        done(confirm(BO, again.orElseThrow())).close();
        assertThat(text(done(workspace.registration().resend(BO, Face.AGENT_VAULT))))
                .isEmpty();
    }

    @Test
    void three_codes_are_pending_at_most() {
        open("example.com");
        for (int i = 0; i < 3; i++) assertThat(code(register(BO, PASSWORD))).isPresent();

        assertThat(refused(register(BO, PASSWORD))).isEqualTo(Problem.Code.TOO_MANY);
        assertThat(text(done(workspace.registration().resend(BO, Face.AGENT_VAULT))))
                .isEmpty();
        office.moveTo(office.now().plus(Codes.LIFE));
        assertThat(code(register(BO, PASSWORD))).isPresent();
    }

    @Test
    void after_ten_wrong_tries_not_even_the_right_code_counts() {
        open("example.com");
        var code = code(register(BO, PASSWORD)).orElseThrow();
        var wrong = code.equals("123456") ? "654321" : "123456";
        for (int i = 0; i < 10; i++) assertThat(refused(confirm(BO, wrong))).isEqualTo(Problem.Code.WRONG_CODE);

        assertThat(refused(confirm(BO, code))).isEqualTo(Problem.Code.TOO_MANY);
        assertThat(code(register(BO, PASSWORD))).isPresent();
        assertThat(refused(confirm(BO, code))).isEqualTo(Problem.Code.TOO_MANY);
    }

    @Test
    void a_code_of_another_purpose_or_user_does_not_count() {
        open("example.com");
        register(BO, PASSWORD);
        var reset =
                text(done(workspace.passwords().forgot(ANA, Face.AGENT_VAULT))).orElseThrow();

        assertThat(refused(confirm(BO, reset))).isEqualTo(Problem.Code.WRONG_CODE);
        assertThat(refused(confirm(ANA, reset))).isEqualTo(Problem.Code.WRONG_CODE);
        assertThat(refused(confirm(new EmailAddress("nobody@example.com"), reset)))
                .isEqualTo(Problem.Code.WRONG_CODE);
    }

    @Test
    void a_password_has_eight_characters_however_many_bytes_they_are() {
        open("example.com");

        assertThat(refused(register(BO, "ключ123"))).isEqualTo(Problem.Code.INVALID);
        assertThat(refused(register(BO, "x".repeat(1025)))).isEqualTo(Problem.Code.INVALID);
        assertThat(code(register(BO, "ключ1234"))).isPresent();
    }

    @Test
    void unknown_wrong_and_unconfirmed_are_refused_alike_and_after_the_same_work() {
        open("example.com");
        register(BO, PASSWORD);
        var unknown = new EmailAddress("nobody@example.com");
        var asked = new ArrayList<String>();
        var counting = new Workspace(
                office.store,
                office.trail,
                office.keys,
                office.random(),
                office::now,
                new CountedHashing(Office.PLAIN_HASHING, asked));

        var problems = List.of(ANA, BO, unknown).stream()
                .map(address -> tryLogin(counting, address, "another password"))
                .toList();

        assertThat(problems).containsOnly(problems.getFirst());
        assertThat(refused(problems.getFirst())).isEqualTo(Problem.Code.WRONG_LOGIN);
        assertThat(asked).containsExactly("compare", "pretend", "pretend");
    }

    @Test
    void a_failed_login_is_in_the_trail() {
        tryLogin(ANA, "another password");

        assertThat(office.trail.entries().getLast())
                .isEqualTo(new Entry.Refused(office.owner.actor(), "LOGIN", Entry.NONE, "WRONG_LOGIN"));
    }

    @Test
    void a_login_ends_after_a_year_or_a_month_without_use() {
        try (var login = office.login("ana@example.com", PASSWORD)) {
            var caller = login.caller(Face.AGENT_VAULT);
            var start = office.now();
            for (int day = 29; day < 365; day += 29) {
                office.moveTo(start.plus(Duration.ofDays(day)));
                assertThat(done(workspace.logins().list(caller))).isNotEmpty();
                done(workspace
                        .logins()
                        .used(List.of(
                                new Logins.Use(caller.actor(), login.login().id(), office.now()))));
            }
            office.moveTo(start.plus(Duration.ofDays(365)));
            assertThat(refused(workspace.logins().list(caller))).isEqualTo(Problem.Code.FORBIDDEN);
        }
        try (var idle = office.login("ana@example.com", PASSWORD)) {
            office.moveTo(office.now().plus(Duration.ofDays(30)));
            assertThat(refused(workspace.logins().list(idle.caller(Face.AGENT_VAULT))))
                    .isEqualTo(Problem.Code.FORBIDDEN);
        }
    }

    @Test
    void a_use_that_is_older_than_what_was_written_down_changes_nothing() {
        try (var login = office.login("ana@example.com", PASSWORD)) {
            var use = new Logins.Use(
                    login.user().id(), login.login().id(), office.now().minusSeconds(60));

            assertThat(done(workspace.logins().used(List.of(use)))).isZero();
        }
    }

    @Test
    void a_user_sees_and_revokes_their_own_logins_and_nobody_elses() {
        var bo = office.user("bo@example.com");
        try (var second = office.login("ana@example.com", PASSWORD)) {
            var caller = second.caller(Face.AGENT_VAULT);
            var mine = done(workspace.logins().list(caller));
            assertThat(mine).hasSize(2).extracting(Login::device).containsOnly(DEVICE);
            assertThat(mine).extracting(Login::publicId).allMatch(id -> id.matches("[0-9a-f]{20}"));
            assertThat(refused(workspace.logins().revoke(bo, mine.getFirst().publicId())))
                    .isEqualTo(Problem.Code.NOT_FOUND);

            done(workspace.logins().revoke(office.owner, second.login().publicId()));

            assertThat(refused(workspace.logins().list(caller))).isEqualTo(Problem.Code.FORBIDDEN);
            assertThat(done(workspace.logins().list(office.owner))).hasSize(1);
        }
    }

    @Test
    void logging_out_ends_the_login_alone_and_revoking_it_ends_the_sessions_that_were_made_with_it() {
        var vault = office.vault("my-vault").id();
        try (var one = office.login("ana@example.com", PASSWORD);
                var other = office.login("ana@example.com", PASSWORD);
                var ofOne = session(one.caller(Face.AGENT_VAULT), vault);
                var ofOther = session(other.caller(Face.AGENT_VAULT), vault)) {
            done(workspace.logins().end(one.caller(Face.AGENT_VAULT)));
            done(workspace.logins().revoke(office.owner, other.login().publicId()));

            assertThat(refused(workspace.logins().end(one.caller(Face.AGENT_VAULT))))
                    .isEqualTo(Problem.Code.FORBIDDEN);
            assertThat(workspace.sessions().end(office.owner, ofOne.session().id()))
                    .isInstanceOf(Outcome.Done.class);
            assertThat(refused(workspace
                            .sessions()
                            .end(office.owner, ofOther.session().id())))
                    .isEqualTo(Problem.Code.NOT_FOUND);
        }
    }

    @Test
    void another_password_ends_every_login_but_the_one_it_makes() {
        try (var current = secret(PASSWORD);
                var next = secret("another password");
                var changed = done(workspace.passwords().change(office.owner, current, next))) {
            assertThat(changed.login().device()).isEqualTo(DEVICE);
            assertThat(refused(workspace.logins().list(office.owner))).isEqualTo(Problem.Code.FORBIDDEN);
            assertThat(done(workspace.logins().list(changed.caller(Face.AGENT_VAULT))))
                    .containsExactly(changed.login());
        }
        assertThat(refused(tryLogin(ANA, PASSWORD))).isEqualTo(Problem.Code.WRONG_LOGIN);
        office.login("ana@example.com", "another password").close();
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void a_user_with_an_old_login_proves_who_they_are_by_the_password() {
        assertThat(workspace.logins().current(office.owner)).isPresent();
        assertThat(workspace.logins().current(Caller.atConsole(office.owner.actor())))
                .isEmpty();
        try (var right = secret(PASSWORD);
                var wrong = secret("not my password")) {
            assertThat(done(workspace.logins().prove(office.owner, right)).id()).isEqualTo(office.owner.actor());
            assertThat(refused(workspace.logins().prove(office.owner, wrong))).isEqualTo(Problem.Code.WRONG_LOGIN);
        }
    }

    @Test
    void another_password_takes_the_one_before() {
        try (var wrong = secret("not my password");
                var next = secret("another password")) {
            assertThat(refused(workspace.passwords().change(office.owner, wrong, next)))
                    .isEqualTo(Problem.Code.WRONG_LOGIN);
        }
    }

    @Test
    void a_forgotten_password_is_chosen_anew_by_a_code_and_locks_everybody_out() {
        var code =
                text(done(workspace.passwords().forgot(ANA, Face.AGENT_VAULT))).orElseThrow();
        assertThat(text(done(workspace.passwords().forgot(BO, Face.AGENT_VAULT))))
                .isEmpty();
        assertThat(refused(reset(BO, code, "another password"))).isEqualTo(Problem.Code.WRONG_CODE);
        try (var login = done(reset(ANA, code, "another password"))) {
            assertThat(done(workspace.logins().list(login.caller(Face.AGENT_VAULT))))
                    .containsExactly(login.login());
        }

        assertThat(refused(workspace.logins().list(office.owner))).isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(refused(reset(ANA, code, "and another one"))).isEqualTo(Problem.Code.WRONG_CODE);
        office.login("ana@example.com", "another password").close();
    }

    @Test
    void the_least_recently_used_login_goes_when_there_are_too_many() {
        for (int i = 0; i < Logins.MOST; i++) {
            office.moveTo(office.now().plusSeconds(1));
            office.login("ana@example.com", PASSWORD).close();
        }

        assertThat(refused(workspace.logins().list(office.owner))).isEqualTo(Problem.Code.FORBIDDEN);
    }

    @Test
    void nothing_that_is_stored_gives_a_password_or_a_code_away() {
        open("example.com");
        var code = code(register(BO, PASSWORD)).orElseThrow();

        assertThat(office.trail.entries().toString())
                .doesNotContain(PASSWORD)
                .doesNotContain("\"" + code + "\"")
                .doesNotContain("plain:");
        var everything = workspace.lookByItself(view -> {
            var rows = new StringBuilder();
            view.reading().scopes().forEach(scope -> rows.append(view.reading().rows(scope)));
            return rows.toString();
        });
        assertThat(everything).doesNotContain(PASSWORD).doesNotContain("plain:");
    }

    private void open(String domain) {
        done(workspace
                .settings()
                .change(office.owner, new InstanceSettings.Values(false, List.of(domain), new TreeMap<>())));
    }

    private Outcome<Registered> register(EmailAddress address, String password) {
        try (var chosen = secret(password)) {
            return workspace.registration().register(address, chosen, DEVICE, Face.AGENT_VAULT);
        }
    }

    private static Optional<String> code(Outcome<Registered> outcome) {
        if (done(outcome) instanceof Registered.Unconfirmed(var code)) return text(code);
        throw new AssertionError("an owner");
    }

    private Outcome<LoggedIn> confirm(EmailAddress address, String code) {
        try (var shown = secret(code)) {
            return workspace.registration().confirm(address, shown, DEVICE, Face.AGENT_VAULT);
        }
    }

    private Outcome<LoggedIn> reset(EmailAddress address, String code, String password) {
        try (var shown = secret(code);
                var next = secret(password)) {
            return workspace.passwords().reset(new Passwords.Reset(address, shown, next), DEVICE, Face.AGENT_VAULT);
        }
    }

    private Outcome<LoggedIn> tryLogin(EmailAddress address, String password) {
        return tryLogin(workspace, address, password);
    }

    private static Outcome<LoggedIn> tryLogin(Workspace at, EmailAddress address, String password) {
        try (var shown = secret(password)) {
            return at.logins().open(address, shown, DEVICE, Face.AGENT_VAULT);
        }
    }

    private Sessions.Issued session(Caller caller, Id vault) {
        var shares = List.of(new Session.Share(vault, VaultRole.PROXY));
        var egress = new Session.Egress(UnmatchedHosts.DENY, List.of());
        return done(workspace.sessions().create(caller, shares, egress, "", Until.forever()));
    }

    private static Optional<String> text(Optional<Secret> shown) {
        return shown.map(secret -> {
            try (secret) {
                return Office.text(secret);
            }
        });
    }
}
