package agentvault.faces;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.Contract;
import agentvault.id.Face;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the guide says of the faces, what the tests of them go by, and what the descriptions have are one.
class MatrixTest {

    private static final Path GUIDE = Path.of("../docs/guides/faces.md");

    @Test
    void the_guide_says_what_each_face_can_express() throws IOException {
        var rows = Files.readAllLines(GUIDE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| to "))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Stream.of(Matrix.values()).map(MatrixTest::row).toList());
    }

    private static String row(Matrix one) {
        var cells = new ArrayList<>(List.of(one.words));
        for (var face : Matrix.FACES) cells.add(cell(one.calls(face).size()));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String cell(int calls) {
        return switch (calls) {
            case 0 -> "no";
            case 1 -> "yes";
            default -> "in two steps";
        };
    }

    @Test
    void what_a_face_can_express_is_described() {
        assertThat(Contract.bundled().names()).containsAll(Matrix.allCalls().toList());
    }

    /// 21st's control plane has the operations of its runtime once more, and what is begun with Qoder's start of OAuth
    /// is
    /// a credential of a kind that is here.
    @Test
    void every_operation_on_vaults_that_a_protocol_of_others_has_is_here() {
        var there = new TreeSet<String>();
        Contract.bundled().names().stream()
                .filter(name -> name.contains("/cloud/vaults")
                        || name.contains("/anthropic/v1/vaults")
                        || name.contains(" /v1/mcp/vaults"))
                .forEach(there::add);
        var here = new TreeSet<String>();
        for (var one : Matrix.values()) {
            for (var face : List.of(Face.QODER, Face.ANTHROPIC, Face.TWENTY_FIRST)) here.addAll(one.calls(face));
        }

        assertThat(here).isEqualTo(there);
    }

    @Test
    void the_two_addresses_of_the_last_face_have_the_same_operations() {
        var names = Contract.bundled().names();

        assertThat(names.stream().filter(name -> name.contains(" /api/v1/mcp/")).map(name -> name.replace("/api", "")))
                .containsExactlyInAnyOrderElementsOf(names.stream()
                        .filter(name -> name.contains(" /v1/mcp/"))
                        .toList());
    }
}
