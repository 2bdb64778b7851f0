package agentvault.canary;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Secret;
import agentvault.trail.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CanaryTest {

    private final Canary canary = Canary.ofMark();

    @ParameterizedTest
    @EnumSource
    void a_marked_secret_is_found_in_every_encoding_whatever_stands_before_it(Encoding encoding) {
        for (String before : List.of("", "a", "ab", "abc", "Bearer ")) {
            String whole = before + Canary.marked("stripe") + " after";

            assertThat(canary.in("here", encoding.of(whole.getBytes(UTF_8))))
                    .as("after \"%s\"", before)
                    .extracting(Canary.Sighting::encoding)
                    .containsExactly(encoding);
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_secret_is_found_as_well(Encoding encoding) {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) key[i] = (byte) (i * 37 - 5);

        assertThat(Canary.ofMark().and(key).in("here", encoding.of(key)))
                .extracting(Canary.Sighting::encoding)
                .contains(encoding);
    }

    @Test
    void the_order_of_bytes_does_not_hide_it() {
        assertThat(canary.in("here", Canary.marked("x").getBytes(UTF_16LE))).hasSize(1);
    }

    @Test
    void what_is_no_secret_is_not_found() {
        String near = Canary.MARK.substring(1) + " " + Canary.MARK.substring(0, Canary.MARK.length() - 1);

        assertThat(canary.inText("here", near)).isEmpty();
        assertThat(canary.in("here", new byte[100_000])).isEmpty();
        assertThat(canary.in("here", new byte[0])).isEmpty();
    }

    @Test
    void files_are_searched_with_their_names(@TempDir Path folder) throws IOException {
        var below = Files.createDirectories(folder.resolve("a/b"));
        Files.write(below.resolve("log"), ("x".repeat(70_000) + Canary.MARK).getBytes(UTF_8));
        Files.createFile(below.resolve(Canary.marked("name")));

        assertThat(canary.inFiles(folder))
                .containsExactlyInAnyOrder(
                        new Canary.Sighting(below.resolve("log").toString(), Encoding.RAW, 70_000),
                        new Canary.Sighting("the name of " + below, Encoding.RAW, 5));
    }

    @Test
    void objects_are_searched_through_fields_collections_and_causes() {
        Object careless = new Careless(Map.of("key", List.of(Optional.of(Canary.marked("deep")))));
        var failure = new IllegalStateException(new IllegalArgumentException(Canary.marked("cause")));
        Runnable captures = capturing(Canary.marked("captured"));

        assertThat(canary.inObjects(careless)).isNotEmpty();
        assertThat(canary.inObjects(new Wrapped(new Careless("no")), failure)).isNotEmpty();
        assertThat(canary.inObjects(captures)).isNotEmpty();
    }

    @Test
    void a_secret_in_its_place_is_not_seen() {
        try (var secret = Secret.take(Canary.marked("kept").getBytes(UTF_8))) {
            assertThat(canary.inObjects(new Wrapped(secret), new Entry.Voided(1)))
                    .isEmpty();
        }
    }

    private record Wrapped(Object inside) {}

    /// Prints nothing, and holds it all the same.
    private record Careless(Object inside) {
        @Override
        public String toString() {
            return "Careless";
        }
    }

    private static Runnable capturing(String text) {
        return () -> assertThat(text).isNotEmpty();
    }
}
