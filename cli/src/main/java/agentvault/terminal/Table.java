package agentvault.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows under names, without borders: text on the left, numbers on the right.
public final class Table {

    private static final String GAP = "  ";

    /// No column is cut below this many places.
    private static final int NARROWEST = 8;

    private final List<String> names;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<String> names) {
        this.names = names;
    }

    /// @param names in capitals; one that begins with `#` is a column of numbers
    public static Table of(String... names) {
        return new Table(List.of(names));
    }

    /// Adds a row; its cells may come from anywhere.
    public Table row(String... cells) {
        if (cells.length != names.size()) throw new IllegalArgumentException("not as many cells as columns");
        rows.add(Arrays.stream(cells).map(Clean::line).toList());
        return this;
    }

    public boolean empty() {
        return rows.isEmpty();
    }

    /// What a script would keep: the first cell of each row.
    List<String> firsts() {
        return rows.stream().map(List::getFirst).toList();
    }

    /// The lines for a file or a pipe: nothing cut, nothing coloured.
    List<String> plain() {
        return lines(widths(), new Paint(false));
    }

    /// The lines for a terminal of this width.
    List<String> fitted(int width, Paint paint) {
        int[] widths = widths();
        int over = Arrays.stream(widths).sum() + GAP.length() * (names.size() - 1) - width;
        while (over > 0) {
            int widest = widest(widths);
            if (widths[widest] <= NARROWEST) break;
            widths[widest]--;
            over--;
        }
        return lines(widths, paint);
    }

    private List<String> lines(int[] widths, Paint paint) {
        var lines = new ArrayList<String>();
        lines.add(paint.dim(line(names.stream().map(Table::bare).toList(), widths)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int n = 0; n < cells.size(); n++) {
            var cell = Cells.cut(cells.get(n), widths[n]);
            var fill = " ".repeat(widths[n] - Cells.of(cell));
            if (n > 0) line.append(GAP);
            line.append(number(n) ? fill + cell : cell + fill);
        }
        return line.toString().stripTrailing();
    }

    private int[] widths() {
        int[] widths = new int[names.size()];
        for (int n = 0; n < widths.length; n++) {
            widths[n] = Cells.of(bare(names.get(n)));
            for (var row : rows) widths[n] = Math.max(widths[n], Cells.of(row.get(n)));
        }
        return widths;
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int n = 1; n < widths.length; n++) if (widths[n] > widths[widest]) widest = n;
        return widest;
    }

    private boolean number(int column) {
        return names.get(column).startsWith("#");
    }

    private static String bare(String name) {
        return name.startsWith("#") ? name.substring(1) : name;
    }
}
