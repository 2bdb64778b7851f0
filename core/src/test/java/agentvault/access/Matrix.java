package agentvault.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import agentvault.access.Permissions.Decision;
import agentvault.access.Permissions.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The permission matrix as `matrix.txt` writes it down: what is expected of each cell.
record Matrix(List<Row> rows) {

    /// What an action is about, as far as a decision can depend on it.
    enum About {
        VAULT,
        WORKSPACE,
        SELF,
        CREATED,
        CREATED_OWNER,
        OTHER;

        static final Set<About> ACTORS = Set.of(SELF, CREATED, CREATED_OWNER, OTHER);
    }

    /// The caller's role in the vault, or that there is none.
    enum Standing {
        NONE,
        PROXY,
        MEMBER,
        ADMIN
    }

    /// One question.
    record Cell(Action action, Via via, InstanceRole role, About about, Standing standing) {}

    /// One line of the text: the answers to a block of questions.
    record Row(
            Action action,
            Set<Via> vias,
            Set<InstanceRole> roles,
            Set<About> abouts,
            Map<Standing, Decision> outcomes) {

        boolean answers(Cell cell) {
            return action == cell.action()
                    && vias.contains(cell.via())
                    && roles.contains(cell.role())
                    && abouts.contains(cell.about());
        }
    }

    static Matrix read() {
        try (var in = Matrix.class.getResourceAsStream("matrix.txt")) {
            if (in == null) throw new AssertionError("matrix.txt is missing");
            return new Matrix(new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> row(List.of(line.trim().split("\\s+"))))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every question that can be asked about an action; an action about actors is asked about each kind of actor.
    List<Cell> cells(Action action) {
        var abouts = rows.stream()
                .filter(row -> row.action() == action)
                .flatMap(row -> row.abouts().stream())
                .collect(Collectors.toSet());
        if (abouts.isEmpty()) throw new AssertionError("matrix.txt has no row for " + action);
        if (abouts.stream().anyMatch(About.ACTORS::contains)) abouts.addAll(About.ACTORS);
        var cells = new ArrayList<Cell>();
        for (var via : Via.values()) {
            for (var role : InstanceRole.values()) {
                abouts.stream()
                        .sorted()
                        .flatMap(about -> Stream.of(Standing.values())
                                .map(standing -> new Cell(action, via, role, about, standing)))
                        .forEach(cells::add);
            }
        }
        return cells;
    }

    /// The one answer to a question. Tokens that were exchanged may do what is written down for them, and nothing else.
    Decision expected(Cell cell) {
        boolean silent = rows.stream().noneMatch(row -> row.answers(cell));
        if (silent && cell.via() == Via.EXCHANGED) return new Decision.Denied(Reason.WRONG_TOKEN);
        var answers = rows.stream().filter(row -> row.answers(cell)).toList();
        if (answers.size() != 1) throw new AssertionError(answers.size() + " rows answer " + cell);
        return Objects.requireNonNull(answers.getFirst().outcomes().get(cell.standing()));
    }

    private static Row row(List<String> words) {
        return new Row(
                Action.valueOf(words.getFirst()),
                set(words.get(1), Matrix::via),
                words.get(2).equals("any") ? Set.of(InstanceRole.values()) : set(words.get(2), Matrix::role),
                set(words.get(3), word -> About.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT))),
                outcomes(words.subList(4, words.size())));
    }

    private static Map<Standing, Decision> outcomes(List<String> words) {
        if (words.size() != 1 && words.size() != 4) throw new AssertionError("one outcome or four: " + words);
        return Map.of(
                Standing.NONE, outcome(words.getFirst()),
                Standing.PROXY, outcome(words.size() == 1 ? words.getFirst() : words.get(1)),
                Standing.MEMBER, outcome(words.size() == 1 ? words.getFirst() : words.get(2)),
                Standing.ADMIN, outcome(words.getLast()));
    }

    private static <T> Set<T> set(String words, Function<String, T> each) {
        return Arrays.stream(words.split(",")).map(each).collect(Collectors.toSet());
    }

    private static Via via(String word) {
        return switch (word) {
            case "login" -> Via.LOGIN;
            case "agent" -> Via.AGENT_TOKEN;
            case "key" -> Via.API_KEY;
            case "exchanged" -> Via.EXCHANGED;
            case "session" -> Via.SESSION;
            default -> throw new AssertionError(word);
        };
    }

    private static InstanceRole role(String word) {
        return word.equals("none") ? InstanceRole.NO_ACCESS : InstanceRole.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Decision outcome(String word) {
        return word.equals("allow") ? new Decision.Allowed() : new Decision.Denied(Reason.valueOf(word));
    }
}
