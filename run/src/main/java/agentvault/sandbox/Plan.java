package agentvault.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is to run in a sandbox, and what it gets to see. All paths are absolute.
///
/// @param socket the session's Unix socket: the only way out
/// @param outfit a folder for this one run, of its user alone, that the program sees as [Sandbox#OUTFIT]
/// @param home of the user; in the sandbox an empty folder of the same name, but for tools that PATH leads to
/// @param variables all that the program gets; HOME and PWD are added
/// @param never what must not be seen, whatever is mounted: the data directory, the folder of logins
public record Plan(
        Work work,
        Path socket,
        Path outfit,
        Path home,
        Map<String, String> variables,
        List<String> command,
        Set<Path> never) {

    /// What of the operator's files the program works on.
    ///
    /// @param folder where it begins, too
    public record Work(Path folder, boolean readOnly, List<Mount> mounts) {

        public Work {
            if (!folder.isAbsolute()) throw new IllegalArgumentException("the work folder is absolute");
            folder = folder.normalize();
            mounts = List.copyOf(mounts);
        }
    }

    public Plan {
        if (!socket.isAbsolute() || !outfit.isAbsolute() || !home.isAbsolute())
            throw new IllegalArgumentException("paths are absolute");
        if (command.isEmpty()) throw new IllegalArgumentException("no program");
        home = home.normalize();
        variables = Map.copyOf(variables);
        command = List.copyOf(command);
        never = Set.copyOf(never);
    }

    /// The names of the variables alone: an operator may have given secrets to the program.
    @Override
    public String toString() {
        return "Plan[" + command.getFirst() + " in " + work.folder() + ", " + variables.keySet() + "]";
    }
}
