package agentvault.crypto;

/// Says which texts are kept as they were written: not one with U+0000, which PostgreSQL has no place for, nor one with
/// half of a surrogate pair, which has no UTF-8 of its own.
public final class FreeText {

    private FreeText() {}

    /// The text itself.
    ///
    /// @param what the text is, as the beginning of a sentence
    public static String checked(String what, String text) {
        if (text.indexOf(0) < 0 && wellFormed(text)) return text;
        throw new IllegalArgumentException(
                what + " has a character that cannot be kept: U+0000, or half of a surrogate pair");
    }

    static boolean wellFormed(String text) {
        int i = 0;
        while (i < text.length()) {
            int character = text.codePointAt(i);
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) return false;
            i += Character.charCount(character);
        }
        return true;
    }
}
