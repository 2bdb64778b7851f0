package agentvault.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LogTest {

    private static final Instant THEN = Instant.parse("2026-02-03T04:05:06.789Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void a_line_says_when_in_utc_how_bad_what_and_the_facts() {
        var event = Event.of(Level.INFO, "request").with("path", "/v1/vaults").with("status", 200);

        assertThat(written(Format.TEXT, event))
                .isEqualTo("2026-02-03T04:05:06.789Z info  request path=/v1/vaults status=200\n");
    }

    @Test
    void a_line_for_programs_is_one_json_object() {
        var event = Event.of(Level.WARN, "refused")
                .with("why", "say \"no\"")
                .with("ms", 1.25)
                .with("times", 3);

        var document = JsonMapper.shared().readTree(written(Format.JSON, event));

        assertThat(document.get("time").asString()).isEqualTo("2026-02-03T04:05:06.789Z");
        assertThat(document.get("level").asString()).isEqualTo("warn");
        assertThat(document.get("event").asString()).isEqualTo("refused");
        assertThat(document.get("why").asString()).isEqualTo("say \"no\"");
        assertThat(document.get("ms").asDouble()).isEqualTo(1.25);
        assertThat(document.get("times").asLong()).isEqualTo(3);
    }

    @Test
    void what_would_end_a_line_steer_a_terminal_or_hide_is_escaped() {
        var event = Event.of(Level.INFO, "request").with("path", "/a\n2026 info fake\u001b[2J\u202etxt");

        for (var format : Format.values()) {
            assertThat(written(format, event))
                    .hasLineCount(1)
                    .doesNotContain("\u001b", "\u202e")
                    .contains("{202e}");
        }
    }

    @Test
    void a_value_cannot_pretend_to_be_another_fact() {
        var event = Event.of(Level.INFO, "request").with("path", "/a\" status=\"200");

        assertThat(written(Format.TEXT, event)).endsWith("path=\"/a\\\" status=\\\"200\"\n");
    }

    @Test
    void a_failure_is_told_by_its_kind_and_never_by_its_message() {
        var failure = new IllegalStateException("the password is hunter2", new RuntimeException("hunter2"));

        assertThat(written(Format.TEXT, Event.of(Level.ERROR, "failed").with(failure)))
                .contains("exception=java.lang.IllegalStateException", "cause=java.lang.RuntimeException")
                .contains("LogTest.java:")
                .doesNotContain("hunter2");
    }

    @Test
    void what_is_below_the_level_is_not_written() {
        try (var log = Log.open(Level.WARN, Format.TEXT, () -> THEN, out)) {
            log.tell(Event.of(Level.INFO, "request"));
            log.tell(Event.of(Level.ERROR, "failed"));
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).hasLineCount(1).contains("failed");
    }

    @Test
    void nobody_waits_for_a_log_that_nobody_reads() {
        var never = new CountDownLatch(1);
        var blocked = new OutputStream() {
            @Override
            public void write(int b) {
                awaitForever(never);
            }
        };
        try (var log = Log.open(Level.INFO, Format.TEXT, () -> THEN, blocked)) {
            for (int n = 0; n < 10_000; n++) log.tell(Event.of(Level.INFO, "request"));

            assertThat(log.dropped()).isGreaterThan(5_000);
            never.countDown();
        }
    }

    private static void awaitForever(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String written(Format format, Event event) {
        out.reset();
        try (var log = Log.open(Level.DEBUG, format, () -> THEN, out)) {
            log.tell(event);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
