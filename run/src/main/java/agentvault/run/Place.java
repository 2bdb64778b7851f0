package agentvault.run;

import agentvault.child.Way;
import java.nio.file.Path;
import java.util.Map;

/// Where a program runs, and how it reaches the server from there.
sealed interface Place extends AutoCloseable permits InTheOpen, InTheSandbox {

    /// What the program's clients are told.
    Way way();

    /// Where the program sees the files of its run.
    Path seen();

    /// What starts it.
    Child child(Variables variables, Map<Path, String> documents);

    @Override
    void close();
}
