package agentvault.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import agentvault.json.HiddenText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a text leaves behind where it is written down: as it is, and in the encodings that it could be hidden in.
final class Traces {

    static final String ENCODINGS = "as it is, in UTF-16, Base64 and hexadecimal";

    private static final int BITS_OF_A_LETTER = 6;

    private final List<String> traces;

    /// @param files how many there were, and how many bytes in them
    /// @param found the first file that has a trace
    record Search(int files, long bytes, Optional<Path> found) {}

    private Traces(List<String> traces) {
        this.traces = traces;
    }

    static Traces of(HiddenText text) {
        return text.reveal(plain -> {
            byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
            var hexadecimal = HexFormat.of().formatHex(bytes);
            var all = Stream.of(
                    plain,
                    // without the last zero it is found in either order of bytes
                    new String(plain.getBytes(UTF_16LE), 0, 2 * plain.length() - 1, ISO_8859_1),
                    hexadecimal,
                    hexadecimal.toUpperCase(Locale.ROOT));
            return new Traces(Stream.concat(all, base64(bytes)).toList());
        });
    }

    /// What stands before it in a longer text decides which letters three of its bytes become.
    private static Stream<String> base64(byte[] bytes) {
        return IntStream.range(0, 3).boxed().flatMap(before -> {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            int from = before == 0 ? 0 : before + 1;
            int to = shifted.length * Byte.SIZE / BITS_OF_A_LETTER;
            return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                    .map(encoder -> encoder.encodeToString(shifted).substring(from, to));
        });
    }

    boolean in(String bytes) {
        return traces.stream().anyMatch(bytes::contains);
    }

    /// Looks through all files below a folder.
    Search below(Path folder) {
        try (var files = Files.walk(folder)) {
            int count = 0;
            long size = 0;
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var bytes = Files.readString(file, ISO_8859_1);
                if (in(bytes)) return new Search(count, size, Optional.of(file));
                count++;
                size += bytes.length();
            }
            return new Search(count, size, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
