package agentvault.backup;

import agentvault.crypto.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A backup whose every byte is as it was written. Whether somebody wrote it who could open the vault is for the keys
/// to
/// say, when it is restored.
public final class Backup implements AutoCloseable {

    private static final int LONGEST_MANIFEST = 16 << 20;
    private static final int CHUNK = 1 << 16;

    private final ZipFile archive;
    private final Manifest manifest;

    private Backup(ZipFile archive, Manifest manifest) {
        this.archive = archive;
        this.manifest = manifest;
    }

    /// What came of opening a file.
    public sealed interface Opening {
        record Opened(Backup backup) implements Opening {}

        /// @param sentence says what is wrong
        record Refused(String sentence) implements Opening {}
    }

    public static Opening open(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!Seal.holds(channel)) {
                return new Opening.Refused("The backup " + file
                        + " is not as it was written: it was cut off or changed, or it is no backup.");
            }
        } catch (IOException e) {
            return new Opening.Refused("The backup " + file + " cannot be read: " + e.getMessage() + ".");
        }
        return opened(file);
    }

    private static Opening opened(Path file) {
        try {
            var archive = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
            var manifest = manifest(archive);
            if (manifest.isPresent()) return new Opening.Opened(new Backup(archive, manifest.get()));
            archive.close();
            return new Opening.Refused("The backup " + file + " has no manifest that this version understands.");
        } catch (ZipException _) {
            return new Opening.Refused("The backup " + file + " is no archive.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Manifest> manifest(ZipFile archive) throws IOException {
        var entry = archive.getEntry(BackupWriter.MANIFEST);
        if (entry == null) return Optional.empty();
        try (var in = archive.getInputStream(entry)) {
            return Manifest.read(new String(in.readNBytes(LONGEST_MANIFEST), StandardCharsets.UTF_8));
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    /// Puts all parts into an empty folder, each readable by its owner alone, and compares their checksums.
    public void extract(Path folder) {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            Files.createDirectory(folder.resolve(Manifest.TRAIL), mode);
            for (var part : manifest.parts()) extract(part, folder.resolve(part.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void extract(Manifest.Part part, Path target) throws IOException {
        var entry = archive.getEntry(part.name());
        if (entry == null) throw new IOException("the backup lacks " + part.name());
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var in = archive.getInputStream(entry);
                var channel = FileChannel.open(target, options, mode)) {
            var sum = copied(in, Channels.newOutputStream(channel), part.size());
            if (!sum.equals(part.sha256())) throw new IOException(part.name() + " in the backup has another checksum");
            channel.force(true);
        }
    }

    private static String copied(InputStream in, OutputStream out, long size) throws IOException {
        var digest = Hash.sha256();
        byte[] chunk = new byte[CHUNK];
        long left = size;
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            left -= read;
            if (left < 0) throw new IOException("a part of the backup is longer than its manifest says");
            digest.update(chunk, 0, read);
            out.write(chunk, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        try {
            archive.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
