package agentvault.start;

import agentvault.command.Failure;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// What a process does before it holds a secret: nobody else of the same user reads its memory, its environment or a
/// core of it, and nothing is set that would print what TLS protects.
final class Hygiene {

    private static final List<String> TELLING = List.of(
            "javax.net.debug", "jdk.httpclient.HttpClient.log", "jdk.internal.httpclient.disableHostnameVerification");

    private static final int PR_SET_DUMPABLE = 4;

    private Hygiene() {}

    static void begin() {
        for (var property : TELLING) {
            if (System.getProperty(property) == null) continue;
            throw Failure.misuse("The server does not start with -D" + property + ".")
                    .because("It would print or weaken what TLS protects.");
        }
        if (System.getProperty("os.name").equals("Linux")) hideFromOthers();
    }

    private static void hideFromOthers() {
        var prctl = function("prctl", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
        try {
            int failed = (int) prctl.invokeExact(PR_SET_DUMPABLE, 0L);
            if (failed != 0) throw new IllegalStateException("prctl failed");
        } catch (Throwable e) {
            throw new IllegalStateException("This system does not keep other processes out of this one's memory", e);
        }
    }

    /// Leaves the terminal's session: what ends there does not end this process.
    static void leaveTerminal() {
        try {
            int session = (int) function("setsid").invokeExact();
            if (session < 0) throw new IllegalStateException("setsid failed");
        } catch (Throwable e) {
            throw new IllegalStateException("The server cannot leave the terminal", e);
        }
    }

    @SuppressWarnings("restricted") // the JDK has neither of these calls
    private static MethodHandle function(String name, ValueLayout... arguments) {
        var linker = Linker.nativeLinker();
        var address = linker.defaultLookup().find(name).orElseThrow();
        return linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }
}
