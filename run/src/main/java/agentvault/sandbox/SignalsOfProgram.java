package agentvault.sandbox;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The signals that a terminal sends to all of its programs at once, and those that ask a program to end. They are
/// meant for the program in the sandbox, and not for what stands around it.
final class SignalsOfProgram {

    /// HUP, INT, QUIT and TERM.
    private static final int[] NUMBERS = {1, 2, 3, 15};

    private SignalsOfProgram() {}

    /// Has this process do nothing about them, while a program that it starts gets them as any program does.
    ///
    /// This process begins with the signals ignored, which a program would inherit, and which Java leaves as it is.
    /// What a program does not inherit is a function that takes the signal: here one of the C library that may be
    /// called at any time and does nothing.
    @SuppressWarnings("restricted") // the JDK has no method for this call
    static void leave() {
        var linker = Linker.nativeLinker();
        var functions = linker.defaultLookup();
        var signal = linker.downcallHandle(
                functions.findOrThrow("signal"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        var nothing = functions.findOrThrow("getpid");
        try {
            for (int number : NUMBERS) {
                var _ = (MemorySegment) signal.invokeExact(number, nothing);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library failed", e);
        }
    }
}
