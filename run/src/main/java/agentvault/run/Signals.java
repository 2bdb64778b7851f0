package agentvault.run;

import agentvault.sandbox.CLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
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
        var kill = CLibrary.function(
                "kill", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int _ = (int) kill.invokeExact((int) to.pid(), signal);
        } catch (Throwable e) {
            throw CLibrary.failed(e);
        }
    }

    /// Has nothing done at QUIT: Java would write to the terminal what its threads do, and lets nobody hear of it.
    static void leaveQuit() {
        CLibrary.leaveSignals(QUIT);
    }
}
