package agentvault.dial;

import java.nio.file.Path;
import java.util.List;

/// How connections are opened and kept.
///
/// @param rootFiles certificates in PEM that are trusted besides the system's
public record DialSettings(Route route, List<Path> rootFiles, PoolLimits pool) {

    public static final DialSettings STANDARD = new DialSettings(new Route.Direct(), List.of(), PoolLimits.STANDARD);

    public DialSettings {
        rootFiles = List.copyOf(rootFiles);
    }
}
