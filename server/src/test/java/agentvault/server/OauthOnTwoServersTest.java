package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.PostgresServer;
import agentvault.store.PostgresStore;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers on one PostgreSQL database, and a published authorization server that rotates refresh tokens: one that
/// is shown twice ends the connection.
@Tag("full")
class OauthOnTwoServersTest {

    private static final int REQUESTS = 100;
    private static final int LIFE = 600;
    private static final Duration LATER = Duration.ofHours(2);
    private static final Duration MOST = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private volatile Duration ahead = Duration.ZERO;

    private Instant now() {
        return Instant.now().plus(ahead);
    }

    @Test
    void a_hundred_requests_whose_token_has_ended_are_one_refresh_and_all_are_answered() throws Exception {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var identity = SiteIdentity.make(folder, "localhost");
        var schema = PostgresServer.newSchema();
        try (var provider = new OidcProvider(identity, LIFE);
                var one = server("one", schema, identity);
                var other = server("other", schema, identity)) {
            var atOne = Connecting.begin(one.address(), provider);
            var atOther = atOne.at(other.address());
            atOne.connect();
            awaitReady(atOther);
            assertThat(atOne.whose().body()).contains("\"sub\":\"ann\"");
            assertThat(atOther.whose().body()).contains("\"sub\":\"ann\"");

            provider.tell("hold");
            provider.tell("later " + LATER.toSeconds());
            ahead = LATER;
            awaitReady(atOne);
            awaitReady(atOther);
            var answers = ask(provider, List.of(atOne, atOther));

            assertThat(answers)
                    .hasSize(REQUESTS)
                    .allSatisfy(answer ->
                            assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"sub\":\"ann\""));
            assertThat(provider.told()).containsExactly("granted authorization_code", "granted refresh_token");
            assertThat(atOther.status().get("status").asString()).isEqualTo("connected");
        }
    }

    private TestServer server(String name, String schema, SiteIdentity identity) {
        var store = PostgresStore.open(PostgresServer.url(), schema);
        return new TestServer(
                folder.resolve(name), folder.resolve("key"), store, TestServer.reaching(identity.root()), this::now);
    }

    /// A server lets nobody in on what it did not confirm for some time, and its time has just made a leap.
    private static void awaitReady(Connecting server) throws IOException, InterruptedException {
        var until = Instant.now().plus(MOST);
        boolean ready = server.ready();
        while (!ready && Instant.now().isBefore(until)) ready = server.ready();
        assertThat(ready).isTrue();
    }

    /// The new token comes when all have asked, and not before.
    private static List<String> ask(OidcProvider provider, List<Connecting> servers) throws Exception {
        var asked = new CountDownLatch(REQUESTS);
        var waiting = new ArrayList<Future<String>>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < REQUESTS; i++) {
                var server = servers.get(i % servers.size());
                waiting.add(clients.submit(() -> whose(server, asked)));
            }
            assertThat(asked.await(MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
            provider.await("held");
            assertThat(waiting).noneMatch(Future::isDone);
            provider.tell("go");
        }
        var answers = new ArrayList<String>();
        for (var answer : waiting) answers.add(answer.get());
        return answers;
    }

    private static String whose(Connecting server, CountDownLatch asked) throws IOException {
        var address = URI.create(server.address());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) MOST.toMillis());
            var head = "GET /proxy/" + server.provider().authority() + "/me HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Authorization: Bearer " + server.agent() + "\r\nX-Vault: my-vault\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            asked.countDown();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
