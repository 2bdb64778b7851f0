package agentvault.terminal;

/// How many places a text takes on a terminal.
final class Cells {

    private static final String CUT = "…";

    private Cells() {}

    static int of(String text) {
        return text.codePoints().map(Cells::of).sum();
    }

    /// The text, cut with an ellipsis if it takes more places than these.
    static String cut(String text, int places) {
        if (of(text) <= places) return text;
        var kept = new StringBuilder();
        int taken = 1;
        for (int point : text.codePoints().toArray()) {
            taken += of(point);
            if (taken > places) break;
            kept.appendCodePoint(point);
        }
        return kept + CUT;
    }

    private static int of(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) return 0;
        return wide(point) ? 2 : 1;
    }

    /// The blocks of East Asian scripts and of pictures.
    private static boolean wide(int point) {
        return (point >= 0x1100 && point <= 0x115f)
                || (point >= 0x2e80 && point <= 0xa4cf)
                || (point >= 0xac00 && point <= 0xd7a3)
                || (point >= 0xf900 && point <= 0xfaff)
                || (point >= 0xfe30 && point <= 0xfe6f)
                || (point >= 0xff00 && point <= 0xff60)
                || (point >= 0xffe0 && point <= 0xffe6)
                || (point >= 0x1f300 && point <= 0x1faff)
                || (point >= 0x20000 && point <= 0x3fffd);
    }
}
