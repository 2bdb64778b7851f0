package agentvault.store;

import static agentvault.workspace.Examples.id;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.traffic.CredentialUse;
import agentvault.traffic.CredentialUse.Said;
import agentvault.traffic.CredentialUses;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CredentialUsesTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Id PAYMENTS = id(1);
    private static final Id MAIL = id(2);
    private static final Id CREDENTIAL = id(3);

    enum Kind {
        SQLITE(Database.SQLITE),
        POSTGRES(Database.POSTGRES);

        private final Database database;

        Kind(Database database) {
            this.database = database;
        }

        void use(Consumer<CredentialUses> work) {
            try (var fresh = database.fresh()) {
                work.accept(((SqlStore) fresh.store()).credentialUses());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_last_use_of_each_credential_is_kept_by_its_vault(Kind kind) {
        kind.use(uses -> {
            var other = new CredentialUse(PAYMENTS, id(4), 1, NOON, Said.YES);
            uses.keep(List.of(use(0, 1, Said.YES), other));
            uses.keep(List.of(use(5, 1, Said.UNAUTHORIZED)));
            uses.keep(List.of());

            assertThat(uses.of(PAYMENTS))
                    .containsOnlyKeys(CREDENTIAL, id(4))
                    .containsEntry(CREDENTIAL, use(5, 1, Said.UNAUTHORIZED))
                    .containsEntry(id(4), other);
            assertThat(uses.of(MAIL)).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void what_another_server_knows_of_a_later_use_stays(Kind kind) {
        kind.use(uses -> {
            uses.keep(List.of(use(5, 1, Said.FORBIDDEN)));
            uses.keep(List.of(use(4, 1, Said.YES)));

            assertThat(uses.of(PAYMENTS)).containsEntry(CREDENTIAL, use(5, 1, Said.FORBIDDEN));
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_use_without_a_word_about_the_credential_keeps_what_was_said_before(Kind kind) {
        kind.use(uses -> {
            uses.keep(List.of(use(0, 1, Said.UNAUTHORIZED)));
            uses.keep(List.of(use(9, 2, Said.NOTHING)));

            assertThat(uses.of(PAYMENTS)).containsEntry(CREDENTIAL, use(9, 1, Said.UNAUTHORIZED));
        });
    }

    @ParameterizedTest
    @EnumSource
    void what_is_deleted_is_forgotten(Kind kind) {
        kind.use(uses -> {
            uses.keep(List.of(use(0, 1, Said.YES)));
            uses.forgetDeleted();

            assertThat(uses.of(PAYMENTS)).isEmpty();
        });
    }

    private static CredentialUse use(int seconds, int version, Said said) {
        return new CredentialUse(PAYMENTS, CREDENTIAL, version, NOON.plusSeconds(seconds), said);
    }
}
