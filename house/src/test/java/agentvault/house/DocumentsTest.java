package agentvault.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents point at is there.
class DocumentsTest {

    private static final Pattern TEST_NAME = Pattern.compile("`(\\w+(?:Test|Properties|Contract))(?:\\.(\\w+))?`");
    private static final Pattern INVARIANT = Pattern.compile("(?m)^\\| (I\\d+) \\|");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)[^)]*\\)");

    @Test
    void every_test_that_a_document_names_exists() {
        var missing = SourceTree.documents().stream()
                .flatMap(document -> missingTests(SourceTree.read(document)).map(name -> document + ": " + name))
                .toList();

        assertThat(missing).isEmpty();
        assertThat(missingTests("`DocumentsTest.every_test_that_a_document_names_exists` and `DocumentsTest`"))
                .isEmpty();
        assertThat(missingTests("`DocumentsTest.no_such_rule`, `NoSuchTest`")).hasSize(2);
    }

    @Test
    void every_file_that_a_document_links_to_exists() {
        var missing = SourceTree.documents().stream()
                .flatMap(document -> missingFiles(document, SourceTree.read(document)))
                .toList();

        assertThat(missing).isEmpty();
        assertThat(missingFiles(Path.of("README.md").toAbsolutePath(), "[gone](no/such/file.md)"))
                .hasSize(1);
    }

    @Test
    void every_invariant_has_a_number_of_its_own() {
        var architecture = SourceTree.documents().stream()
                .filter(document -> document.endsWith("ARCHITECTURE.md"))
                .findFirst()
                .orElseThrow();

        assertThat(numbers(SourceTree.read(architecture))).isNotEmpty().doesNotHaveDuplicates();
        assertThat(numbers("| I1 | One. |\n| I1 | Another. |\n")).containsExactly("I1", "I1");
    }

    private static List<String> numbers(String text) {
        return INVARIANT.matcher(text).results().map(row -> row.group(1)).toList();
    }

    private static Stream<String> missingTests(String text) {
        return TEST_NAME
                .matcher(text)
                .results()
                .filter(name -> !exists(name.group(1), name.group(2) == null ? "" : name.group(2)))
                .map(name -> name.group());
    }

    private static boolean exists(String type, String rule) {
        List<Path> found = SourceTree.files("test").stream()
                .filter(file -> file.endsWith(type + ".java"))
                .toList();
        return found.stream().map(SourceTree::read).anyMatch(text -> rule.isEmpty() || text.contains(rule + "("));
    }

    private static Stream<String> missingFiles(Path document, String text) {
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !Files.exists(document.resolveSibling(link)))
                .map(link -> document + ": " + link);
    }
}
