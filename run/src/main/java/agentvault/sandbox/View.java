package agentvault.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The files that a program in a sandbox sees, as words for bubblewrap. It is a list of what is there: nothing is
/// hidden
/// by naming it, but for what must not be seen within a folder that is shown.
final class View {

    private static final List<String> PROGRAMS = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");
    private static final List<String> WHOLE = List.of("/usr", "/opt", "/nix/store", "/home/linuxbrew/.linuxbrew");

    /// What programs need of the machine's configuration. Nothing that holds keys or passwords.
    private static final List<String> CONFIGURATION = List.of(
            "alternatives",
            "ca-certificates",
            "ca-certificates.conf",
            "crypto-policies",
            "debian_version",
            "fonts",
            "group",
            "host.conf",
            "inputrc",
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "locale.alias",
            "localtime",
            "lsb-release",
            "magic",
            "mime.types",
            "os-release",
            "passwd",
            "perl",
            "pki/ca-trust/extracted",
            "pki/tls/cert.pem",
            "pki/tls/certs",
            "pki/tls/openssl.cnf",
            "protocols",
            "redhat-release",
            "services",
            "shells",
            "ssl/cert.pem",
            "ssl/certs",
            "ssl/openssl.cnf",
            "terminfo",
            "timezone");

    /// Configuration whose name goes on with a version.
    private static final List<String> VERSIONED = List.of("java", "php", "python", "ruby");

    private static final Path ETC = Path.of("/etc");

    private final List<String> words = new ArrayList<>();
    private final List<Path> shown = new ArrayList<>();

    private View() {}

    /// @param java the JDK that the way out runs on
    /// @param program its classes
    static List<String> of(Plan plan, Path java, Path program) {
        var view = new View();
        view.machine();
        view.emptied(plan.home());
        var path = plan.variables().getOrDefault("PATH", "");
        HomeTools.shown(plan.home(), path).forEach(view::readOnly);
        view.readOnly(java);
        view.bind("--ro-bind", program, Sandbox.PROGRAM);
        view.bind("--ro-bind", plan.outfit(), Sandbox.OUTFIT);
        view.bind("--ro-bind", plan.socket(), Sandbox.SOCKET);
        view.bind("--ro-bind", plan.outfit().resolve(OwnFiles.HOSTS), ETC.resolve("hosts"));
        view.bind("--ro-bind", plan.outfit().resolve(OwnFiles.NAMES), ETC.resolve("nsswitch.conf"));
        var work = plan.work();
        view.bind(work.readOnly() ? "--ro-bind" : "--bind", work.folder(), work.folder());
        for (var mount : work.mounts())
            view.bind(mount.readOnly() ? "--ro-bind" : "--bind", mount.outside(), mount.inside());
        view.cover(plan.never());
        view.close();
        view.words.addAll(List.of("--chdir", work.folder().toString()));
        return view.words;
    }

    private void machine() {
        WHOLE.stream().map(Path::of).filter(Files::isDirectory).forEach(this::readOnly);
        for (var each : PROGRAMS) programs(Path.of(each));
        words.addAll(List.of("--dir", ETC.toString()));
        for (var each : CONFIGURATION) configuration(ETC.resolve(each));
        try (var all = Files.list(ETC)) {
            all.filter(each -> VERSIONED.stream().anyMatch(each.getFileName().toString()::startsWith))
                    .sorted()
                    .forEach(this::configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        words.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    }

    /// Nothing is added beside all that. Root could change the whole machine's settings in /proc, even in namespaces:
    /// its files belong to root, and bubblewrap covers only what it may itself write.
    private void close() {
        for (var each : List.of("/proc", "/")) words.addAll(List.of("--remount-ro", each));
    }

    /// Today these are mostly links into `/usr`.
    private void programs(Path folder) {
        try {
            if (Files.isSymbolicLink(folder))
                words.addAll(List.of("--symlink", Files.readSymbolicLink(folder).toString(), folder.toString()));
            else if (Files.isDirectory(folder)) readOnly(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configuration(Path file) {
        if (Files.isReadable(file)) bind("--ro-bind", file, file);
    }

    private void emptied(Path home) {
        for (var each : List.of(Path.of("/tmp"), Path.of("/run"), Path.of("/var/tmp"), home))
            words.addAll(List.of("--tmpfs", each.toString()));
    }

    private void readOnly(Path folder) {
        if (shown.stream().noneMatch(folder::startsWith)) bind("--ro-bind", folder, folder);
    }

    private void bind(String how, Path outside, Path inside) {
        words.addAll(List.of(how, outside.toString(), inside.toString()));
        if (outside.equals(inside)) shown.add(inside);
    }

    /// Puts something empty over what must not be seen and lies in a folder that is.
    private void cover(Set<Path> never) {
        var all = never.stream()
                .flatMap(each -> Stream.of(each, Refusals.real(each)))
                .distinct()
                .toList();
        for (var each : all) {
            if (shown.stream().noneMatch(each::startsWith)) continue;
            if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) words.addAll(List.of("--tmpfs", each.toString()));
            else if (Files.exists(each, LinkOption.NOFOLLOW_LINKS))
                words.addAll(List.of("--ro-bind", "/dev/null", each.toString()));
        }
    }
}
