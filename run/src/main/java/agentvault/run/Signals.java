package agentvault.run;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Proxy;

/// What this process does about signals. A program that it starts has what is usual of them: what takes a signal is
/// not inherited, as it would be if it were ignored.
///
/// The JDK hears signals by classes that its compiler warns of, so they are called by name.
final class Signals {

    static final int HANGUP = 1;
    static final int TERMINATE = 15;

    private static final int QUIT = 3;

    private Signals() {}

    /// Has something done at a signal, in the place of what Java does.
    static void at(String name, Runnable work) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var heard = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, (_, _, _) -> {
                work.run();
                return Void.TYPE;
            });
            var one = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, one, heard);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java hears no signals", e);
        }
    }

    static void send(ProcessHandle to, int signal) {
        var kill = function(
                "kill", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int _ = (int) kill.invokeExact((int) to.pid(), signal);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /// Has nothing done at QUIT: Java would write to the terminal what its threads do, and lets nobody hear of it.
    /// The function that takes the signal is one that does nothing.
    static void leaveQuit() {
        var signal = function(
                "signal", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        var nothing = Linker.nativeLinker().defaultLookup().findOrThrow("getpid");
        try {
            var _ = (MemorySegment) signal.invokeExact(QUIT, nothing);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    @SuppressWarnings("restricted") // the JDK has no method for these calls
    private static MethodHandle function(String name, FunctionDescriptor shape) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    private static IllegalStateException broken(Throwable why) {
        return new IllegalStateException("a call of the C library failed", why);
    }
}
