package agentvault.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// The class path of this process with every folder of classes packed, as it is where the product is installed.
final class PackedClasses {

    private PackedClasses() {}

    /// @param into where the archives are made, unless they are there
    static String path(Path into) throws IOException {
        var packed = new ArrayList<String>();
        for (var part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var path = Path.of(part);
            if (!Files.isDirectory(path)) {
                packed.add(part);
                continue;
            }
            var archive = into.resolve(packed.size() + ".jar");
            if (Files.notExists(archive)) pack(path, archive);
            packed.add(archive.toString());
        }
        return String.join(File.pathSeparator, packed);
    }

    private static void pack(Path folder, Path archive) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(archive));
                var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
