package agentvault.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void taking_wipes_the_callers_array() {
        byte[] bytes = "s3cret".getBytes(StandardCharsets.UTF_8);
        char[] typed = "pässwort".toCharArray();

        try (var secret = Secret.take(bytes);
                var password = Secret.take(typed)) {
            assertThat(bytes).containsOnly(0);
            assertThat(typed).containsOnly('\0');
            assertThat(secret.length()).isEqualTo(6);
            assertThat(password.length()).isEqualTo(9);
        }
    }

    @Test
    void the_revealed_copy_is_wiped_when_the_use_returns() {
        var leaked = new AtomicReference<>(new byte[0]);
        try (var secret = Secret.take("s3cret".getBytes(StandardCharsets.UTF_8))) {
            String seen = secret.reveal(bytes -> {
                leaked.set(bytes);
                return new String(bytes, StandardCharsets.UTF_8);
            });

            assertThat(seen).isEqualTo("s3cret");
            assertThat(leaked.get()).hasSize(6).containsOnly(0);
        }
    }

    @Test
    void counts_characters_and_not_bytes() {
        for (var text : new String[] {"", "password", "пароль", "漢字", "😀"}) {
            try (var secret = Secret.take(text.toCharArray())) {
                assertThat(secret.characters()).isEqualTo(text.codePointCount(0, text.length()));
            }
        }
    }

    @Test
    void never_prints_its_bytes() {
        try (var secret = Secret.take("s3cret".getBytes(StandardCharsets.UTF_8))) {
            assertThat(secret).hasToString("Secret[redacted]");
        }
    }

    @Test
    void a_closed_secret_cannot_be_read() {
        var secret = Secret.take(new byte[] {1});
        secret.close();
        secret.close();

        assertThat(secret.closed()).isTrue();
        assertThatThrownBy(() -> secret.reveal(bytes -> bytes.length)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void copies_are_equal_and_independent() {
        try (var secret = Secret.take(new byte[] {1, 2});
                var other = Secret.take(new byte[] {1, 3})) {
            var copy = secret.copy();
            assertThat(copy.sameAs(secret)).isTrue();
            assertThat(other.sameAs(secret)).isFalse();
            copy.close();
            assertThat(secret.<Integer>reveal(bytes -> bytes.length)).isEqualTo(2);
        }
    }

    @Test
    void whoever_reads_while_it_is_closed_gets_all_or_nothing() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            byte[] ones = new byte[4_096];
            Arrays.fill(ones, (byte) 1);
            var secret = Secret.take(ones);
            var reading = new CountDownLatch(1);
            var seen = new AtomicReference<>(Optional.<Throwable>empty());
            var reader = Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        secret.reveal(bytes -> assertThat(bytes).containsOnly(1));
                        reading.countDown();
                    }
                } catch (Throwable e) {
                    seen.set(Optional.of(e));
                }
            });
            reading.await();
            secret.close();
            reader.join();

            assertThat(seen.get()).containsInstanceOf(IllegalStateException.class);
        }
    }
}
