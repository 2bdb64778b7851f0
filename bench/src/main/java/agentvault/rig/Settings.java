package agentvault.rig;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the command line asks for.
///
/// @param scenario one alone; all if there is none
record Settings(Optional<String> scenario, int rounds, Duration time, boolean allPeers) {

    private static final int ROUNDS = 5;
    private static final Duration TIME = Duration.ofSeconds(5);

    static Settings of(List<String> arguments) {
        return new Settings(
                value(arguments, "--scenario"),
                value(arguments, "--rounds").map(Integer::parseInt).orElse(ROUNDS),
                value(arguments, "--seconds")
                        .map(Long::parseLong)
                        .map(Duration::ofSeconds)
                        .orElse(TIME),
                arguments.contains("--all-peers"));
    }

    private static Optional<String> value(List<String> arguments, String flag) {
        int at = arguments.indexOf(flag);
        if (at < 0) return Optional.empty();
        if (at + 1 == arguments.size()) throw new IllegalArgumentException(flag + " needs a value");
        return Optional.of(arguments.get(at + 1));
    }
}
