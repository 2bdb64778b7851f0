package agentvault.run;

import agentvault.command.Failure;
import agentvault.sandbox.Sandbox;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A program that runs in our place: with our terminal, input and output. What a terminal's keys send goes to it
/// alone, since the terminal sends it to everybody; what another process sends us is handed on.
final class Child {

    private static final int NOT_EXECUTABLE = 126;

    private final ProcessBuilder builder;
    private final boolean enclosed;

    /// @param enclosed in a sandbox
    Child(ProcessBuilder builder, boolean enclosed) {
        this.builder = builder;
        this.enclosed = enclosed;
    }

    /// Starts it and waits for its end.
    ///
    /// @return the code to end with: its own, or 128 and the signal that ended it
    int run() {
        var started = new CompletableFuture<Process>();
        Signals.at("INT", () -> {});
        Signals.at("HUP", () -> handOn(started, Signals.HANGUP));
        Signals.at("TERM", () -> handOn(started, Signals.TERMINATE));
        try {
            var process = builder.start();
            started.complete(process);
            var _ = Thread.ofPlatform().daemon().start(Signals::leaveQuit);
            return process.waitFor();
        } catch (IOException e) {
            throw Failure.of(builder.command().getFirst() + " cannot be started.")
                    .because("The system says: " + e.getMessage())
                    .exit(NOT_EXECUTABLE);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }

    /// One that comes before the program is there waits for it.
    private void handOn(CompletableFuture<Process> started, int signal) {
        var process = started.join();
        var program = enclosed ? Sandbox.program(process) : Optional.of(process.toHandle());
        program.ifPresentOrElse(one -> Signals.send(one, signal), process::destroy);
    }
}
