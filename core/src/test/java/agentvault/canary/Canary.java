package agentvault.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Searches for secrets wherever they must not be, in every [Encoding]. All secrets of tests that want to be searched
/// for have the [#MARK] in them, so what one test wrote is found by another.
public final class Canary {

    /// Its middle has other characters in base64url than in base64, and in a form.
    public static final String MARK = "C4n4ryK7wqXe~~~Xz9dT2pLmVb";

    /// A secret that was found.
    ///
    /// @param place which file, text or object
    public record Sighting(String place, Encoding encoding, long offset) {}

    private static final class Trace {
        private final Encoding encoding;
        private final byte[] bytes;

        Trace(Encoding encoding, byte[] bytes) {
            this.encoding = encoding;
            this.bytes = bytes;
        }

        boolean standsIn(byte[] all, int at) {
            int end = Math.min(all.length, at + bytes.length);
            return Arrays.equals(all, at, end, bytes, 0, bytes.length);
        }
    }

    private static final int FIRST_TWO = 1 << 16;

    private final List<List<Trace>> byFirstTwo = new ArrayList<>();

    private Canary() {
        for (int i = 0; i < FIRST_TWO; i++) byFirstTwo.add(List.of());
    }

    /// Knows the mark, and so every marked secret.
    public static Canary ofMark() {
        return new Canary().and(MARK.getBytes(UTF_8));
    }

    /// A text with the mark in it, to be used as a secret.
    public static String marked(String name) {
        return name + "-" + MARK + "-" + name;
    }

    /// Knows another secret too: a key or a token, which cannot have a mark in it.
    public Canary and(byte[] secret) {
        for (var encoding : Encoding.values()) {
            for (byte[] trace : encoding.traces(secret)) {
                var known = new ArrayList<>(byFirstTwo.get(firstTwo(trace, 0)));
                known.add(new Trace(encoding, trace));
                byFirstTwo.set(firstTwo(trace, 0), known);
            }
        }
        return this;
    }

    public List<Sighting> inText(String place, String text) {
        return in(place, text.getBytes(UTF_8));
    }

    public List<Sighting> in(String place, byte[] bytes) {
        var found = new ArrayList<Sighting>();
        for (int i = 0; i + 1 < bytes.length; i++) {
            for (var trace : byFirstTwo.get(firstTwo(bytes, i))) {
                if (trace.standsIn(bytes, i)) found.add(new Sighting(place, trace.encoding, i));
            }
        }
        return found;
    }

    /// In the names and bytes of all files below a folder.
    public List<Sighting> inFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.flatMap(file -> inFile(file).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Sighting> inFile(Path file) {
        var found = new ArrayList<>(inText("the name of " + file.getParent(), String.valueOf(file.getFileName())));
        try {
            if (Files.isRegularFile(file)) found.addAll(in(file.toString(), Files.readAllBytes(file)));
        } catch (NoSuchFileException _) { // a server that runs takes its files away when it likes
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /// In what each object prints of itself, and each object of ours that it leads to.
    public List<Sighting> inObjects(Object... roots) {
        return Printed.of(roots).stream()
                .flatMap(printed -> inText(printed.type(), printed.text()).stream())
                .toList();
    }

    private static int firstTwo(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) << Byte.SIZE | Byte.toUnsignedInt(bytes[at + 1]);
    }
}
