package agentvault.console;

/// What an agent or a person wrote, to be shown as written by them: every character visible, and short at first.
///
/// @param start what is shown at first
/// @param whole the rest and the start, if there is a rest
public record Quote(String start, String whole, int length) {

    static final Quote NONE = new Quote("", "", 0);

    private static final int SHORT = 400;
    private static final int LINES = 6;

    static Quote of(String text) {
        var visible = Visible.text(text).strip();
        int end = Math.min(end(visible), afterLines(visible));
        if (end == visible.length()) return new Quote(visible, "", text.length());
        return new Quote(visible.substring(0, end).stripTrailing(), visible, text.length());
    }

    public boolean empty() {
        return start.isEmpty();
    }

    public boolean folded() {
        return !whole.isEmpty();
    }

    private static int end(String text) {
        if (text.length() <= SHORT) return text.length();
        return Character.isHighSurrogate(text.charAt(SHORT - 1)) ? SHORT - 1 : SHORT;
    }

    private static int afterLines(String text) {
        int at = -1;
        for (int line = 0; line < LINES; line++) {
            at = text.indexOf('\n', at + 1);
            if (at < 0) return text.length();
        }
        return at;
    }
}
