package agentvault.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.ApiServer.Told;
import agentvault.control.CloudServer;
import agentvault.control.WatchedStore;
import agentvault.workspace.Idempotency;
import agentvault.workspace.StoreUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests with an idempotency key that are lost or late. A request writes three times: it takes the key, it is
/// carried out, and what it made is remembered.
class OnceTest {

    private static final String VAULTS = CloudServer.QODER + "/vaults";
    private static final int CARRIED_OUT = 2;
    private static final int REMEMBERED = 3;

    @TempDir
    private Path root;

    private final AtomicInteger writes = new AtomicInteger();
    private volatile Runnable beforeWrite = () -> {};
    private CloudServer cloud;
    private ApiServer server;

    @BeforeEach
    void start() {
        cloud = CloudServer.start(
                root,
                ApiServer.Options.USUAL.around(store -> new WatchedStore(store, () -> {}, () -> beforeWrite.run())));
        server = cloud.server;
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    /// From now on the so-many-th write has this happen before it, once.
    private void before(int write, Runnable happening) {
        writes.set(0);
        beforeWrite = () -> {
            if (writes.incrementAndGet() == write) happening.run();
        };
    }

    private Told create() {
        return server.send(Ask.of("POST", VAULTS)
                .as(cloud.key)
                .json("{'display_name':'Once'}")
                .header("Idempotency-Key", "5f1c"));
    }

    private int made() {
        return cloud.get(VAULTS + "?name=once").is(200).json().get("data").size();
    }

    private static void lose() {
        throw new StoreUnavailable("gone");
    }

    @Test
    void a_request_that_was_lost_is_carried_out_by_a_retry_after_ten_minutes() {
        before(CARRIED_OUT, OnceTest::lose);
        create().refused(503, "store_unavailable");
        create().refused(409, "idempotency_conflict");
        server.pass(Idempotency.HELD.minusSeconds(1));
        create().refused(409, "idempotency_conflict");
        assertThat(made()).isZero();

        server.pass(Duration.ofSeconds(1));
        var retry = create().is(201);

        server.pass(Idempotency.HELD);
        assertThat(create().is(201).json()).isEqualTo(retry.json());
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void a_request_that_ends_after_a_retry_took_its_key_over_leaves_the_retrys_answer() throws Exception {
        var late = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        before(REMEMBERED, () -> {
            late.countDown();
            awaited(goOn);
        });
        var slow = CompletableFuture.supplyAsync(this::create);
        awaited(late);
        create().refused(409, "idempotency_conflict");
        server.pass(Idempotency.HELD);

        var retry = create().is(201);
        goOn.countDown();
        var told = slow.get(20, TimeUnit.SECONDS).is(201);

        assertThat(told.at("/id")).isNotEqualTo(retry.at("/id"));
        assertThat(create().is(201).json()).isEqualTo(retry.json());
        assertThat(made()).isEqualTo(2);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
