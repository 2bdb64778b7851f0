package agentvault.command;

import java.util.List;

/// What a command line says.
public sealed interface Parsed {

    record Run(Action action, Given given) implements Parsed {}

    /// @param path the names of the commands from the root to the one whose help is wanted
    record Help(List<String> path, Command command) implements Parsed {}

    record Misused(Failure failure) implements Parsed {}
}
