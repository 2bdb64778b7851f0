package agentvault.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What fits in one sitting.
class SourceShapeTest {

    private static final int MAIN_LINES = 400;
    private static final int TEST_LINES = 600;
    private static final int COMMAND_LINES = 150;

    /// What is wider all the same, each with its reason.
    private static final Map<String, String> WIDER = Map.of(
            "Entry.Use is made of 9 parts", "an entry is flat, like the record of the trail that it is read from");

    @Test
    void main_files_have_at_most_400_lines_test_files_600_and_main_itself_150() {
        assertThat(longer(SourceTree.files("main"), MAIN_LINES)).isEmpty();
        assertThat(longer(SourceTree.files("test"), TEST_LINES)).isEmpty();
        assertThat(longer(
                        SourceTree.files("main").stream()
                                .filter(file -> file.endsWith("agentvault/Main.java"))
                                .toList(),
                        COMMAND_LINES))
                .isEmpty();
    }

    @Test
    void a_file_that_is_too_long_is_seen() {
        var thisFile = SourceTree.files("test").stream()
                .filter(file -> file.endsWith("agentvault/house/SourceShapeTest.java"))
                .toList();

        assertThat(longer(thisFile, 10)).hasSize(1);
    }

    @Test
    void methods_are_short_and_flat_and_constructors_take_little() {
        var sources = Stream.of("main", "test")
                .flatMap(part -> SourceTree.files(part).stream())
                .map(SourceTree::read)
                .toList();

        assertThat(Shape.findings(sources)).containsExactlyElementsOf(WIDER.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class Deep { void m(int[] a) { for (int i : a) if (i > 0) while (i > 1) { try { m(a); } finally { } } } }",
                "class Deep { int m(int a) { if (a > 0) { if (a > 1) { if (a > 2) { return switch (a) { case 3 -> 1;"
                        + " default -> 0; }; } } } return 0; } }",
                "class Wide { Wide(int a, int b, int c, int d, int e, int f, int g, int h) {} }",
                "record Wide(int a, int b, int c, int d, int e, int f, int g, int h) {}",
            })
    void what_is_too_deep_or_too_wide_is_seen(String source) {
        assertThat(Shape.findings(List.of(source))).hasSize(1);
    }

    @Test
    void what_is_too_long_is_seen() {
        var lines = "int x;\n".repeat(Shape.METHOD_LINES - 1);

        assertThat(Shape.findings(List.of("class Long { void m() {\n" + lines + "} }")))
                .hasSize(1);
        assertThat(Shape.findings(List.of("class Long { static {\n" + lines + "} }")))
                .hasSize(1);
    }

    @Test
    void what_is_just_within_the_measures_passes() {
        var lines = "int x;\n".repeat(Shape.METHOD_LINES - 2);

        assertThat(Shape.findings(List.of("class Fine { void m() {\n" + lines + "} }")))
                .isEmpty();
        assertThat(Shape.findings(List.of(
                        "class Fine { void m(int a) { if (a == 1) m(1); else if (a == 2) m(2); else if (a == 3) m(3);"
                                + " else if (a == 4) m(4); else { m(5); } } }")))
                .isEmpty();
        assertThat(Shape.findings(List.of("record Fine(int a, int b, int c, int d, int e, int f, int g) {"
                        + " static final int H = 1; }")))
                .isEmpty();
    }

    private static List<String> longer(List<Path> files, int lines) {
        return files.stream()
                .filter(file -> SourceTree.read(file).lines().count() > lines)
                .map(file -> file + " has more than " + lines + " lines")
                .toList();
    }
}
