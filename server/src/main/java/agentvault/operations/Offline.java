package agentvault.operations;

import agentvault.command.Action;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.trail.TrailUnavailable;
import agentvault.workspace.Finding;
import agentvault.workspace.IntegrityBroken;
import agentvault.workspace.StoreUnavailable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// The edge of commands that work without a server: what the store, the trail and the disk throw becomes an error that
/// a person can use.
record Offline(Action action) implements Action {

    private static final int SHOWN = 3;

    static Command command(String name, String says, Action action) {
        return Command.of(name, says, new Offline(action)).flags(Place.DATA_DIR, Place.KEY_FILE);
    }

    @Override
    public int run(Call call) {
        try {
            return action.run(call);
        } catch (StoreUnavailable e) {
            throw unavailable(String.valueOf(e.getMessage()));
        } catch (TrailUnavailable e) {
            throw Failure.of(sentence(String.valueOf(e.getMessage()))).next("agent-vault doctor");
        } catch (IntegrityBroken broken) {
            throw changed(broken.findings());
        } catch (UncheckedIOException e) {
            throw Failure.of("A file cannot be read or written.")
                    .because(reason(Objects.requireNonNullElse(e.getCause(), e)));
        }
    }

    private static Failure unavailable(String clause) {
        var failure = Failure.of(sentence(clause));
        if (!clause.contains("cannot be reached")) return failure.next("agent-vault doctor");
        return failure.because("Look at its address, and whether PostgreSQL runs there and lets this user in.")
                .exit(Exit.UNREACHABLE);
    }

    /// Tells a person at a terminal what takes long; a script is not told.
    static void progress(Call call, String what) {
        if (call.terminal().screen().asks()) call.terminal().say(what + " …");
    }

    /// What is stored is not what was written; the places say where.
    static Failure changed(List<Finding> findings) {
        var places = findings.stream().limit(SHOWN).map(Finding::toString).toList();
        var more = findings.size() > SHOWN ? "; and " + (findings.size() - SHOWN) + " more" : "";
        return Failure.of("What is stored is not what was written.")
                .because(String.join("; ", places) + more)
                .next("agent-vault backup restore FILE --into NEW-DIR")
                .exit(Exit.TAMPERED);
    }

    static String reason(Throwable e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }

    /// Messages of the store are clauses: they stand in other sentences, too.
    static String sentence(String clause) {
        var text = Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
        return text.endsWith(".") ? text : text + ".";
    }
}
