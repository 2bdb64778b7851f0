package agentvault.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.PasswordHashing.Answer;
import agentvault.access.PasswordHashing.Hashed;
import agentvault.crypto.Secret;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class Argon2PasswordsTest {

    private static final int HEAD = 1 + 3 * Integer.BYTES;

    private final Argon2Passwords passwords = new Argon2Passwords(new SystemRandomness());

    @Test
    void the_same_password_is_known_again_and_no_other() {
        try (var password = secret("correct horse");
                var other = secret("correct horsf");
                var encoded = hashed(password)) {
            assertThat(passwords.compare(password, encoded)).isEqualTo(Answer.SAME);
            assertThat(passwords.compare(other, encoded)).isEqualTo(Answer.DIFFERENT);
            assertThat(passwords.pretend(password)).isEqualTo(Answer.DIFFERENT);
        }
    }

    @Test
    void the_cost_stands_beside_the_hash_and_a_salt_is_used_once() {
        try (var password = secret("correct horse");
                var encoded = hashed(password);
                var again = hashed(password)) {
            var cost = encoded.reveal(bytes -> {
                var in = ByteBuffer.wrap(bytes, 1, 3 * Integer.BYTES);
                return in.getInt() + " KiB, " + in.getInt() + " passes, " + in.getInt() + " lanes";
            });
            assertThat(cost).isEqualTo("65536 KiB, 3 passes, 1 lanes");
            assertThat(encoded.sameAs(again)).isFalse();
        }
    }

    @Test
    void what_was_changed_or_would_exhaust_the_machine_fits_no_password() {
        try (var password = secret("correct horse");
                var encoded = hashed(password)) {
            for (byte[] bad : new byte[][] {
                new byte[0], new byte[HEAD], changed(encoded, 0, (byte) 0), changed(encoded, 1, (byte) 0x7f)
            }) {
                try (var broken = Secret.take(bad)) {
                    assertThat(passwords.compare(password, broken)).isEqualTo(Answer.DIFFERENT);
                }
            }
        }
    }

    @Test
    void a_flood_is_told_to_come_again() throws InterruptedException {
        var stopping = new CountDownLatch(1);
        var started = new CountDownLatch(2);
        var held = new Argon2Passwords(
                bytes -> {
                    started.countDown();
                    await(stopping);
                },
                Duration.ZERO);
        try (var password = secret("correct horse");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) threads.execute(() -> held.pretend(password));
            started.await();

            assertThat(held.hash(password)).isEqualTo(new Hashed.Busy());
            assertThat(held.compare(password, password)).isEqualTo(Answer.BUSY);
            assertThat(held.pretend(password)).isEqualTo(Answer.BUSY);
            stopping.countDown();
        }
    }

    private Secret hashed(Secret password) {
        return ((Hashed.Done) passwords.hash(password)).encoded();
    }

    private static byte[] changed(Secret encoded, int at, byte to) {
        return encoded.reveal(bytes -> {
            byte[] copy = bytes.clone();
            copy[at] = to;
            return copy;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Secret secret(String text) {
        return Secret.take(text.getBytes(UTF_8));
    }
}
