package agentvault.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/// Small classes that break a rule on purpose: compiled in a test, to show that the rule bites.
final class Offender {

    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)");

    private Offender() {}

    /// Compiles sources, each with one package and one top-level type, and reads the classes.
    static JavaClasses compiled(String... sources) {
        try {
            var folder = Files.createTempDirectory("offender");
            try {
                compile(folder, sources);
                return new ClassFileImporter().importPath(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(Path folder, String... sources) {
        var messages = new StringWriter();
        var options = List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
        var units = Arrays.stream(sources).map(Offender::source).toList();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(messages, null, null, options, null, units)
                .call();
        if (!compiled) throw new IllegalArgumentException(messages.toString());
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private static TextSource source(String text) {
        var type = DECLARATION.matcher(text);
        if (!type.find()) throw new IllegalArgumentException("no type in: " + text);
        return new TextSource(type.group(1), text);
    }
}
