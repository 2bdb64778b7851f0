package agentvault.demo;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.json.HiddenText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesTest {

    private static final String TEXT = "sk_demo_Zz-09_aA/and+more";

    private final Traces traces = Traces.of(HiddenText.of(TEXT));

    @TempDir
    private Path folder;

    @Test
    void a_text_is_found_in_every_encoding_and_at_every_place() throws IOException {
        var file = folder.resolve("deep/file");
        Files.createDirectory(folder.resolve("deep"));
        for (var before : List.of("", "x", "xy", "xyz")) {
            var bytes = (before + TEXT + " and more").getBytes(UTF_8);
            for (var written : List.of(
                    bytes,
                    TEXT.getBytes(UTF_16LE),
                    TEXT.getBytes(UTF_16BE),
                    Base64.getEncoder().encode(bytes),
                    Base64.getUrlEncoder().encode(bytes),
                    HexFormat.of().formatHex(bytes).getBytes(UTF_8),
                    HexFormat.of().withUpperCase().formatHex(bytes).getBytes(UTF_8))) {
                Files.write(file, written);
                assertThat(traces.below(folder).found())
                        .as(new String(written, UTF_8))
                        .contains(file);
            }
        }
    }

    @Test
    void what_is_not_there_is_not_found_and_what_was_looked_at_is_counted() throws IOException {
        Files.writeString(folder.resolve("one"), TEXT.substring(1));
        Files.writeString(folder.resolve("two"), "other");

        assertThat(traces.below(folder)).isEqualTo(new Traces.Search(2, TEXT.length() - 1 + 5L, Optional.empty()));
    }
}
