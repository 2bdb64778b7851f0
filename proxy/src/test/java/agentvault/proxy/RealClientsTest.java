package agentvault.proxy;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.vault.Until;
import agentvault.workspace.Office;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Programs that people have, each with nothing but a session's token in the URL of the proxy and a file with the root,
/// as processes of their own. What they ask for has a name that only the proxy can resolve.
@Tag("full")
class RealClientsTest {

    private static final String HELLO = "hello from elsewhere\n";
    private static final String PASSWORD = "changeit";
    private static final int MOST_SECONDS = 60;

    /// Asks for the URL that is its last argument, and prints the body and then the status.
    enum Program {
        CURL("curl", "-sS", "--max-time", "20", "-w", "%{http_code}"),
        PYTHON("python3", "-c", """
            import sys, urllib.error, urllib.request
            try:
                answer = urllib.request.urlopen(sys.argv[1], timeout=20)
            except urllib.error.HTTPError as refused:
                answer = refused
            sys.stdout.write(answer.read().decode() + str(answer.code))
            """),
        NODE("node", "-e", """
            const http = require('node:http'), https = require('node:https');
            const target = new URL(process.argv[1]), proxy = new URL(process.env.HTTPS_PROXY);
            const shown = Buffer.from(proxy.username + ':' + proxy.password).toString('base64');
            const authority = target.hostname + ':' + (target.port || 443);
            http.request({
              method: 'CONNECT', host: proxy.hostname, port: proxy.port, path: authority,
              // Unless told, node names the proxy in Host.
              headers: {'Proxy-Authorization': 'Basic ' + shown},
            }).on('connect', (opened, socket) => {
              if (opened.statusCode !== 200) throw new Error('CONNECT: ' + opened.statusCode);
              https.get(target, {socket, agent: false, timeout: 20000}, async (answer) => {
                let body = '';
                for await (const part of answer) body += part;
                process.stdout.write(body + answer.statusCode);
              });
            }).end();
            """),
        JAVA(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.http.auth.tunneling.disabledSchemes=",
                "-Djavax.net.ssl.trustStore=root.p12",
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "-cp",
                System.getProperty("java.class.path"),
                JavaClient.class.getName());

        @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
        private final List<String> command;

        Program(String... command) {
            this.command = List.of(command);
        }

        List<String> asking(String url) {
            var all = new ArrayList<>(command);
            all.add(url);
            return all;
        }
    }

    @TempDir
    private Path folder;

    private Proxying proxying;
    private GuardedSite site;
    private String proxyUrl;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        proxying = new Proxying(folder);
        proxying.serveBearer();
        var files = Files.createDirectory(folder.resolve("site"));
        Files.writeString(files.resolve("hello"), HELLO);
        site = new GuardedSite(files, Proxying.SECRET);
        proxying.recorder.converse(site);
        proxyUrl = proxying.proxyUrl(session() + ":shop");
        Files.writeString(folder.resolve("root.pem"), proxying.root());
        try (var out = Files.newOutputStream(folder.resolve("root.p12"))) {
            proxying.trusted().store(out, PASSWORD.toCharArray());
        }
    }

    private String session() {
        var shares = List.of(new Session.Share(proxying.vault, VaultRole.PROXY));
        var sessions = proxying.office.workspace.sessions();
        try (var issued =
                done(sessions.create(proxying.office.owner, shares, Session.Egress.NONE, "clients", Until.forever()))) {
            return Office.text(issued.shown());
        }
    }

    @AfterEach
    void close() {
        assertThat(proxying.broken).isEmpty();
        proxying.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_program_reaches_a_server_with_a_secret_that_it_never_had(Program program) throws Exception {
        assertThat(run(program.asking(url("https", "/hello")))).isEqualTo(HELLO + "200");

        assertThat(site.heads()).hasSize(1);
        assertThat(proxying.recorder.connections).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_program_that_asks_for_another_host_reads_in_the_tunnel_what_to_propose(Program program) throws Exception {
        assertThat(run(program.asking("https://unknown.example.com/")))
                .contains("\"proposal_hint\":{\"host\":\"unknown.example.com\",\"endpoint\":\"POST /v1/proposals\"")
                .endsWith("403");

        assertThat(proxying.elsewhere.lookUps).hasValue(0);
    }

    @Test
    void git_shows_its_token_when_it_is_asked_for_it_and_clones() throws Exception {
        makeRepository();
        var repository = url("https", "/shop.git");

        assertThat(run(List.of("git", "ls-remote", repository))).contains("\trefs/heads/main\n");
        run(List.of("git", "clone", "-q", repository, "taken"));

        assertThat(folder.resolve("taken/greeting")).hasContent(HELLO);
        assertThat(site.heads()).anyMatch(head -> head.startsWith("GET /shop.git/objects/"));
    }

    /// What a server without git can serve: files.
    private void makeRepository() throws Exception {
        run(List.of("git", "init", "-q", "-b", "main", "made"));
        Files.writeString(folder.resolve("made/greeting"), HELLO);
        run(List.of("git", "-C", "made", "add", "greeting"));
        var someone = List.of("-c", "user.name=Ana", "-c", "user.email=ana@example.com");
        var commit = new ArrayList<>(List.of("git", "-C", "made"));
        commit.addAll(someone);
        commit.addAll(List.of("commit", "-q", "-m", "greet"));
        run(commit);
        run(List.of("git", "clone", "-q", "--bare", "made", "site/shop.git"));
        run(List.of("git", "-C", "site/shop.git", "update-server-info"));
    }

    @Test
    void a_websocket_gets_its_frame_back_after_a_handshake_with_the_secret() throws Exception {
        assertThat(run(Program.JAVA.asking(url("wss", "/socket")))).isEqualTo("hello");

        assertThat(site.heads()).singleElement().asString().containsIgnoringCase("\r\nUpgrade: websocket\r\n");
    }

    @Test
    void without_a_token_there_is_no_tunnel() throws Exception {
        var url = url("https", "/hello");
        var proxy = proxyUrl.replaceFirst("//.*@", "//");
        var ended = start(List.of("curl", "-s", "-x", proxy, "-w", "%{http_connect}", url));

        assertThat(ended.waitFor()).isEqualTo(56);
        assertThat(said()).isEqualTo("407");
        assertThat(proxying.recorder.connections).hasValue(0);
    }

    private String url(String scheme, String path) {
        return scheme + "://" + proxying.to() + path;
    }

    /// Runs a program to its end, which has to be a good one.
    private String run(List<String> command) throws Exception {
        var ended = start(command);
        assertThat(ended.exitValue()).as(said()).isZero();
        assertThat(said()).doesNotContain(Proxying.SECRET);
        return said();
    }

    private Process start(List<String> command) throws Exception {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        var root = folder.resolve("root.pem").toString();
        var environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("HTTPS_PROXY", proxyUrl);
        for (var name : List.of("CURL_CA_BUNDLE", "SSL_CERT_FILE", "GIT_SSL_CAINFO", "NODE_EXTRA_CA_CERTS"))
            environment.put(name, root);
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        var process = builder.start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command.getFirst() + " does not end");
        }
        return process;
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }
}
