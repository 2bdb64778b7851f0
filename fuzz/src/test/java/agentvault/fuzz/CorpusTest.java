package agentvault.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Replays what the fuzzer starts from and what it found, without the fuzzer.
class CorpusTest {

    @TestFactory
    Stream<DynamicContainer> every_seed_holds() {
        return Corpus.TARGETS.entrySet().stream()
                .map(target -> DynamicContainer.dynamicContainer(
                        target.getKey(),
                        Corpus.seeds(target.getKey()).stream().map(seed -> replayed(seed, target.getValue()))));
    }

    /// Cheap neighbours of each seed: every truncation, and every byte replaced once.
    @TestFactory
    Stream<DynamicTest> every_seed_cut_short_or_with_one_byte_changed_holds() {
        return Corpus.TARGETS.entrySet().stream()
                .map(target -> DynamicTest.dynamicTest(target.getKey(), () -> {
                    for (var seed : Corpus.seeds(target.getKey())) {
                        neighbours(Files.readAllBytes(seed)).forEach(target.getValue());
                    }
                }));
    }

    @Test
    void every_target_has_seeds() {
        assertThat(Corpus.TARGETS.keySet())
                .allSatisfy(target -> assertThat(Corpus.seeds(target)).isNotEmpty());
    }

    private static DynamicTest replayed(Path seed, Consumer<byte[]> target) {
        return DynamicTest.dynamicTest(seed.getFileName().toString(), () -> target.accept(Files.readAllBytes(seed)));
    }

    private static Stream<byte[]> neighbours(byte[] seed) {
        return IntStream.range(0, seed.length).boxed().flatMap(at -> {
            byte[] changed = seed.clone();
            changed[at] ^= (byte) (1 + at % 255);
            return Stream.of(Arrays.copyOf(seed, at), changed);
        });
    }
}
