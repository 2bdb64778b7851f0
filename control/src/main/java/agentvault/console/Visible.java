package agentvault.console;

/// Makes text of others show what it is made of: characters that turn the direction of writing, join, hide, or take no
/// room stand there as their numbers.
final class Visible {

    /// Letters and marks that show nothing: fillers of Hangul, the empty pattern of Braille, the joiner of graphemes,
    /// selectors of variants.
    private static final String BLANK = "\u115F\u1160\u3164\uFFA0\u2800\u034F\u17B4\u17B5\u180B\u180C\u180D\u180F";

    /// How many marks may stand on one character before they are taken for an attempt to write over others.
    private static final int MOST_MARKS = 4;

    private Visible() {}

    static String text(String text) {
        var visible = new StringBuilder(text.length());
        int marks = 0;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            marks = isMark(character) ? marks + 1 : 0;
            if (isHidden(character) || marks > MOST_MARKS) {
                visible.append("⟨U+%04X⟩".formatted(character));
            } else {
                visible.appendCodePoint(Character.getType(character) == Character.SPACE_SEPARATOR ? ' ' : character);
            }
        }
        return visible.toString();
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean isHidden(int character) {
        if (character == '\n' || character == '\t') return false;
        if (BLANK.indexOf(character) >= 0 || isSelector(character)) return true;
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static boolean isSelector(int character) {
        return (character >= 0xFE00 && character <= 0xFE0E) || (character >= 0xE0100 && character <= 0xE01EF);
    }
}
