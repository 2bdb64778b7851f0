package agentvault.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What may not be a work folder or a mount. Links are followed before anything is compared.
final class Refusals {

    /// The machine's own: neither shown by a mount, nor is anything shown in their place.
    private static final List<Path> MACHINE = Stream.of("/proc", "/sys", "/dev", "/run", "/var/run", "/boot", "/etc")
            .map(Path::of)
            .toList();

    /// Shown as they are; nothing is put in their place.
    private static final List<Path> PROGRAMS = Stream.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
            .map(Path::of)
            .toList();

    /// Too much of a machine for a work folder.
    private static final Set<Path> BROAD = Set.of(
            Path.of("/"),
            Path.of("/home"),
            Path.of("/var"),
            Path.of("/opt"),
            Path.of("/tmp"),
            Path.of("/mnt"),
            Path.of("/media"),
            Path.of("/srv"));

    private final Plan plan;
    private final List<Path> never;

    private Refusals(Plan plan) {
        this.plan = plan;
        this.never = Stream.concat(plan.never().stream(), HomeTools.credentials(plan.home()).stream())
                .flatMap(path -> Stream.of(path, real(path)))
                .distinct()
                .toList();
    }

    static Optional<Hindrance> of(Plan plan) {
        var refusals = new Refusals(plan);
        var home = plan.home();
        if (home.getNameCount() == 0 || within(home, MACHINE) || within(home, PROGRAMS))
            return refused("HOME is " + home + ".", "Set HOME to a folder of your own.");
        var work = plan.work().folder();
        var found = refusals.shown(work, "The work folder ").or(() -> refusals.asWork(work));
        for (var mount : plan.work().mounts())
            found = found.or(() -> refusals.shown(mount.outside(), "The mount "))
                    .or(() -> refusals.place(mount.inside()));
        return found;
    }

    private Optional<Hindrance> asWork(Path work) {
        if (Files.isDirectory(work)) return Optional.empty();
        return refused("The work folder " + work + " is not a folder.", "Start in the folder of your project.");
    }

    private Optional<Hindrance> shown(Path given, String what) {
        var path = real(given);
        if (!Files.isDirectory(path) && !Files.isRegularFile(path))
            return refused(what + given + " is neither a file nor a folder.", "Name one that is there.");
        if (BROAD.contains(path) || within(path, MACHINE) || PROGRAMS.contains(path))
            return refused(what + given + " shows too much of this machine.", "Choose a folder in it.");
        if (real(plan.home()).startsWith(path) || plan.home().startsWith(path))
            return refused(what + given + " holds your home.", "Choose a folder in it.");
        for (var each : never)
            if (each.startsWith(path) || path.startsWith(each)) {
                if (Files.exists(each))
                    return refused(
                            what + given + " would show " + each + ", which no sandbox does.",
                            "Choose another folder.");
            }
        return Optional.empty();
    }

    private Optional<Hindrance> place(Path inside) {
        boolean ours = BROAD.contains(inside) || within(inside, MACHINE) || within(inside, PROGRAMS);
        boolean hides = plan.work().folder().startsWith(inside) || plan.home().startsWith(inside);
        if (!ours && !hides) return Optional.empty();
        return refused("A mount cannot be put at " + inside + ".", "Write OUTSIDE:INSIDE with another INSIDE.");
    }

    private static boolean within(Path path, List<Path> folders) {
        return folders.stream().anyMatch(path::startsWith);
    }

    /// What is not there is what it says.
    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private static Optional<Hindrance> refused(String what, String remedy) {
        return Optional.of(new Hindrance(what, remedy));
    }
}
