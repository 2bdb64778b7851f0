package agentvault.command;

/// A flag of a command.
///
/// @param letter one letter, or empty
/// @param value what its value is called in the help, or empty if it takes none
/// @param purpose the heading it stands under in the help, or empty for a flag that the help leaves out
/// @param repeated may it be given more than once
public record Flag(String name, String letter, String value, String says, String purpose, boolean repeated) {

    static final String USUAL = "Flags";

    /// A flag that is given or not.
    public static Flag on(String name, String says) {
        return new Flag(name, "", "", says, USUAL, false);
    }

    /// A flag with a value.
    public static Flag with(String name, String value, String says) {
        return new Flag(name, "", value, says, USUAL, false);
    }

    public Flag letter(String one) {
        return new Flag(name, one, value, says, purpose, repeated);
    }

    public Flag purpose(String heading) {
        return new Flag(name, letter, value, says, heading, repeated);
    }

    /// Accepted, and not shown.
    public Flag silent() {
        return purpose("");
    }

    public Flag many() {
        return new Flag(name, letter, value, says, purpose, true);
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    boolean spelled(String typed) {
        return typed.equals("--" + name) || (!letter.isEmpty() && typed.equals("-" + letter));
    }

    boolean silence() {
        return purpose.isEmpty();
    }
}
