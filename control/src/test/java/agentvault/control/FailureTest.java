package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer.Ask;
import agentvault.trail.TrailUnavailable;
import agentvault.workspace.Finding;
import agentvault.workspace.IntegrityBroken;
import agentvault.workspace.StoreConflict;
import agentvault.workspace.StoreUnavailable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What whoever asks is told when the server itself is in trouble.
class FailureTest {

    private static final String DETAIL = "jdbc:secret-detail";

    @TempDir
    private Path root;

    private final AtomicReference<Optional<RuntimeException>> trouble = new AtomicReference<>(Optional.empty());
    private ApiServer server;
    private String owner = "";

    private void check() {
        trouble.get().ifPresent(failure -> {
            throw failure;
        });
    }

    @BeforeEach
    void start() {
        server = ApiServer.start(
                root, ApiServer.Options.USUAL.around(store -> new WatchedStore(store, this::check, this::check)));
        owner = server.owner();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ApiServer.Told during(RuntimeException failure) {
        trouble.set(Optional.of(failure));
        try {
            return server.send(Ask.of("POST", "/v1/vaults").as(owner).json("{'name':'some-vault'}"));
        } finally {
            trouble.set(Optional.empty());
        }
    }

    @Test
    void a_database_that_does_not_answer_is_503_and_never_403() {
        var told = during(new StoreUnavailable(DETAIL)).refused(503, "store_unavailable");

        assertThat(told.body()).doesNotContain(DETAIL);
        trouble.set(Optional.of(new StoreUnavailable(DETAIL)));
        assertThat(server.send(Ask.of("GET", "/health")).is(503).body())
                .isEqualTo("{\"status\":\"unhealthy\",\"error\":\"database unreachable\"}");
        assertThat(server.failures).isEmpty();
    }

    @Test
    void stored_data_that_is_not_what_was_written_is_503_and_tells_nothing_of_it() {
        var told = during(new IntegrityBroken(List.of(new Finding(DETAIL, DETAIL))))
                .refused(503, "integrity_error");

        assertThat(told.body()).doesNotContain(DETAIL);
    }

    @Test
    void a_trail_that_cannot_be_written_is_503() {
        assertThat(during(new TrailUnavailable(DETAIL))
                        .refused(503, "trail_unavailable")
                        .body())
                .doesNotContain(DETAIL);
    }

    @Test
    void somebody_who_was_first_is_409() {
        during(new StoreConflict(StoreConflict.Unique.VAULT_SLUG)).refused(409, "conflict");
    }

    @Test
    void a_failure_that_nobody_foresaw_is_told_to_the_server_and_to_nobody_else() {
        trouble.set(Optional.of(new IllegalStateException(DETAIL)));

        var told = server.sendAnything(Ask.of("POST", "/v1/vaults").as(owner).json("{'name':'some-vault'}"));

        told.refused(500, "internal");
        assertThat(told.body())
                .doesNotContain(DETAIL)
                .contains(told.header("X-Request-Id").orElse("none"));
        assertThat(server.failures).hasSize(1);
    }
}
