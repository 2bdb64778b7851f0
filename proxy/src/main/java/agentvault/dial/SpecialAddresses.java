package agentvault.dial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// The table of networks that are not the public internet, as `special-addresses.txt` has it with its sources.
final class SpecialAddresses {

    private static final String FILE = "special-addresses.txt";
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private record Line(Network network, AddressKind kind) {

        static Line of(String text) {
            var words = BLANKS.split(text, 3);
            return new Line(Network.of(words[0]), AddressKind.valueOf(words[1].toUpperCase(Locale.ROOT)));
        }
    }

    /// Metadata before all, then long prefixes before short ones: the first that holds an address says what it is.
    private static final List<Line> LINES = read().stream()
            .sorted(Comparator.<Line>comparingInt(line -> line.kind() == AddressKind.METADATA ? 0 : 1)
                    .thenComparingInt(line -> -line.network().prefix()))
            .toList();

    private SpecialAddresses() {}

    static AddressKind kind(IpAddress address) {
        var kind = LINES.stream()
                .filter(line -> line.network().contains(address))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the table covers every address"))
                .kind();
        return kind == AddressKind.PUBLIC && address.isatap() ? AddressKind.TRANSLATED : kind;
    }

    private static List<Line> read() {
        try (var in = Objects.requireNonNull(SpecialAddresses.class.getResourceAsStream(FILE), FILE);
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Line::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
