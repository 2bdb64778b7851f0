package agentvault.process;

import agentvault.sandbox.CLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;

/// The calls of the C library that the JDK has no method for.
final class LinuxCalls {

    private static final int PR_SET_DUMPABLE = 4;
    private static final int OWNER_ONLY = 0077;

    private LinuxCalls() {}

    /// From now on this process belongs to root as far as /proc and ptrace go, and no core of it is written. False if
    /// the
    /// kernel did not do it.
    static boolean hide() {
        var prctl = CLibrary.function(
                "prctl",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG));
        try {
            return (int) prctl.invokeExact(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) == 0;
        } catch (Throwable e) {
            throw CLibrary.failed(e);
        }
    }

    /// What this process makes is its owner's alone, whoever started it.
    static void keepFilesPrivate() {
        var umask = CLibrary.function("umask", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int _ = (int) umask.invokeExact(OWNER_ONLY);
        } catch (Throwable e) {
            throw CLibrary.failed(e);
        }
    }

    /// Leaves the terminal's session: what ends there does not end this process.
    static boolean leaveSession() {
        var setsid = CLibrary.function("setsid", FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            return (int) setsid.invokeExact() >= 0;
        } catch (Throwable e) {
            throw CLibrary.failed(e);
        }
    }
}
