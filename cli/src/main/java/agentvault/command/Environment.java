package agentvault.command;

import agentvault.terminal.Terminal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// The world a command runs in: environment variables, the folder it was started in, the terminal, the clock.
public record Environment(Map<String, String> variables, Path folder, Terminal terminal, InstantSource clock) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    /// The one of this process.
    public static Environment system() {
        var variables = System.getenv();
        return new Environment(
                variables, Path.of("").toAbsolutePath(), Terminal.system(variables), InstantSource.system());
    }

    /// A variable that is set to something.
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    public Path home() {
        return Path.of(variable("HOME").orElseGet(() -> System.getProperty("user.home")));
    }
}
