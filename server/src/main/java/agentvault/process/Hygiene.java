package agentvault.process;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a process does before it holds a secret: others of the same user cannot read its memory, its environment or a
/// core of it, and nothing in the JVM tells what is in it. Root still can.
///
/// It uses the JDK alone, because it comes before everything else.
public final class Hygiene {

    /// Flags of the JVM that let others look in, or write down what is in memory or goes over TLS.
    private static final List<String> TELLING = List.of(
            "-agentlib:",
            "-agentpath:",
            "-javaagent:",
            "-Xrunjdwp",
            "-Xdebug",
            "-XX:+EnableDynamicAgentLoading",
            "-XX:+StartAttachListener",
            "-XX:-DisableAttachMechanism",
            "-XX:+HeapDumpOnOutOfMemoryError",
            "-XX:+HeapDumpBeforeFullGC",
            "-XX:+HeapDumpAfterFullGC",
            "-XX:+CreateCoredumpOnCrash",
            "-XX:Flags=",
            "-XX:VMOptionsFile=",
            "-XX:OnError=",
            "-XX:OnOutOfMemoryError=",
            "-XX:StartFlightRecording",
            "-Dcom.sun.management.jmxremote",
            "-Djavax.net.debug",
            "-Djdk.httpclient.HttpClient.log",
            "-Djdk.internal.httpclient.disableHostnameVerification");

    private static final String NO_ATTACH = "-XX:+DisableAttachMechanism";

    private Hygiene() {}

    /// What came of it.
    public sealed interface Outcome {
        /// @param notes what this system or this JVM does not protect, in sentences
        record Sheltered(List<String> notes) implements Outcome {
            public Sheltered {
                notes = List.copyOf(notes);
            }
        }

        /// @param sentence says what must not be, and what to do
        record Refused(String sentence) implements Outcome {}
    }

    /// Shelters this process. Call it before anything is unlocked; a process that was refused must not go on.
    public static Outcome begin() {
        var flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        var telling = telling(flags);
        if (telling.isPresent()) {
            return new Outcome.Refused("Agent Vault does not start with " + telling.get()
                    + ": it would let others see secrets. Take it out of the command, of JAVA_TOOL_OPTIONS"
                    + " and of JDK_JAVA_OPTIONS.");
        }
        var notes = new ArrayList<String>();
        if (!flags.contains(NO_ATTACH)) {
            notes.add("Other processes of this user may attach to this JVM: it was started without " + NO_ATTACH + ".");
        }
        if (!System.getProperty("os.name").equals("Linux")) {
            notes.add("This system does not keep other processes of this user out of this one's memory: that is done"
                    + " on Linux alone.");
            return new Outcome.Sheltered(notes);
        }
        if (!LinuxCalls.hide()) {
            return new Outcome.Refused(
                    "This system does not keep other processes of this user out of this one's memory:"
                            + " prctl(PR_SET_DUMPABLE) failed. Look at what confines the process.");
        }
        LinuxCalls.keepFilesPrivate();
        return new Outcome.Sheltered(notes);
    }

    /// Lets the terminal end without this process, which has begun before.
    public static void leaveTerminal() {
        if (!LinuxCalls.leaveSession()) throw new IllegalStateException("The server cannot leave the terminal");
    }

    /// The first flag that must not be, without its value: a value may be a secret.
    static Optional<String> telling(List<String> flags) {
        return TELLING.stream()
                .filter(telling -> flags.stream().anyMatch(flag -> flag.startsWith(telling)))
                .findFirst();
    }
}
