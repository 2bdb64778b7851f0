package agentvault.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runs the fuzzer on every target, two at a time, each in a JVM of its own.
class JazzerTest {

    private static final int AT_ONCE = 2;
    private static final int SHOWN = 3_000;
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 51);
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");
    private static final Pattern NEW_UNITS = Pattern.compile("stat::new_units_added:\\s*(\\d+)");
    private static final Path WORK = Path.of("target", "jazzer");

    /// What one target's fuzzing came to.
    private record Run(String target, int exit, long executed, long newInputs, String output) {
        @Override
        public String toString() {
            return "%s: %,d executions, %,d a second, %,d new inputs"
                    .formatted(target, executed, executed / SECONDS, newInputs);
        }
    }

    @Test
    @Tag("full")
    void fuzzing_finds_nothing() throws InterruptedException, ExecutionException {
        var runs = new ArrayList<Run>();
        try (var executor = Executors.newFixedThreadPool(AT_ONCE)) {
            Collection<Future<Run>> started = Corpus.TARGETS.keySet().stream()
                    .map(target -> executor.submit(() -> fuzz(target)))
                    .toList();
            for (var run : started) runs.add(run.get());
        }
        runs.forEach(System.out::println);
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(run.executed()).as(run.output()).isGreaterThan(1_000);
        });
    }

    private static Run fuzz(String target) throws IOException, InterruptedException {
        var grown = Files.createDirectories(WORK.resolve(target));
        var output = WORK.resolve(target + ".log");
        var process = new ProcessBuilder(command(target, grown))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(Duration.ofSeconds(SECONDS + 120L).toSeconds(), TimeUnit.SECONDS);
        if (!ended) process.destroyForcibly().waitFor();
        String said = Files.readString(output);
        String end = said.substring(Math.max(0, said.length() - SHOWN));
        return new Run(target, process.exitValue(), count(EXECUTED, said), count(NEW_UNITS, said), end);
    }

    /// The grown inputs come first: there the fuzzer writes; the seeds it only reads.
    private static List<String> command(String target, Path grown) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // A sanitizer of Jazzer's does not know how Netty uses it.
                "-Dio.netty.noUnsafe=true",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=agentvault.fuzz." + target,
                "--instrumentation_includes=agentvault.**",
                "--reproducer_path=" + WORK,
                "-artifact_prefix=" + grown + "-finding-",
                "-max_total_time=" + SECONDS,
                "-timeout=10",
                "-print_final_stats=1",
                grown.toString(),
                Corpus.folder(target).toString());
    }

    private static long count(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
