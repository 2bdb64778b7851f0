package agentvault.terminal;

/// Colours, where they are wanted. They never say anything that the words do not.
record Paint(boolean wanted) {

    String dim(String text) {
        return painted("2", text);
    }

    String accent(String text) {
        return painted("36", text);
    }

    String bad(String text) {
        return painted("31", text);
    }

    String warn(String text) {
        return painted("33", text);
    }

    private String painted(String code, String text) {
        return wanted && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
