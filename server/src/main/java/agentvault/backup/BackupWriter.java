package agentvault.backup;

import agentvault.backup.Manifest.Part;
import agentvault.crypto.Hash;
import java.io.FilterOutputStream;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a backup of a data directory. The trail may grow meanwhile: it is taken as far as it reaches when its turn
/// comes, which is after the database, so it knows everything that the database knows.
///
/// @param data the directory
/// @param database a copy of its database as of one moment
public record BackupWriter(Path data, Path database, String version, Instant now) {

    static final String MANIFEST = "manifest.json";

    private static final String SEGMENT = ".segment";
    private static final String UNFINISHED = ".unfinished";
    private static final int CHUNK = 1 << 16;

    /// Makes the file, readable by its owner alone; it must not exist.
    public Manifest write(Path file) {
        var unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            Files.deleteIfExists(unfinished);
            var manifest = written(unfinished);
            Files.move(unfinished, file);
            return manifest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(unfinished);
        }
    }

    private Manifest written(Path file) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(file, options, mode)) {
            var manifest = archived(new Kept(Channels.newOutputStream(channel)));
            Seal.put(channel);
            return manifest;
        }
    }

    private Manifest archived(OutputStream out) throws IOException {
        try (var archive = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            archive.setLevel(Deflater.BEST_SPEED);
            archive.setComment(Seal.ROOM);
            var parts = new ArrayList<Part>();
            parts.add(add(archive, Manifest.DATABASE, database));
            parts.add(add(archive, Manifest.INSTANCE, data.resolve(Manifest.INSTANCE)));
            for (var segment : segments()) parts.add(add(archive, Manifest.TRAIL + segment.getFileName(), segment));
            var manifest = new Manifest(version, now, parts);
            archive.putNextEntry(new ZipEntry(MANIFEST));
            archive.write(manifest.written().shown().getBytes(StandardCharsets.UTF_8));
            archive.closeEntry();
            return manifest;
        }
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(data.resolve("trail"))) {
            return files.filter(file -> file.toString().endsWith(SEGMENT))
                    .sorted()
                    .toList();
        }
    }

    private static Part add(ZipOutputStream archive, String name, Path file) throws IOException {
        archive.putNextEntry(new ZipEntry(name));
        long size = Files.size(file);
        var digest = Hash.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (long left = size; left > 0; ) {
                int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
                if (read < 0) throw new IOException(file + " became shorter");
                digest.update(chunk, 0, read);
                archive.write(chunk, 0, read);
                left -= read;
            }
        }
        archive.closeEntry();
        return new Part(name, size, HexFormat.of().formatHex(digest.digest()));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Leaves the file open when the archive in it is closed: its seal comes after.
    private static final class Kept extends FilterOutputStream {
        Kept(OutputStream file) {
            super(file);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
