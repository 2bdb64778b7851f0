package agentvault.run;

import agentvault.command.Environment;
import agentvault.command.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The program that a word means: a path, or a name to be found on PATH.
///
/// @param word as it was typed
record Executable(String word) {

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    /// The name without the folders before it.
    String name() {
        return word.substring(word.lastIndexOf('/') + 1);
    }

    /// Fails as a shell does, before anything is made for the program.
    void check(Environment environment) {
        var files = files(environment);
        if (files.stream().anyMatch(Executable::runs)) return;
        var there = files.stream().filter(Files::exists).findFirst();
        if (there.isEmpty()) throw missing();
        throw Failure.of(there.get() + " cannot be executed.")
                .because(Files.isDirectory(there.get()) ? "It is a folder." : "It is a file without leave to run.")
                .next(Files.isDirectory(there.get()) ? "" : "chmod +x " + there.get())
                .exit(NOT_EXECUTABLE);
    }

    private Failure missing() {
        var failure = Failure.of("No program is named \"" + word + "\".").exit(NOT_FOUND);
        return word.contains("/") ? failure : failure.because("It is in none of the folders of PATH.");
    }

    private static boolean runs(Path file) {
        return Files.isExecutable(file) && !Files.isDirectory(file);
    }

    private List<Path> files(Environment environment) {
        if (word.isEmpty()) return List.of();
        if (word.contains("/")) return List.of(environment.folder().resolve(word));
        var folders = environment.variable("PATH").orElse("/usr/bin:/bin");
        return Stream.of(folders.split(":", -1))
                .map(folder -> environment.folder().resolve(folder).resolve(word))
                .toList();
    }
}
