package agentvault.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs of this Java in an outfit, with a proxy that lets nobody through who does not show who they are.
class JavaProgramsTest {

    private static final String OURS =
            "Basic " + Base64.getEncoder().encodeToString("av_token:first".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private static Path folder;

    private static Site site;
    private static AskingProxy ours;
    private static AskingProxy another;
    private static Map<String, String> outfit;

    private final Map<String, String> variables = new HashMap<>();

    @BeforeAll
    static void open() throws Exception {
        site = new Site(folder);
        ours = new AskingProxy();
        another = new AskingProxy();
        var way = new Way(ours.address(), "http://127.0.0.1:1", Way.Token.of("av_token"), "first");
        var made = Files.createDirectory(folder.resolve("out fit"));
        outfit = Outfit.prepare(made, made, way, site.root(), Map.of()).variables();
    }

    @BeforeEach
    void begin() {
        variables.putAll(outfit);
        site.shown().clear();
        ours.shown().clear();
        another.shown().clear();
    }

    @AfterAll
    static void close() throws IOException {
        site.close();
        ours.close();
        another.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "connection"})
    void our_proxy_lets_it_through_and_the_server_is_not_shown_who_it_is(String client) throws Exception {
        assertThat(said(client, site.secure("/"))).isEqualTo("200");
        assertThat(said(client, site.plain(Site.NAME, "/"))).isEqualTo("200");

        assertThat(ours.shown()).contains(OURS).isSubsetOf(OURS, "");
        assertThat(site.shown()).isEmpty();
    }

    @Test
    void the_newer_client_need_not_be_asked() throws Exception {
        said("client", site.secure("/"));

        assertThat(ours.shown()).containsExactly(OURS);
    }

    @Test
    void the_programs_own_password_goes_to_the_server_and_ours_to_our_proxy() throws Exception {
        assertThat(said("authenticating", site.secure("/asking"))).isEqualTo("200");

        assertThat(ours.shown()).containsOnly(OURS);
        assertThat(site.shown()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "connection"})
    void another_proxy_is_shown_nothing(String client) throws Exception {
        var port = Integer.toString(another.address().getPort());

        assertThat(said(client, site.plain(Site.NAME, "/"), port)).isEqualTo("407");
        said(client, site.secure("/"), port);

        assertThat(another.shown()).hasSizeGreaterThan(1).containsOnly("");
        assertThat(ours.shown()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "connection"})
    void a_server_of_this_machine_is_asked_directly_and_shown_nothing(String client) throws Exception {
        assertThat(said(client, site.plain("127.0.0.1", "/"))).isEqualTo("200");

        assertThat(ours.shown()).isEmpty();
        assertThat(site.shown()).isEmpty();
    }

    @Test
    void no_library_of_ours_is_among_the_programs() throws Exception {
        said("client", site.secure("/"));

        assertThat(said("libraries", "none:/")).isEqualTo("none");
    }

    @Test
    void it_starts_without_a_token_and_says_what_does_not_work() throws Exception {
        variables.remove("AGENT_VAULT_TOKEN");

        assertThat(said("client", site.plain("127.0.0.1", "/"))).isEqualTo("200");
        assertThat(Files.readString(folder.resolve("errors")))
                .contains("agent-vault: AGENT_VAULT_TOKEN is gone from the environment");
    }

    @Test
    void it_starts_with_an_agent_that_cannot_be_told_where_the_proxy_is() throws Exception {
        variables.computeIfPresent(
                "JAVA_TOOL_OPTIONS",
                (_, options) -> options.replace("=127.0.0.1:" + ours.address().getPort(), "=nowhere"));

        assertThat(said("client", site.plain("127.0.0.1", "/"))).isEqualTo("200");
        assertThat(Files.readString(folder.resolve("errors"))).contains("agent-vault: the proxy will not let");
    }

    /// What a program prints that ends well.
    private String said(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                "target/test-classes",
                JavaProgram.class.getName()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        boolean refused = words.length > 2;
        if (!refused)
            assertThat(code).as(Files.readString(folder.resolve("errors"))).isZero();
        return said.strip();
    }
}
