package agentvault.id;

import java.util.Optional;

/// The protocol through which somebody acts. The codes are part of the trail's format.
public enum Face {
    AGENT_VAULT(1),
    QODER(2),
    ANTHROPIC(3),
    TWENTY_FIRST(4),
    /// The data plane.
    PROXY(5),
    /// The command line beside the data, and the server itself.
    LOCAL(6);

    private final int code;

    Face(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<Face> ofCode(int code) {
        for (var face : values()) {
            if (face.code == code) return Optional.of(face);
        }
        return Optional.empty();
    }
}
