package agentvault.match;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Finds every occurrence of any of a set of placeholder texts in one pass (Aho and Corasick), whatever their
/// number. Immutable; one serves all exchanges of a session.
public final class PlaceholderScanner {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~-";
    private static final int SYMBOLS = ALPHABET.length();
    private static final byte FOREIGN = -1;
    private static final byte[] SYMBOL = symbols();
    private static final int ROOT = 0;
    private static final int NONE = -1;

    /// For each state and symbol, the next state.
    private int[] next = row();
    /// For each state, the text that ends there, as an index into [#texts].
    private int[] ends = {NONE};
    /// For each state, the nearest shorter state at which a text ends too.
    private int[] shorter;

    private final List<String> texts;
    private final int longest;
    private int states = 1;

    private PlaceholderScanner(Collection<String> placeholders) {
        texts = placeholders.stream().distinct().toList();
        longest = texts.stream().mapToInt(String::length).max().orElse(0);
        for (int i = 0; i < texts.size(); i++) add(texts.get(i), i);
        shorter = new int[states];
        link();
    }

    /// One occurrence.
    public record Found(int position, String text) {
        public int end() {
            return position + text.length();
        }
    }

    /// @param placeholders texts in the form of [agentvault.vault.Placeholder]
    public static PlaceholderScanner of(Collection<String> placeholders) {
        return new PlaceholderScanner(placeholders);
    }

    /// The length of the longest text: what a reader of chunks must keep of the last one is one less.
    public int longest() {
        return longest;
    }

    /// All occurrences, overlapping ones too; of those at one position the longest first.
    public List<Found> scan(CharSequence text) {
        var found = new ArrayList<Found>();
        int state = ROOT;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            state = step(state, c < SYMBOL.length ? SYMBOL[c] : FOREIGN);
            if (state != ROOT) collect(state, i + 1, found);
        }
        return ordered(found);
    }

    /// All occurrences in a range; positions count from the start of the array.
    public List<Found> scan(byte[] bytes, int from, int to) {
        var found = new ArrayList<Found>();
        int state = ROOT;
        for (int i = from; i < to; i++) {
            state = step(state, bytes[i] >= 0 ? SYMBOL[bytes[i]] : FOREIGN);
            if (state != ROOT) collect(state, i + 1, found);
        }
        return ordered(found);
    }

    private int step(int state, byte symbol) {
        return symbol == FOREIGN ? ROOT : next[state * SYMBOLS + symbol];
    }

    private void collect(int state, int end, List<Found> found) {
        for (int at = ends[state] == NONE ? shorter[state] : state; at != ROOT; at = shorter[at]) {
            String text = texts.get(ends[at]);
            found.add(new Found(end - text.length(), text));
        }
    }

    private static List<Found> ordered(List<Found> found) {
        found.sort(Comparator.comparingInt(Found::position).thenComparing(Found::end, Comparator.reverseOrder()));
        return found;
    }

    private void add(String text, int index) {
        int state = ROOT;
        for (int i = 0; i < text.length(); i++) {
            byte symbol = text.charAt(i) < SYMBOL.length ? SYMBOL[text.charAt(i)] : FOREIGN;
            if (symbol == FOREIGN) throw new IllegalArgumentException("a placeholder is made of A-Z a-z 0-9 _ . ~ -");
            int edge = state * SYMBOLS + symbol;
            if (next[edge] == NONE) {
                int added = newState(); // may replace the table, so it comes before the table is read
                next[edge] = added;
            }
            state = next[edge];
        }
        if (state == ROOT) throw new IllegalArgumentException("a placeholder is not empty");
        ends[state] = index;
    }

    private int newState() {
        if (states == ends.length) {
            ends = Arrays.copyOf(ends, states * 2);
            int filled = next.length;
            next = Arrays.copyOf(next, states * 2 * SYMBOLS);
            Arrays.fill(next, filled, next.length, NONE);
        }
        ends[states] = NONE;
        return states++;
    }

    /// Breadth first: each state learns where to go on when its text continues otherwise than any placeholder does.
    private void link() {
        int[] fallback = new int[states];
        var queue = new ArrayDeque<Integer>();
        queue.add(ROOT);
        while (!queue.isEmpty()) {
            int state = queue.remove();
            for (int symbol = 0; symbol < SYMBOLS; symbol++) {
                int edge = state * SYMBOLS + symbol;
                int elsewhere = state == ROOT ? ROOT : next[fallback[state] * SYMBOLS + symbol];
                if (next[edge] == NONE) {
                    next[edge] = elsewhere;
                    continue;
                }
                int child = next[edge];
                fallback[child] = elsewhere;
                shorter[child] = ends[elsewhere] == NONE ? shorter[elsewhere] : elsewhere;
                queue.add(child);
            }
        }
    }

    private static int[] row() {
        int[] row = new int[SYMBOLS];
        Arrays.fill(row, NONE);
        return row;
    }

    private static byte[] symbols() {
        byte[] symbols = new byte[0x80];
        Arrays.fill(symbols, FOREIGN);
        for (int i = 0; i < SYMBOLS; i++) symbols[ALPHABET.charAt(i)] = (byte) i;
        return symbols;
    }
}
