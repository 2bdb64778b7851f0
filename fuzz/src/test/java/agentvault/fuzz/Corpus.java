package agentvault.fuzz;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The targets by name, and the seeds of each: inputs that lead the fuzzer into the parser, and all it ever found.
final class Corpus {

    static final Map<String, Consumer<byte[]>> TARGETS = new TreeMap<>(Map.ofEntries(
            entry("AuthorityFuzz", AuthorityFuzz::fuzzerTestOneInput),
            entry("ChunkFuzz", ChunkFuzz::fuzzerTestOneInput),
            entry("EnvelopeFuzz", EnvelopeFuzz::fuzzerTestOneInput),
            entry("FirstEventFuzz", FirstEventFuzz::fuzzerTestOneInput),
            entry("HeadFuzz", HeadFuzz::fuzzerTestOneInput),
            entry("HostFuzz", HostFuzz::fuzzerTestOneInput),
            entry("MatcherFuzz", MatcherFuzz::fuzzerTestOneInput),
            entry("MessageUrlFuzz", MessageUrlFuzz::fuzzerTestOneInput),
            entry("PathFuzz", PathFuzz::fuzzerTestOneInput),
            entry("PlaceholderFuzz", PlaceholderFuzz::fuzzerTestOneInput),
            entry("ResponseHeadFuzz", ResponseHeadFuzz::fuzzerTestOneInput),
            entry("ScannerFuzz", ScannerFuzz::fuzzerTestOneInput),
            entry("ServerUrlFuzz", ServerUrlFuzz::fuzzerTestOneInput),
            entry("TrailFuzz", TrailFuzz::fuzzerTestOneInput),
            entry("TrailerFuzz", TrailerFuzz::fuzzerTestOneInput)));

    private static final Path SEEDS = Path.of("src/test/resources/corpus");

    private Corpus() {}

    static Path folder(String target) {
        return SEEDS.resolve(target);
    }

    static List<Path> seeds(String target) {
        try (var files = Files.list(folder(target))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
