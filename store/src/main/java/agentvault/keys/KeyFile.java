package agentvault.keys;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;

import agentvault.crypto.Envelope;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A file of 32 random bytes that only its owner can read, kept outside the data directory.
public final class KeyFile implements KeyProvider, AutoCloseable {

    private static final byte FORMAT = 'F';
    private static final Set<PosixFilePermission> OWNERS =
            Set.of(OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Secret key;
    private final Randomness random;

    private KeyFile(Secret key, Randomness random) {
        this.key = key;
        this.random = random;
    }

    /// What came of reading a key file.
    public sealed interface Reading {
        record Ready(KeyFile file) implements Reading {}

        /// @param sentence says what is wrong and what to do
        record Refused(String sentence) implements Reading {}
    }

    /// Makes a new key file, mode 0400. An existing file is never overwritten.
    public static Reading create(Path path, Randomness random) {
        try (var secret = random.secret(Envelope.KEY_BYTES)) {
            var mode = PosixFilePermissions.asFileAttribute(Set.of(OWNER_READ));
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (var channel = FileChannel.open(path, options, mode)) {
                write(channel, secret);
                channel.force(true);
            }
            return open(path, random);
        } catch (UncheckedIOException e) {
            return new Reading.Refused("The key file " + path + " cannot be written: " + reason(e) + ".");
        } catch (IOException e) {
            return new Reading.Refused("The key file " + path + " cannot be made: " + reason(e) + ".");
        }
    }

    /// Reads a key file of this user that nobody else can read.
    public static Reading open(Path path, Randomness random) {
        try {
            var attributes = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) return new Reading.Refused(path + " is no regular file.");
            if (!OWNERS.containsAll(attributes.permissions())) {
                return new Reading.Refused("Others can read the key file " + path + ". Run: chmod 0400 " + path);
            }
            if (attributes.size() != Envelope.KEY_BYTES) {
                return new Reading.Refused(path + " is no key file: it has not 32 bytes.");
            }
            return new Reading.Ready(new KeyFile(Secret.take(Files.readAllBytes(path)), random));
        } catch (IOException e) {
            return new Reading.Refused("The key file " + path + " cannot be read: " + reason(e) + ".");
        }
    }

    @Override
    public String kind() {
        return "key file";
    }

    @Override
    public Octets wrap(byte[] place, Secret root) {
        byte[] envelope = Envelope.seal(key, place, root, random).bytes();
        return Octets.of(ByteBuffer.allocate(1 + envelope.length)
                .put(FORMAT)
                .put(envelope)
                .array());
    }

    @Override
    public Optional<Secret> unwrap(byte[] place, Octets wrapped) {
        var in = ByteBuffer.wrap(wrapped.bytes());
        if (!in.hasRemaining() || in.get() != FORMAT) return Optional.empty();
        byte[] envelope = new byte[in.remaining()];
        in.get(envelope);
        return Envelope.open(key, place, Octets.of(envelope));
    }

    @Override
    public void close() {
        key.close();
    }

    private static void write(FileChannel channel, Secret secret) {
        secret.reveal(bytes -> {
            var buffer = ByteBuffer.wrap(bytes);
            try {
                while (buffer.hasRemaining()) channel.write(buffer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.length;
        });
    }

    private static String reason(Exception e) {
        var message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
    }
}
