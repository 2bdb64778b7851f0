package agentvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody sees who runs `./agent-vault`: the real script, in places and with JDKs of every kind.
@Tag("full")
class LauncherTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String THIS_JDK = System.getProperty("java.home");
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Path programs;

    private record Ran(int code, String answer, String conversation) {}

    @BeforeEach
    void programs_without_a_java() throws IOException {
        programs = Files.createDirectory(folder.resolve("programs"));
        var needed = "sh sed dirname readlink find cat mkdir touch grep tail rm mv cp ln tr uname nice";
        for (var name : needed.split(" ", -1)) {
            Files.createSymbolicLink(programs.resolve(name), onPath(name));
        }
    }

    @Test
    void answers_from_any_folder_and_through_links() throws IOException, InterruptedException {
        var direct = Files.createSymbolicLink(folder.resolve("vault link"), ROOT.resolve("agent-vault"));
        var twice = Files.createDirectory(folder.resolve("bin of mine")).resolve("agent-vault");
        Files.createSymbolicLink(twice, Path.of("..", "vault link"));

        for (var script : List.of(ROOT.resolve("agent-vault"), direct, twice)) {
            var ran = run(script, Map.of("JAVA_HOME", THIS_JDK), "version");

            assertThat(ran.conversation()).isEmpty();
            assertThat(ran.answer()).startsWith("agent-vault 0.");
            assertThat(ran.code()).isZero();
        }
    }

    @Test
    void hands_arguments_and_exit_code_through() throws IOException, InterruptedException {
        var ran = run(ROOT.resolve("agent-vault"), Map.of("JAVA_HOME", THIS_JDK), "two words");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.answer()).isEmpty();
        assertThat(ran.conversation()).contains("two words", "agent-vault --help");
    }

    @Test
    void an_older_default_java_is_passed_over() throws IOException, InterruptedException {
        var older = olderJdk();
        var path = older.resolve("bin") + ":" + programs;
        var unset = Map.of("PATH", path, "AGENT_VAULT_JDK_FOLDERS", "/nowhere:" + THIS_JDK);
        var set = Map.of("PATH", path, "AGENT_VAULT_JDK_FOLDERS", THIS_JDK, "JAVA_HOME", older.toString());

        for (var environment : List.of(unset, set)) {
            var ran = run(ROOT.resolve("agent-vault"), environment, "version");

            assertThat(ran.conversation()).isEmpty();
            assertThat(ran.answer()).contains("Java 25");
        }
    }

    @Test
    void without_a_jdk_says_what_was_looked_at_and_what_to_install() throws IOException, InterruptedException {
        var older = olderJdk().toString();
        var ran = run(
                ROOT.resolve("agent-vault"), Map.of("AGENT_VAULT_JDK_FOLDERS", older, "JAVA_HOME", older), "version");

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.answer()).isEmpty();
        assertThat(ran.conversation())
                .contains("needs a JDK 25 or newer", "JAVA_HOME (" + older + ")", "Install one")
                .hasLineCount(3);
    }

    @Test
    void builds_what_is_newer_than_the_last_build_and_only_then() throws IOException, InterruptedException {
        var built = ROOT.resolve("server/target");
        var home = tree(String.join(
                "\n",
                "echo built >>builds",
                "ln -sfn '" + built.resolve("classes") + "' server/target/classes",
                "cat '" + built.resolve("classpath.txt") + "' >server/target/classpath.txt"));
        var script = home.resolve("agent-vault");
        var environment = Map.of("JAVA_HOME", THIS_JDK);

        var first = run(script, environment, "version");
        assertThat(first.conversation()).startsWith("Building Agent Vault").hasLineCount(1);
        assertThat(first.answer()).startsWith("agent-vault 0.");

        assertThat(run(script, environment, "version").conversation()).isEmpty();
        assertThat(home.resolve("builds")).hasContent("built");

        Files.writeString(home.resolve("core/src/main/Changed.java"), "class Changed {}");
        assertThat(run(script, environment, "version").answer()).startsWith("agent-vault 0.");
        assertThat(home.resolve("builds")).hasContent("built\nbuilt");
    }

    @Test
    void a_failed_build_shows_its_errors_and_where_its_log_is() throws IOException, InterruptedException {
        var home = tree("echo '[INFO] trying'\necho '[ERROR] a name is missing'\nexit 1");

        var ran = run(home.resolve("agent-vault"), Map.of("JAVA_HOME", THIS_JDK), "version");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.answer()).isEmpty();
        assertThat(ran.conversation())
                .contains("The build failed.", "[ERROR] a name is missing", home.toRealPath() + "/target/build.log")
                .doesNotContain("trying");
    }

    private Ran run(Path script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(script.toString());
        command.addAll(List.of(arguments));
        var answer = folder.resolve("answer").toFile();
        var conversation = folder.resolve("conversation").toFile();
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(answer)
                .redirectError(conversation);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", programs.toString(),
                        "HOME", folder.toString(),
                        "AGENT_VAULT_REHEARSAL", "off"));
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Ran(code, Files.readString(answer.toPath()), Files.readString(conversation.toPath()));
    }

    private Path olderJdk() throws IOException {
        var home = folder.resolve("older jdk");
        var bin = Files.createDirectories(home.resolve("bin"));
        script(bin.resolve("java"), "echo older >&2; exit 9");
        script(bin.resolve("javac"), "exit 9");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        return home;
    }

    /// A source tree whose build is these commands.
    private Path tree(String build) throws IOException {
        var home = Files.createDirectory(folder.resolve("a tree"));
        for (var module : modules()) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            Files.createFile(home.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(home.resolve("pom.xml"));
        Files.createDirectories(home.resolve("server/target"));
        Files.createDirectory(home.resolve(".mvn"));
        Files.copy(ROOT.resolve(".mvn/jdk.sh"), home.resolve(".mvn/jdk.sh"));
        Files.copy(ROOT.resolve("agent-vault"), home.resolve("agent-vault"));
        script(home.resolve("mvnw"), build);
        makeOld(home);
        return home;
    }

    private static List<String> modules() throws IOException {
        try (var folders = Files.list(ROOT)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
    }

    private static void makeOld(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            for (var file : files.toList()) Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
        }
    }

    private static void script(Path file, String commands) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path onPath(String name) {
        return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is missing"));
    }
}
