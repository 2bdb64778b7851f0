package agentvault.child;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;

/// The agent for Java programs as one jar, made of the classes that are on our own class path: in folders, or in a jar
/// with
/// others.
final class AgentJar {

    private static final String OURS = "agentvault/jvm/";
    private static final String PREMAIN = "Premain";

    /// Where the agent looks for what the program must not meet.
    private static final String APART = "apart/";

    private static final String IN_JAR = "jar:";

    private static final String LIBRARY = "org/objectweb/asm/";
    private static final String LIBRARY_READER = "ClassReader";

    private AgentJar() {}

    static byte[] bytes() {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), OURS.replace('/', '.') + PREMAIN);
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes, manifest)) {
            jar.setLevel(Deflater.NO_COMPRESSION);
            for (var name : classes(OURS, PREMAIN)) {
                put(jar, (name.contains("/Insertion") ? APART : "") + name, name);
            }
            for (var name : classes(LIBRARY, LIBRARY_READER)) put(jar, APART + name, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(JarOutputStream jar, String entry, String resource) throws IOException {
        try (var in = AgentJar.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) throw new IOException(resource + " is gone");
            jar.putNextEntry(new JarEntry(entry));
            in.transferTo(jar);
            jar.closeEntry();
        }
    }

    /// The classes of a package, where one of them lies.
    private static List<String> classes(String folder, String one) throws IOException {
        var found = resource(folder + one + ".class").toString();
        var names = found.startsWith(IN_JAR) ? inJar(found, folder) : besides(found);
        return names.stream()
                .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                .map(name -> folder + name)
                .toList();
    }

    private static List<String> besides(String one) throws IOException {
        try (var files = Files.list(Path.of(URI.create(one)).resolveSibling(""))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /// @param one as in `jar:file:/folder/file.jar!/package/One.class`
    private static List<String> inJar(String one, String folder) throws IOException {
        var file = Path.of(URI.create(one.substring(IN_JAR.length(), one.indexOf("!/"))));
        try (var jar = new JarFile(file.toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(folder))
                    .map(name -> name.substring(folder.length()))
                    .filter(name -> !name.contains("/"))
                    .toList();
        }
    }

    private static URL resource(String name) {
        var found = AgentJar.class.getClassLoader().getResource(name);
        if (found == null) throw new IllegalStateException(name + " is not on the class path");
        return found;
    }
}
