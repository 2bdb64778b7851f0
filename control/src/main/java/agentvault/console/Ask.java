package agentvault.console;

/// Who asks for what, as the server knows it, beside what the agent says about it.
///
/// @param agent the name that the asking agent has here
/// @param about in a few words what would be allowed, for the button
/// @param userMessage what the agent says to the person
/// @param message what it says to whoever keeps the records
public record Ask(
        long number, String agent, String vault, String about, Times times, Quote userMessage, Quote message) {

    public record Times(Moment made, Moment ends) {}
}
