package agentvault.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The one authenticated encryption of this product: AES-256-GCM under a key derived for each message, with a
/// commitment to the key that is checked before anything is decrypted.
///
/// Layout: `A` `V`, suite, 24 bytes of salt, 32 bytes of commitment, ciphertext, 16 bytes of tag. The message key and
/// the commitment are the halves of one block of HKDF-Expand (SHA-512) over the key and the salt. A salt of 192 random
/// bits never repeats, so the number of messages under one key needs no counting and the nonce may stay zero.
public final class Envelope {

    public static final int KEY_BYTES = 32;
    public static final int OVERHEAD = 3 + 24 + 32 + 16;

    private static final byte[] MAGIC = {'A', 'V', 1};
    private static final int SALT = 24;
    private static final int COMMITMENT = 32;
    private static final int HEAD = 3 + SALT + COMMITMENT;
    private static final byte[] NONCE = new byte[12];
    private static final int TAG_BITS = 128;
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(() -> {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM", e);
        }
    });

    private static final ThreadLocal<Mac> MACS = ThreadLocal.withInitial(() -> {
        try {
            return Mac.getInstance("HmacSHA512");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC of SHA-512", e);
        }
    });

    private Envelope() {}

    /// Encrypts; `place` is authenticated with it, so that the result opens with the same key at the same place alone.
    public static Octets seal(Secret key, byte[] place, Secret plaintext, Randomness random) {
        byte[] salt = random.bytes(SALT);
        byte[] out = new byte[HEAD + plaintext.length() + TAG_BITS / 8];
        System.arraycopy(MAGIC, 0, out, 0, MAGIC.length);
        System.arraycopy(salt, 0, out, MAGIC.length, SALT);
        key.reveal(bytes -> derive(bytes, salt, (messageKey, commitment) -> {
            System.arraycopy(commitment, 0, out, MAGIC.length + SALT, COMMITMENT);
            return plaintext.reveal(clear -> {
                try {
                    var cipher = cipher(Cipher.ENCRYPT_MODE, messageKey, place, out);
                    return cipher.doFinal(clear, 0, clear.length, out, HEAD);
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("sealing failed", e);
                }
            });
        }));
        return Octets.of(out);
    }

    /// Decrypts; empty if this key does not open these bytes at this place, whatever the cause.
    public static Optional<Secret> open(Secret key, byte[] place, Octets sealed) {
        return use(key, place, sealed, clear -> Secret.take(clear.clone()));
    }

    /// Decrypts for one use: the bytes that `use` sees are overwritten when it returns.
    public static <R> Optional<R> use(Secret key, byte[] place, Octets sealed, Function<byte[], R> use) {
        return key.reveal(bytes -> use(bytes, place, sealed, use));
    }

    /// Derives the key of one message with a key that another envelope lends for the moment. Empty if it is not the key
    /// that the message was sealed with.
    public static Optional<Unlocked> unlock(byte[] key, byte[] place, Octets sealed) {
        return withMessageKey(
                key, sealed.lent(), messageKey -> new Unlocked(Secret.take(messageKey.clone()), place.clone(), sealed));
    }

    /// A message whose own key is known: it is opened again and again without the key that it was sealed with.
    public static final class Unlocked {

        private final Secret messageKey;
        private final byte[] place;
        private final Octets sealed;

        private Unlocked(Secret messageKey, byte[] place, Octets sealed) {
            this.messageKey = messageKey;
            this.place = place;
            this.sealed = sealed;
        }

        /// Decrypts for one use: the bytes that `use` sees are overwritten when it returns. Empty if the message is not
        /// what was sealed at its place.
        public <R> Optional<R> use(Function<byte[], R> use) {
            return messageKey.reveal(bytes -> decrypt(bytes, place, sealed.lent(), use));
        }
    }

    private static <R> Optional<R> use(byte[] key, byte[] place, Octets sealed, Function<byte[], R> use) {
        byte[] in = sealed.lent();
        return withMessageKey(key, in, messageKey -> decrypt(messageKey, place, in, use))
                .flatMap(Function.identity());
    }

    /// Lends the message's own key if the other one is what the message was sealed with.
    private static <R> Optional<R> withMessageKey(byte[] key, byte[] in, Function<byte[], R> use) {
        if (in.length < OVERHEAD || !Arrays.equals(in, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        byte[] salt = Arrays.copyOfRange(in, MAGIC.length, MAGIC.length + SALT);
        return derive(key, salt, (messageKey, commitment) -> {
            byte[] committed = Arrays.copyOfRange(in, MAGIC.length + SALT, HEAD);
            return MessageDigest.isEqual(commitment, committed) ? Optional.of(use.apply(messageKey)) : Optional.empty();
        });
    }

    private static <R> Optional<R> decrypt(byte[] messageKey, byte[] place, byte[] in, Function<byte[], R> use) {
        byte[] clear = new byte[in.length - OVERHEAD];
        try {
            cipher(Cipher.DECRYPT_MODE, messageKey, place, in).doFinal(in, HEAD, in.length - HEAD, clear, 0);
            return Optional.of(use.apply(clear));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening failed", e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /// The head is authenticated too: a suite or salt that was changed never gets as far as the ciphertext.
    private static Cipher cipher(int mode, byte[] messageKey, byte[] place, byte[] head)
            throws GeneralSecurityException {
        var cipher = CIPHERS.get();
        cipher.init(mode, new SecretKeySpec(messageKey, "AES"), new GCMParameterSpec(TAG_BITS, NONCE));
        cipher.updateAAD(head, 0, HEAD);
        cipher.updateAAD(place);
        return cipher;
    }

    @FunctionalInterface
    private interface Derived<R> {
        R with(byte[] messageKey, byte[] commitment);
    }

    /// HKDF-Expand of RFC 5869 with info = salt; the input key is uniformly random, so there is nothing to extract.
    private static <R> R derive(byte[] key, byte[] salt, Derived<R> use) {
        if (key.length != KEY_BYTES) throw new IllegalArgumentException("a key has 32 bytes");
        byte[] block = new byte[0];
        byte[] messageKey = new byte[0];
        try {
            var mac = MACS.get();
            mac.init(new SecretKeySpec(key, "HmacSHA512"));
            mac.update(salt);
            mac.update((byte) 1);
            block = mac.doFinal();
            messageKey = Arrays.copyOf(block, KEY_BYTES);
            return use.with(messageKey, Arrays.copyOfRange(block, KEY_BYTES, KEY_BYTES + COMMITMENT));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("deriving a message key failed", e);
        } finally {
            Arrays.fill(block, (byte) 0);
            Arrays.fill(messageKey, (byte) 0);
        }
    }
}
