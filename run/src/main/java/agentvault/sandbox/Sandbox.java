package agentvault.sandbox;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A program in namespaces of its own: no network but two ports that lead to its session's socket, no files but those
/// of its [Plan], no processes but its own.
public final class Sandbox {

    /// Where the forward proxy is for a program in a sandbox, on 127.0.0.1.
    public static final int PROXY_PORT = 14322;

    /// Where the API is, on 127.0.0.1.
    public static final int API_PORT = 14321;

    /// Where a program in a sandbox sees [Plan#outfit].
    public static final Path OUTFIT = Path.of("/run/agent-vault/outfit");

    static final Path SOCKET = Path.of("/run/agent-vault/socket");
    static final Path PROGRAM = Path.of("/run/agent-vault/program");

    /// The filter comes as an open file, and a terminal's signals are left to the program: both are handed on by a
    /// shell
    /// that becomes bubblewrap.
    private static final String START = "trap '' HUP INT QUIT TERM; exec 9<\"$1\"; shift; exec \"$@\"";

    /// Small, and up soon.
    private static final List<String> JAVA = List.of(
            "-Xmx256m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-Xshare:auto",
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED");

    /// How the way out reads its words.
    private static final List<String> LOCALE = List.of("LC_ALL", "LC_CTYPE", "LANG");

    private Sandbox() {}

    /// Why there can be no sandbox on this machine; empty if one was made and worked.
    public static Optional<Hindrance> hindrance() {
        return Bubblewrap.here().hindrance();
    }

    /// Why this plan is refused: what must not be seen would be.
    public static Optional<Hindrance> refusal(Plan plan) {
        return Refusals.of(plan);
    }

    /// What runs a plan, with the terminal, the input and the output of this process. It ends with the program's code,
    /// and everything in it ends when the thread that starts it does.
    ///
    /// The plan was not refused, and nothing hinders.
    public static ProcessBuilder enclose(Plan plan) {
        var here = Bubblewrap.here();
        var bubblewrap = here.program().orElseThrow(() -> new IllegalStateException("there is no bwrap"));
        var calls = SystemCalls.of(here.machine()).orElseThrow(() -> new IllegalStateException("no such machine"));
        OwnFiles.write(plan.outfit(), calls);
        var command = new ArrayList<>(List.of("/bin/sh", "-c", START, "sh"));
        command.addAll(List.of(plan.outfit().resolve(OwnFiles.FILTER).toString(), bubblewrap.toString()));
        command.addAll(Bubblewrap.NAMESPACES);
        command.addAll(List.of("--hostname", "sandbox", "--seccomp", "9"));
        var java = Path.of(System.getProperty("java.home"));
        command.addAll(View.of(plan, java, classes()));
        command.add("--");
        command.add(java.resolve("bin/java").toString());
        command.addAll(JAVA);
        command.addAll(List.of("-cp", PROGRAM.toString(), WayOut.class.getName(), SOCKET.toString()));
        command.addAll(plan.command());
        var builder = new ProcessBuilder(command).inheritIO();
        environment(plan, builder);
        return builder;
    }

    /// The program in a sandbox that runs, for signals that are meant for it; empty before it is there and after its
    /// end.
    public static Optional<ProcessHandle> program(Process enclosed) {
        return child(enclosed.toHandle()).flatMap(Sandbox::child).flatMap(Sandbox::child);
    }

    private static Optional<ProcessHandle> child(ProcessHandle of) {
        return of.children().findFirst();
    }

    private static void environment(Plan plan, ProcessBuilder builder) {
        var environment = builder.environment();
        var theirs = List.copyOf(environment.entrySet());
        environment.clear();
        for (var each : theirs) if (LOCALE.contains(each.getKey())) environment.put(each.getKey(), each.getValue());
        plan.variables().forEach((name, value) -> environment.put(WayOut.PREFIX + name, value));
        environment.put(WayOut.PREFIX + "HOME", plan.home().toString());
        environment.put(WayOut.PREFIX + "PWD", plan.work().folder().toString());
        Optional.ofNullable(plan.variables().get("PATH")).ifPresent(path -> environment.put("PATH", path));
    }

    /// The jar or the folder that this class is in.
    private static Path classes() {
        try {
            var location = Sandbox.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(location.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this program does not know where it is", e);
        }
    }
}
