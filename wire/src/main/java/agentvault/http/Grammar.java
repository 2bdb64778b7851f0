package agentvault.http;

/// Which bytes may stand where, as RFC 9110 and 9112 say.
final class Grammar {

    private static final boolean[] WORD = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) WORD[c] = true;
        for (char c = 'a'; c <= 'z'; c++) WORD[c] = WORD[c - 'a' + 'A'] = true;
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) WORD[c] = true;
    }

    private Grammar() {}

    /// A character of a method or a header's name (`tchar`).
    static boolean isWord(int b) {
        return b >= 0 && b < WORD.length && WORD[b];
    }

    /// A byte of a header's value: visible, space, tab, or beyond ASCII.
    static boolean isValue(int b) {
        int c = b & 0xff;
        return c >= ' ' ? c != 0x7f : c == '\t';
    }

    static boolean isBlank(int b) {
        return b == ' ' || b == '\t';
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    /// The value of a hexadecimal digit, or -1.
    static int hex(int b) {
        if (isDigit(b)) return b - '0';
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) if (!isWord(text.charAt(i))) return false;
        return !text.isEmpty();
    }

    static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) > 0xff || !isValue(text.charAt(i))) return false;
        return true;
    }
}
