package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients as people have them, unmodified, in one run of the real command and in one in a sandbox, against a site that
/// answers only who comes with the secret that the proxy adds.
@Tag("full")
class ClientsTest {

    private static final Path GUIDE = Path.of(System.getProperty("user.dir")).resolveSibling("docs/guides/clients.md");

    /// Each client's words and code are left in files.
    private static final String ALL =
            "ls clients | xargs -n 1 -P 2 sh -c 'timeout 60 sh clients/$1 >said/$1 2>&1; echo $? >code/$1' sh";

    @TempDir
    private static Path folder;

    private static ClientsStage stage;
    private static final Map<Way, Seen> SEEN = new EnumMap<>(Way.class);

    enum Way {
        IN_THE_OPEN,
        IN_A_SANDBOX
    }

    /// What came of a run.
    ///
    /// @param served the clients that came with the secret
    /// @param refused those that came without
    private record Seen(Path project, Set<String> served, Set<String> refused) {

        String of(Client client, String what) throws IOException {
            var file = project.resolve(what).resolve(client.name());
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        }
    }

    @BeforeAll
    static void open() throws Exception {
        stage = ClientsStage.open(folder);
        for (var way : Way.values()) SEEN.put(way, run(way));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static Seen run(Way way) throws Exception {
        var home = Files.createDirectory(folder.resolve("home-" + way));
        var project = project(home);
        var words = new ArrayList<>(List.of("run", "--vault", "first"));
        words.addAll(List.of("--env", "CLIENTS=" + clients(), "--env", "CARGO_TRIED=" + cargo()));
        words.addAll(List.of("--env", "RUSTUP_HOME=" + rustup()));
        if (way == Way.IN_A_SANDBOX)
            words.addAll(List.of("--sandbox", "--mount", clients().toString()));
        if (way == Way.IN_A_SANDBOX && !cargo().startsWith("/usr"))
            words.addAll(
                    List.of("--mount", cargo().resolveSibling("..").normalize().toString()));
        words.addAll(List.of("--", "sh", "-c", ALL));
        var program = stage.loggedIn(home).in(project);
        var ran = program.run(words, "");
        assertThat(ran.code()).as(ran.conversation()).isZero();
        var seen = new Seen(
                project,
                Set.copyOf(stage.site().served()),
                Set.copyOf(stage.site().refused()));
        stage.site().forget();
        return seen;
    }

    /// Where the clients run, with what they need and a file for each.
    private static Path project(Path home) throws IOException {
        var project = Files.createDirectory(home.resolve("project"));
        for (var name : List.of("clients", "said", "code")) Files.createDirectory(project.resolve(name));
        var source = Files.writeString(home.resolve("Program.java"), Client.PROGRAM);
        var classes = project.resolve("classes").toString();
        var compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "--release", "11", "-d", classes, source.toString()))
                .isZero();
        Files.writeString(project.resolve("get.php"), "<?php exit(file_get_contents(getenv('URL')) ? 0 : 1);");
        for (var client : Client.all().toList()) {
            boolean tls = client.scheme().equals("https");
            var authority = tls ? stage.authority() : stage.authorityWithoutTls();
            var script = "export AUTHORITY=%s URL=%s://%s/for/%s%n%s%n"
                    .formatted(authority, client.scheme(), authority, client.name(), client.script());
            Files.writeString(project.resolve("clients").resolve(client.name()), script);
        }
        return project;
    }

    private static Path clients() {
        return Path.of("target/clients").toAbsolutePath();
    }

    /// The program itself, where what PATH leads to is a stand-in that looks for it in a home.
    private static Path cargo() throws IOException, InterruptedException {
        var found = Path.of(said("command -v cargo"));
        return found.toRealPath().endsWith("rustup") ? Path.of(said("rustup which cargo")) : found;
    }

    private static String rustup() {
        return System.getenv().getOrDefault("RUSTUP_HOME", System.getenv("HOME") + "/.rustup");
    }

    private static String said(String line) throws IOException, InterruptedException {
        var process = new ProcessBuilder("sh", "-c", line).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(line).isZero();
        return said;
    }

    static Stream<Arguments> clientsEverywhere() {
        return Stream.of(Way.values()).flatMap(way -> Client.all().map(client -> Arguments.of(way, client)));
    }

    @ParameterizedTest
    @MethodSource("clientsEverywhere")
    void goes_through_the_proxy_and_comes_with_the_secret(Way way, Client client) throws IOException {
        var seen = Objects.requireNonNull(SEEN.get(way));

        assertThat(seen.of(client, "code")).as(seen.of(client, "said")).isEqualTo("0\n");
        assertThat(seen.served()).contains(client.name());
        assertThat(seen.refused()).doesNotContain(client.name());
    }

    @Test
    void the_guide_names_the_clients_that_are_tried_and_no_other() throws IOException {
        var text = Files.readString(GUIDE);
        int begins = text.indexOf("| client |");
        var table = text.substring(begins, text.indexOf("\n\n", begins));

        assertThat(table.lines().skip(2).map(line -> line.split("\\|", -1)[1].strip()))
                .containsExactlyInAnyOrderElementsOf(
                        Client.all().map(Client::row).collect(Collectors.toSet()));
    }
}
