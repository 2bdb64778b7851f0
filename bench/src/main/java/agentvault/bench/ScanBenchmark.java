package agentvault.bench;

import agentvault.match.PlaceholderScanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Finding placeholders in 4 KiB of text in which one stands. Peer: `String.indexOf` for each of them in turn.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx2g", "--enable-native-access=ALL-UNNAMED"})
public class ScanBenchmark {

    private static final int LENGTH = 4_096;

    @Param({"1", "10", "100"})
    public int placeholders;

    private List<String> texts = List.of();
    private PlaceholderScanner scanner = PlaceholderScanner.of(List.of());
    private String text = "";
    private byte[] bytes = new byte[0];

    @Setup
    public void prepare() {
        texts = IntStream.range(0, placeholders)
                .mapToObj(number -> "__secret_" + number + "__")
                .toList();
        scanner = PlaceholderScanner.of(texts);
        var random = new Random(1);
        var some = new StringBuilder();
        while (some.length() < LENGTH) some.append((char) ('a' + random.nextInt(26)));
        text = some.replace(LENGTH / 2, LENGTH / 2 + 12, "__secret_0__").toString();
        bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (scanner() != 1 || indexOf() != 1) throw new IllegalStateException("what is measured does not find");
    }

    @Benchmark
    public int scanner() {
        return scanner.scan(bytes, 0, bytes.length).size();
    }

    @Benchmark
    public int indexOf() {
        var found = new ArrayList<PlaceholderScanner.Found>();
        for (var placeholder : texts) {
            for (int at = text.indexOf(placeholder); at >= 0; at = text.indexOf(placeholder, at + 1)) {
                found.add(new PlaceholderScanner.Found(at, placeholder));
            }
        }
        return found.size();
    }
}
