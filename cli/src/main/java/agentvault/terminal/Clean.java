package agentvault.terminal;

/// Text from elsewhere, made fit for a terminal: what would steer it, reorder it or hide in it is shown as an escape.
public final class Clean {

    private Clean() {}

    /// On one line: a line break is an escape, too.
    public static String line(String text) {
        return cleaned(text, false);
    }

    /// With its line breaks and tabs.
    public static String block(String text) {
        return cleaned(text, true);
    }

    private static String cleaned(String text, boolean lines) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (plain(point) || (lines && (point == '\n' || point == '\t'))) out.appendCodePoint(point);
            else out.append(escape(point));
        });
        return out.toString();
    }

    private static boolean plain(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE;
    }

    private static String escape(int point) {
        return switch (point) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u{" + Integer.toHexString(point) + "}";
        };
    }
}
