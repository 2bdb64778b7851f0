package agentvault.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.dial.Elsewhere;
import agentvault.dial.Upstreams;
import agentvault.question.Questions;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Until;
import agentvault.wire.EventLoops;
import agentvault.workspace.Office;
import agentvault.workspace.TokenServer;
import agentvault.workspace.TokenServer.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A token endpoint that speaks TLS and then breaks HTTP, or leaves in the middle of it without a word.
class BrokenAnswersTest {

    private static final String HOST = "auth.example.com";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int BETWEEN_BYTES_MILLIS = 20;

    @TempDir
    Path folder;

    private final EventLoops loops = EventLoops.start(1);
    private Elsewhere elsewhere;
    private Upstreams upstreams;
    private ServerSocket listening;

    /// Answers a question that has been read.
    @FunctionalInterface
    private interface Saying {
        void to(SSLSocket client) throws IOException;
    }

    @BeforeEach
    void open() throws IOException {
        elsewhere = new Elsewhere(folder);
        elsewhere.name(HOST, "127.0.0.1");
        upstreams = elsewhere.upstreams();
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
        upstreams.close();
        loops.close();
    }

    private Answer asked(Saying saying) {
        var serving = elsewhere.serving(HOST).getSocketFactory();
        Thread.ofVirtual().start(() -> {
            try (var bare = listening.accept();
                    var client = (SSLSocket) serving.createSocket(bare, HOST, bare.getPort(), false)) {
                client.setUseClientMode(false);
                readHead(client);
                saying.to(client);
                // Below TLS, which would say good-bye.
                bare.shutdownOutput();
            } catch (IOException _) {
                // The client left first.
            }
        });
        var url = "https://" + HOST + ":" + listening.getLocalPort() + "/token";
        var settings = new OauthSettings(url, "c", ClientAuthentication.NONE, "", "", Until.forever());
        try (var refresh = Office.secret("refresh")) {
            return new HttpAuthorizationServers(new Questions(upstreams, loops::next), PATIENCE)
                    .ask(new TokenServer.Request(
                            settings, new TokenServer.Grant.Refresh(), Map.of(Part.REFRESH_TOKEN, refresh)));
        }
    }

    private static void readHead(Socket client) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = client.getInputStream().read();
            if (read < 0) throw new IOException("no head");
            head.append((char) read);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                                                                                   | no_answer
        HTTP/1.1 200 OK                                                                      | no_answer
        SSH-2.0-OpenSSH_9.9;;                                                                | unreadable_answer
        HTTP/1.1 200 OK;Content-Length: 5;Content-Length: 6;;{"a":1}                         | unreadable_answer
        HTTP/1.1 101 Switching Protocols;Upgrade: x;Connection: upgrade;;                    | unreadable_answer
        HTTP/1.1 204 No Content;;                                                            | no_json
        HTTP/1.1 200 OK;Content-Length: 21;;{"access_token":"a"}                             | no_answer
        HTTP/1.1 200 OK;Connection: close;;{"access_token":"a"                               | no_json
        HTTP/1.1 200 OK;Transfer-Encoding: chunked;;zz;                                      | unreadable_answer
        HTTP/1.1 200 OK;Transfer-Encoding: chunked;;14;{"access_token":"a"};                 | no_answer
        HTTP/1.1 200 OK;Content-Type: text/html;Content-Length: 14;;<h1>Sorry</h1>           | no_json
        HTTP/1.1 200 OK;Content-Encoding: gzip;Content-Length: 4;;H4sI                       | no_json
        """)
    void has_a_code_of_its_own_and_no_tokens(String answer, String code) {
        assertThat(asked(client -> write(client.getOutputStream(), answer.replace(";", "\r\n"))))
                .isInstanceOfSatisfying(
                        Answer.Failed.class, failed -> assertThat(failed.code()).isEqualTo(code));
    }

    @Test
    void a_head_without_end_is_not_read_to_its_end() {
        assertThat(asked(client -> {
                    write(client.getOutputStream(), "HTTP/1.1 200 OK\r\nX-Long: ");
                    while (true) write(client.getOutputStream(), "a".repeat(1024));
                }))
                .isEqualTo(new Answer.Failed("unreadable_answer"));
    }

    @Test
    void a_body_without_end_is_not_read_to_its_end() {
        assertThat(asked(client -> {
                    write(client.getOutputStream(), "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                    while (true) write(client.getOutputStream(), " ".repeat(1024));
                }))
                .isEqualTo(new Answer.Failed("answer_too_long"));
    }

    @Test
    void an_answer_in_drops_is_waited_for_no_longer_than_any_other() {
        assertThat(asked(client -> {
                    write(client.getOutputStream(), "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                    while (true) {
                        pause(client);
                        write(client.getOutputStream(), " ");
                    }
                }))
                .isEqualTo(new Answer.Failed("timeout"));
    }

    /// Until the client says something, which it does not.
    private static void pause(SSLSocket client) throws IOException {
        client.setSoTimeout(BETWEEN_BYTES_MILLIS);
        try {
            if (client.getInputStream().read() < 0) throw new IOException("the client left");
        } catch (SocketTimeoutException _) {
            // Time for the next drop.
        }
    }
}
