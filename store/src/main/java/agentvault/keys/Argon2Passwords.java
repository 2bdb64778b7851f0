package agentvault.keys;

import agentvault.access.PasswordHashing;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.keys.Argon2.Cost;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The passwords of users, hashed with Argon2id. Salt and cost stand beside the hash, so that the cost can rise later.
/// Two run at once at most, so that a flood of logins takes no more memory than two do.
public final class Argon2Passwords implements PasswordHashing {

    private static final byte FORMAT = 'U';
    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// 64 MiB and 3 passes on one lane, since two run beside each other.
    private static final Cost COST = new Cost(1 << 16, 3, 1);

    private final Randomness random;
    private final Duration patience;
    private final Semaphore free = new Semaphore(AT_ONCE, true);

    public Argon2Passwords(Randomness random) {
        this(random, PATIENCE);
    }

    Argon2Passwords(Randomness random, Duration patience) {
        this.random = random;
        this.patience = patience;
    }

    @Override
    public Hashed hash(Secret password) {
        return inTurn(() -> new Hashed.Done(encoded(password)), new Hashed.Busy());
    }

    @Override
    public Answer compare(Secret password, Secret encoded) {
        return inTurn(() -> same(password, encoded) ? Answer.SAME : Answer.DIFFERENT, Answer.BUSY);
    }

    @Override
    public Answer pretend(Secret password) {
        return inTurn(
                () -> {
                    Argon2.stretch(password, random.bytes(Argon2.SALT_BYTES), COST)
                            .close();
                    return Answer.DIFFERENT;
                },
                Answer.BUSY);
    }

    private Secret encoded(Secret password) {
        byte[] salt = random.bytes(Argon2.SALT_BYTES);
        try (var hash = Argon2.stretch(password, salt, COST)) {
            return hash.reveal(bytes -> {
                var out = ByteBuffer.allocate(1 + Cost.BYTES + Argon2.SALT_BYTES + bytes.length)
                        .put(FORMAT);
                COST.writeTo(out);
                return Secret.take(out.put(salt).put(bytes).array());
            });
        }
    }

    private static boolean same(Secret password, Secret encoded) {
        return encoded.reveal(bytes -> {
            try {
                var in = ByteBuffer.wrap(bytes);
                if (in.get() != FORMAT) return false;
                var cost = Cost.readFrom(in);
                if (!cost.bearable()) return false;
                byte[] salt = new byte[Argon2.SALT_BYTES];
                in.get(salt);
                byte[] expected = new byte[in.remaining()];
                in.get(expected);
                try (var known = Secret.take(expected);
                        var hash = Argon2.stretch(password, salt, cost)) {
                    return hash.sameAs(known);
                }
            } catch (BufferUnderflowException e) {
                return false;
            }
        });
    }

    private <T> T inTurn(Supplier<T> work, T busy) {
        try {
            if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) return busy;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return busy;
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }
}
