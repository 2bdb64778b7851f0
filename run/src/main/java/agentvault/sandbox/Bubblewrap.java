package agentvault.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The program that makes namespaces (`bwrap`), and whether it can make them on this machine.
///
/// @param system what Java calls the system
/// @param machine what Java calls the machine
/// @param path where programs are looked for
/// @param settings where the kernel shows its settings
record Bubblewrap(String system, String machine, String path, Path settings) {

    static final List<String> NAMESPACES = List.of(
            "--unshare-user",
            "--disable-userns",
            "--unshare-pid",
            "--unshare-net",
            "--unshare-ipc",
            "--unshare-uts",
            "--unshare-cgroup-try",
            "--die-with-parent",
            "--cap-drop",
            "ALL");

    private static final String NAME = "bwrap";
    private static final int MINOR_NEEDED = 8;
    private static final int SECONDS = 10;
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    /// Settings that forbid namespaces, by the value that does.
    private static final List<Setting> FORBIDDING = List.of(
            new Setting("kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"),
            new Setting("user/max_user_namespaces", "0", "user.max_user_namespaces=15000"),
            new Setting(
                    "kernel/apparmor_restrict_unprivileged_userns",
                    "1",
                    "kernel.apparmor_restrict_unprivileged_userns=0"));

    private record Setting(String file, String forbids, String wanted) {}

    private record Said(int code, String text) {}

    static Bubblewrap here() {
        return new Bubblewrap(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                Optional.ofNullable(System.getenv("PATH")).orElse(""),
                Path.of("/proc/sys"));
    }

    /// Where it is: in folders with a name of their own alone, never in the one that the command happens to run in.
    Optional<Path> program() {
        for (var folder : path.split(File.pathSeparator, -1)) {
            if (!folder.startsWith("/")) continue;
            var program = Path.of(folder, NAME);
            if (Files.isRegularFile(program) && Files.isExecutable(program)) return Optional.of(program);
        }
        return Optional.empty();
    }

    Optional<Hindrance> hindrance() {
        if (!system.equals("Linux"))
            return hindrance("Sandboxes need Linux.", "Use `run` without --sandbox, or a Linux machine.");
        if (SystemCalls.of(machine).isEmpty())
            return hindrance("Sandboxes need an x86-64 or arm64 machine.", "Use `run` without --sandbox.");
        var found = program();
        if (found.isEmpty())
            return hindrance(
                    "Sandboxes need bubblewrap, and bwrap is not on PATH.",
                    "Install it: apt-get install bubblewrap, dnf install bubblewrap, or apk add bubblewrap.");
        var version = run(List.of(found.get().toString(), "--version"));
        if (!recent(version.text()))
            return hindrance(
                    "Sandboxes need bubblewrap 0.8 or newer; this is " + line(version.text()) + ".",
                    "Install a newer one.");
        return tried(found.get());
    }

    private static boolean recent(String version) {
        var numbers = VERSION.matcher(version);
        if (!numbers.find()) return false;
        return Integer.parseInt(numbers.group(1)) > 0 || Integer.parseInt(numbers.group(2)) >= MINOR_NEEDED;
    }

    private Optional<Hindrance> tried(Path program) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(NAMESPACES);
        command.addAll(List.of("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"));
        var said = run(command);
        if (said.code() == 0) return Optional.empty();
        for (var setting : FORBIDDING) {
            if (value(setting).equals(setting.forbids()))
                return hindrance(
                        "This machine's settings forbid namespaces to its users (bwrap: " + line(said.text()) + ").",
                        "Set it as root: sysctl -w " + setting.wanted());
        }
        return hindrance(
                "Namespaces cannot be made here (" + line(said.text()) + ").",
                "In a container, allow user namespaces and an unmasked /proc"
                        + " (Docker: --security-opt seccomp=unconfined --security-opt systempaths=unconfined).");
    }

    private String value(Setting setting) {
        try {
            return Files.readString(settings.resolve(setting.file())).strip();
        } catch (IOException e) {
            return ""; // this kernel does not have it
        }
    }

    private static Said run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            if (!ended) process.destroyForcibly();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(ended ? process.exitValue() : -1, text);
        } catch (IOException e) {
            return new Said(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Said(-1, "interrupted");
        }
    }

    private static String line(String text) {
        return text.lines().findFirst().map(String::strip).orElse("no answer");
    }

    private static Optional<Hindrance> hindrance(String what, String remedy) {
        return Optional.of(new Hindrance(what, remedy));
    }
}
