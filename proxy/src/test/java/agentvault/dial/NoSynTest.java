package agentvault.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a process connects to, seen from outside of it.
@Tag("full")
class NoSynTest {

    private static final int SECONDS = 120;
    private static final Pattern DIALLED = Pattern.compile("(?:connect|sendto|sendmsg)\\(.*sa_family=AF_INET6?.*");

    @Test
    void not_one_packet_goes_to_what_is_denied(@TempDir Path folder) throws IOException, InterruptedException {
        var trace = folder.resolve("trace");
        var output = folder.resolve("output");
        try (var origin = Origin.at("127.0.0.1")) {
            var process = new ProcessBuilder(
                            "strace",
                            "-f",
                            "-qq",
                            "-e",
                            "trace=connect,sendto,sendmsg",
                            "-o",
                            trace.toString(),
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            DialEverything.class.getName(),
                            Integer.toString(origin.port()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();

            assertThat(Files.readString(output)).matches("7\\d\\d \\[DESTINATION_DENIED]\n");
            assertThat(dialled(trace)).singleElement().asString().contains("htons(" + origin.port() + ")");
        }
    }

    private static List<String> dialled(Path trace) throws IOException {
        try (var lines = Files.lines(trace)) {
            return lines.filter(line -> DIALLED.matcher(line).find()).toList();
        }
    }
}
