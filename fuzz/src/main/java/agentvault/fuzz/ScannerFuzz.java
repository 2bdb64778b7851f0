package agentvault.fuzz;

import agentvault.match.PlaceholderScanner;
import agentvault.match.PlaceholderScanner.Found;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Placeholders, one a line, then an empty line, then what is searched for them.
public final class ScannerFuzz {

    private static final Pattern PLACEHOLDER = Pattern.compile("[A-Za-z0-9_.~-]{1,64}");
    private static final int MOST = 20;

    private ScannerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String all = new String(input, StandardCharsets.ISO_8859_1);
        int gap = all.indexOf("\n\n");
        if (gap < 0) return;
        var placeholders = Arrays.stream(all.substring(0, gap).split("\n"))
                .filter(line -> PLACEHOLDER.matcher(line).matches())
                .distinct()
                .limit(MOST)
                .toList();
        String text = all.substring(gap + 2);
        var scanner = PlaceholderScanner.of(placeholders);
        var expected = slowly(placeholders, text);
        Invariant.same(scanner.scan(text), expected, "every occurrence in a text is found");
        Invariant.same(scanner.scan(input, gap + 2, input.length), moved(expected, gap + 2), "and in bytes");
    }

    private static List<Found> slowly(List<String> placeholders, String text) {
        return placeholders.stream()
                .flatMap(placeholder -> IntStream.range(0, text.length())
                        .filter(at -> text.startsWith(placeholder, at))
                        .mapToObj(at -> new Found(at, placeholder)))
                .sorted(Comparator.comparingInt(Found::position).thenComparing(Found::end, Comparator.reverseOrder()))
                .toList();
    }

    private static List<Found> moved(List<Found> found, int by) {
        return found.stream()
                .map(each -> new Found(each.position() + by, each.text()))
                .toList();
    }
}
