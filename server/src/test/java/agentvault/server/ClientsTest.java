package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients as people have them, each in an outfit and otherwise as it is, against a site that answers only who comes
/// with
/// the secret that the proxy adds.
@Tag("full")
class ClientsTest {

    private static final String FETCH = "fetch(process.env.URL).then(r => r.text()).then(console.log)";
    private static final String GET =
            "require(process.env.URL.split(':')[0]).get(process.env.URL, r => r.pipe(process.stdout))";
    private static final String AGENT = "const https = require('node:https');"
            + " https.get(process.env.URL, { agent: new https.Agent({ keepAlive: true }) },"
            + " r => r.on('end', () => process.exit()).pipe(process.stdout))";
    private static final String STREAM =
            "import('node:https').then(({ default: h }) => h.get(process.env.URL, r => r.pipe(process.stdout)))";

    private static final String PROGRAM = """
            import java.net.*;
            import java.net.http.*;

            class Program {
                public static void main(String[] words) throws Exception {
                    URI url = URI.create(System.getenv("URL"));
                    if (words[0].equals("connection")) {
                        System.out.println(new String(url.toURL().openStream().readAllBytes()));
                        return;
                    }
                    HttpResponse<String> answer = HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
                    System.out.println(answer.body());
                    System.exit(answer.statusCode() == 200 ? 0 : 1);
                }
            }
            """;

    @TempDir
    private static Path folder;

    private static ClientsStage stage;
    private static Map<String, String> variables;

    /// @param name which the site is told
    /// @param script of a shell, in which `URL` is the site's address for this client
    record Client(String name, String scheme, String script) {
        Client(String name, String script) {
            this(name, "https", script);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Client> clients() {
        return Stream.of(
                        Stream.of(
                                new Client("curl", "curl -sS --fail \"$URL\""),
                                new Client("curl-plain", "http", "curl -sS --fail \"$URL\""),
                                new Client("wget", "wget -q -O - \"$URL\""),
                                new Client("git", "git ls-remote --exit-code \"$URL/repo.git\""),
                                new Client("npm", "npm view kit version --registry \"$URL\""),
                                new Client("cargo", "cargo search --index \"sparse+$URL/\" kit"),
                                new Client("gh", "GH_HOST=$AUTHORITY GH_ENTERPRISE_TOKEN=placeholder gh api user")),
                        Stream.of("node20", "node22", "node24").flatMap(ClientsTest::node),
                        python(),
                        java(),
                        Stream.of(
                                new Client("ruby", "ruby -rnet/http -e 'puts Net::HTTP.get(URI(ENV[\"URL\"]))'"),
                                new Client(
                                        "php-curl",
                                        "php -r '$c = curl_init(getenv(\"URL\")); exit(curl_exec($c) ? 0 : 1);'"),
                                new Client("php-streams", "php get.php"),
                                new Client("php-plain", "http", "php get.php")))
                .flatMap(each -> each);
    }

    private static Stream<Client> node(String version) {
        var node = "\"$CLIENTS/node_modules/" + version + "/bin/node\" -e \"$PROGRAM\"";
        return Stream.of(
                new Client(version + "-fetch", "PROGRAM=\"" + FETCH + "\"; " + node),
                new Client(version + "-https", "PROGRAM=\"" + GET + "\"; " + node),
                new Client(version + "-agent", "PROGRAM=\"" + AGENT + "\"; " + node),
                new Client(version + "-import", "PROGRAM=\"" + STREAM + "\"; " + node),
                new Client(version + "-fetch-plain", "http", "PROGRAM=\"" + FETCH + "\"; " + node),
                new Client(version + "-http", "http", "PROGRAM=\"" + GET + "\"; " + node));
    }

    private static Stream<Client> python() {
        var python = "/usr/bin/python3 ";
        return Stream.of(
                new Client(
                        "urllib",
                        python + "-c 'import os, urllib.request as u; u.urlopen(os.environ[\"URL\"]).read()'"),
                new Client(
                        "requests",
                        python + "-c 'import os, requests as r; r.get(os.environ[\"URL\"]).raise_for_status()'"),
                new Client(
                        "httpx", python + "-c 'import os, httpx as h; h.get(os.environ[\"URL\"]).raise_for_status()'"),
                new Client(
                        "pip", python + "-m pip download -q --no-deps --no-cache-dir --index-url \"$URL/simple\" kit"));
    }

    private static Stream<Client> java() {
        var ours = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of("client", "connection")
                .flatMap(kind -> Stream.of(
                        new Client("java-" + kind, "java -cp classes Program " + kind),
                        new Client("java25-" + kind, "\"" + ours + "\" -cp classes Program " + kind),
                        new Client("java25-plain-" + kind, "http", "\"" + ours + "\" -cp classes Program " + kind)));
    }

    @BeforeAll
    static void open() throws Exception {
        var source = Files.writeString(folder.resolve("Program.java"), PROGRAM);
        Files.writeString(folder.resolve("get.php"), "<?php exit(file_get_contents(getenv('URL')) ? 0 : 1);");
        var classes = folder.resolve("classes").toString();
        var compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "--release", "11", "-d", classes, source.toString()))
                .isZero();
        var home = System.getenv("HOME");
        var theirs = Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", folder.toString(),
                "RUSTUP_HOME", System.getenv().getOrDefault("RUSTUP_HOME", home + "/.rustup"),
                "CLIENTS", Path.of("target/clients").toAbsolutePath().toString());
        stage = ClientsStage.open(folder, theirs);
        variables = new HashMap<>(theirs);
        variables.putAll(stage.variables());
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void goes_through_the_proxy_and_comes_with_the_secret(Client client) throws Exception {
        var said = folder.resolve(client.name() + ".txt");
        var builder = new ProcessBuilder(List.of("sh", "-c", client.script()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        boolean tls = client.scheme().equals("https");
        var authority = tls ? stage.authority() : stage.authorityWithoutTls();
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.environment().put("AUTHORITY", authority);
        builder.environment().put("URL", client.scheme() + "://" + authority + "/for/" + client.name());
        var process = builder.start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(client.name()).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        assertThat(stage.site().served()).contains(client.name());
        assertThat(stage.site().refused()).doesNotContain(client.name());
    }
}
