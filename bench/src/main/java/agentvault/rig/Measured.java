package agentvault.rig;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a scenario found, as Markdown: a table of figures, what went wrong, a table of budgets.
///
/// @param says what was done
record Measured(String title, String says, List<Figure> figures, List<Round> rounds, List<Budget> budgets) {

    private static final int RATIO_DIGITS = 2;

    Measured {
        figures = List.copyOf(figures);
        rounds = List.copyOf(rounds);
        budgets = List.copyOf(budgets);
    }

    String markdown() {
        return "## " + title + "\n\n" + says + "\n\n" + table() + errors() + judged();
    }

    private String table() {
        var head = figures.stream().map(Figure::heading).collect(Collectors.joining(" | ", "| | ", " |\n"));
        var rows = rounds.getFirst().samples().keySet().stream().map(this::row).collect(Collectors.joining());
        return head + "|---".repeat(figures.size() + 1) + "|\n" + rows + "\n";
    }

    private String row(String name) {
        return figures.stream()
                .map(figure -> Spread.of(rounds.stream()
                                .map(round -> round.of(name, figure))
                                .toList())
                        .shown(figure.digits()))
                .collect(Collectors.joining(" | ", "| " + name + " | ", " |\n"));
    }

    private String errors() {
        var lines = rounds.stream()
                .flatMap(round -> round.samples().entrySet().stream())
                .filter(sample -> !sample.getValue().errors().isEmpty())
                .map(sample ->
                        "- " + sample.getKey() + ": " + told(sample.getValue().errors()) + "\n")
                .toList();
        if (lines.isEmpty()) return "No errors: every answer was a 200.\n\n";
        return "Errors, by round:\n\n" + String.join("", lines) + "\n";
    }

    static String told(Map<String, Integer> errors) {
        return errors.entrySet().stream()
                .map(error -> error.getValue() + " × " + error.getKey())
                .collect(Collectors.joining(", "));
    }

    private String judged() {
        var rows = budgets.stream()
                .filter(budget -> budget.measuredIn(rounds.getFirst()))
                .map(budget -> {
                    var spread = budget.spread(rounds);
                    return "| " + budget.says() + " | " + budget.shown() + " | " + spread.shown(RATIO_DIGITS) + " | "
                            + budget.judged(spread) + " |\n";
                })
                .collect(Collectors.joining());
        return rows.isEmpty() ? "" : "| | budget | measured | |\n|---|---|---|---|\n" + rows + "\n";
    }
}
