package agentvault.command;

import agentvault.terminal.Reply;
import agentvault.terminal.Terminal;
import java.util.List;
import java.util.Optional;

/// One command as it was typed, and the world it runs in.
///
/// @param root the tree the command is from
public record Call(Command root, Given given, Environment environment, Reply reply) {

    public String one(Argument argument) {
        return given.words(argument).getFirst();
    }

    public Optional<String> maybe(Argument argument) {
        return given.words(argument).stream().findFirst();
    }

    public List<String> all(Argument argument) {
        return given.words(argument);
    }

    public boolean on(Flag flag) {
        return given.on(flag);
    }

    public Optional<String> value(Flag flag) {
        return given.values(flag).stream().findFirst();
    }

    /// Is there such a flag, with whatever value.
    public boolean gives(Flag flag) {
        return !given.values(flag).isEmpty();
    }

    public List<String> values(Flag flag) {
        return given.values(flag);
    }

    public Terminal terminal() {
        return environment.terminal();
    }
}
