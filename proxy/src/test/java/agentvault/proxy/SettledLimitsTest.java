package agentvault.proxy;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceSettings;
import agentvault.vault.RateLimit;
import agentvault.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much may be asked for, as vaults and the instance settle it.
class SettledLimitsTest {

    private final Semaphore underWay = new Semaphore(0);
    private Proxying proxying;

    @BeforeEach
    void open(@TempDir Path folder) {
        proxying = new Proxying(folder);
        proxying.serveBearer();
        proxying.recorder.converse((head, in, socket) -> {
            underWay.release();
            return in.read() < 0;
        });
    }

    @AfterEach
    void close() {
        assertThat(proxying.broken).isEmpty();
        proxying.close();
    }

    @Test
    void what_a_vault_settles_holds_at_the_next_request_and_never_beyond_the_instance() throws Exception {
        settle(1);
        try (var one = proxying.api();
                var two = proxying.api();
                var three = proxying.api()) {
            ask(one);
            assertThat(underWay.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            assertRefused(two);

            settle(9);
            settleInstance(Map.of("proxy.in_flight", 2L));
            ask(two);
            assertThat(underWay.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            assertRefused(three);
        }
    }

    @Test
    void who_asks_too_fast_is_told_to_wait_and_that_is_logged_for_the_vault() throws Exception {
        proxying.recorder.answer(_ -> Recorder.OK);
        settleInstance(Map.of("proxy.rate", 1L, "proxy.burst", 1L));
        try (var wire = proxying.api()) {
            var answer = ask(wire).response();
            while (answer.startsWith("HTTP/1.1 200 ")) answer = ask(wire).response();

            assertThat(answer)
                    .startsWith("HTTP/1.1 429 ")
                    .contains("Retry-After: 1")
                    .contains("Proxy rate limit exceeded for this scope")
                    .contains("\"error\":\"too_many_requests\"", "\"code\":\"too_many_requests\"");
        }
        var last = proxying.log.getLast();
        assertThat(last.outcome().code()).isEqualTo("too_many_requests");
        assertThat(last.by().vault()).isEqualTo(proxying.vault);
        assertThat(last.by().service()).isEqualTo("api");
        assertThat(last.by().actor()).isEqualTo(proxying.agent);
    }

    private Wire ask(Wire wire) throws IOException {
        return wire.send(
                "GET /proxy/" + proxying.to() + "/ HTTP/1.1",
                "Host: 127.0.0.1",
                "X-Vault: shop",
                "Authorization: Bearer " + proxying.token);
    }

    private void assertRefused(Wire wire) throws IOException {
        assertThat(ask(wire).response())
                .startsWith("HTTP/1.1 429 ")
                .contains("Retry-After: 1")
                .contains("\"error\":\"too_many_requests\"", "\"code\":\"too_many_in_flight\"");
    }

    private void settle(int inFlight) {
        var limits = new TreeMap<>(Map.of(RateLimit.Part.IN_FLIGHT, inFlight));
        done(proxying.office
                .workspace
                .vaults()
                .choose(
                        proxying.office.owner,
                        proxying.vault,
                        "limits",
                        before -> new Vault.Choices(before.unmatchedHosts(), limits)));
    }

    private void settleInstance(Map<String, Long> limits) {
        done(proxying.office
                .workspace
                .settings()
                .change(proxying.office.owner, new InstanceSettings.Values(true, List.of(), new TreeMap<>(limits))));
    }
}
