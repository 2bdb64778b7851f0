package agentvault.command;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/// The end of a command that could not be done: what happened, why, and what to do next. Thrown anywhere, caught in one
/// place, where it is shown.
public final class Failure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int exit;
    private final String why;
    private final ArrayList<String> next;
    private final String reference;

    private Failure(int exit, String what, String why, List<String> next, String reference) {
        super(what, null, false, false);
        this.exit = exit;
        this.why = why;
        this.next = new ArrayList<>(next);
        this.reference = reference;
    }

    public static Failure of(String what) {
        return new Failure(Exit.FAILED, what, "", List.of(), "");
    }

    /// Of a command that was typed wrong.
    public static Failure misuse(String what) {
        return new Failure(Exit.MISUSED, what, "", List.of(), "");
    }

    public Failure because(String reason) {
        return new Failure(exit, what(), reason, next, reference);
    }

    /// Adds a step that works when it is pasted.
    public Failure next(String step) {
        var steps = new ArrayList<>(next);
        if (!step.isEmpty()) steps.add(step);
        return new Failure(exit, what(), why, steps, reference);
    }

    public Failure exit(int code) {
        return new Failure(code, what(), why, next, reference);
    }

    /// Adds what finds this failure in the server's log.
    public Failure reference(String text) {
        return new Failure(exit, what(), why, next, text);
    }

    public int exit() {
        return exit;
    }

    public String what() {
        return String.valueOf(getMessage());
    }

    public String why() {
        return why;
    }

    public List<String> next() {
        return List.copyOf(next);
    }

    public String reference() {
        return reference;
    }
}
