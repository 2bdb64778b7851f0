package agentvault.files;

import agentvault.trail.ByteSource;
import agentvault.trail.SegmentHeader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The segment files of one directory, in order.
record Segments(Path directory) {

    private static final Pattern NAME = Pattern.compile("\\d{10}\\.segment");

    List<Path> files() throws IOException {
        try (var all = Files.list(directory)) {
            return all.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /// Makes the file of a segment, with its header.
    Path create(SegmentHeader header) throws IOException {
        String name = "%010d.segment".formatted(header.number());
        var file = directory.resolve(name);
        if (Files.exists(file)) throw new IOException(file + " is there already");
        OwnerFiles.create(directory, name, header.bytes());
        return file;
    }

    static Optional<SegmentHeader> header(Path file) throws IOException {
        try (var input = new FileInputStream(file.toFile())) {
            return SegmentHeader.read(input.readNBytes(SegmentHeader.BYTES));
        }
    }

    static List<ByteSource> sources(List<Path> files) {
        return files.stream().map(Segments::source).toList();
    }

    static ByteSource source(Path file) {
        return new FileSource(file.getFileName().toString(), file);
    }

    /// A segment's file, open from the first byte read until it is closed.
    private static final class FileSource implements ByteSource {
        private final String name;
        private final Path file;
        private InputStream input = InputStream.nullInputStream();
        private boolean opened;

        private FileSource(String name, Path file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            try {
                if (!opened) input = new FileInputStream(file.toFile());
                opened = true;
                return input.readNBytes(into, from, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                input.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
