package agentvault.sandbox;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Functions of the C library, for what the JDK has no method for.
public final class CLibrary {

    private CLibrary() {}

    @SuppressWarnings("restricted") // the JDK has no method for these calls
    public static MethodHandle function(String name, FunctionDescriptor shape) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    public static IllegalStateException failed(Throwable why) {
        return new IllegalStateException("a call of the C library failed", why);
    }

    /// Has this process do nothing about signals, while a program that it starts gets them as any program does.
    ///
    /// What is ignored a program would inherit. What it does not inherit is a function that takes the signal: here
    /// one of the C library that may be called at any time and does nothing.
    public static void leaveSignals(int... numbers) {
        var signal = function(
                "signal", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        var nothing = Linker.nativeLinker().defaultLookup().findOrThrow("getpid");
        try {
            for (int number : numbers) {
                var _ = (MemorySegment) signal.invokeExact(number, nothing);
            }
        } catch (Throwable e) {
            throw failed(e);
        }
    }
}
