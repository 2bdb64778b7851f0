package agentvault.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The document that teaches an agent to ask for access, where agents that are known look for such documents. A file
/// there that is another's is left alone.
final class AgentDocument {

    private static final Map<String, String> FOLDERS = Map.of(
            "claude", ".claude",
            "cursor", ".cursor",
            "cursor-agent", ".cursor",
            "codex", ".agents");

    private static final String OURS = "name: agent-vault-cli";
    private static final int HEAD = 512;

    private AgentDocument() {}

    /// Where in a home an agent looks, if it is one that is known.
    static Optional<Path> place(String program) {
        return Optional.ofNullable(FOLDERS.get(program))
                .map(folder -> Path.of(folder, "skills", "agent-vault-cli", "SKILL.md"));
    }

    /// Writes it, or makes it newer.
    ///
    /// @return whether it is there now as it should be
    static boolean put(Path file, String document) {
        try {
            if (document.isEmpty() || !mayBeWritten(file)) return false;
            Files.createDirectories(file.getParent());
            if (!Files.exists(file) || !Files.readString(file).equals(document)) Files.writeString(file, document);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean mayBeWritten(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return true;
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return false;
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), java.nio.charset.StandardCharsets.UTF_8).contains(OURS);
        }
    }
}
