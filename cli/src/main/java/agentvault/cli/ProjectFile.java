package agentvault.cli;

import agentvault.command.Failure;
import agentvault.json.Json;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The file of a project that names its vault: `agent-vault.json` in the folder a command is started in, and nowhere
/// above it.
record ProjectFile(Path path) {

    static final String NAME = "agent-vault.json";

    static ProjectFile in(Path folder) {
        return new ProjectFile(folder.resolve(NAME));
    }

    /// Empty if there is no such file.
    Optional<String> vault() {
        try {
            var text = Files.readString(path);
            return Optional.of(Json.read(text)
                    .map(json -> json.text("vault"))
                    .filter(name -> !name.isEmpty())
                    .orElseThrow(() -> Failure.of(NAME + " in this folder names no vault.")
                            .because("It holds one line: {\"vault\": \"NAME\"}")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failure.of(NAME + " in this folder cannot be read.");
        }
    }

    /// Writes a new file; one that is there is left alone.
    void make(String vault) {
        try {
            Files.writeString(path, Json.object().with("vault", vault).shown() + "\n", StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw Failure.of(NAME + " is already in this folder.")
                    .because("It is left as it is.")
                    .next("rm " + NAME);
        } catch (IOException e) {
            throw Failure.of(NAME + " cannot be written in this folder.");
        }
    }
}
