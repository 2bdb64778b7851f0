package agentvault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table of hostile responses as bytes, by every way in: Node and Jetty read in what a client gets one answer to
/// each
/// of its requests, and what a server adds to an answer is nobody's.
@Tag("full")
class HostileResponsesTest {

    private static final String NEXT = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext";

    private Proxying proxying;
    private SessionSocket socket;
    private ClientWitness witness;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        proxying = new Proxying(folder);
        proxying.serveBearer();
        socket = SessionSocket.open(proxying, folder.resolve("s.sock"));
        witness = new ClientWitness();
    }

    @AfterEach
    void close() {
        assertThat(proxying.broken).isEmpty();
        witness.close();
        socket.close();
        proxying.close();
    }

    @Test
    void a_client_reads_one_answer_to_each_of_its_requests() throws Exception {
        var problems = new ArrayList<String>();
        for (var way : WayIn.values()) {
            for (var one : HostileResponse.all()) {
                var answers = asked(one, way);
                var wanted = new ArrayList<>(List.of(one.outcome()));
                if (answers.size() > 1) wanted.add("200=next");
                var byNode = witness.byNode(one.method(), answers);
                var byJetty = witness.byJetty(one.method(), answers);
                var about = way + " " + one + ": " + answers;
                if (!read(one, byNode).equals(wanted)) problems.add("Node reads " + byNode + ": " + about);
                if (!read(one, byJetty).equals(wanted)) problems.add("Jetty reads " + byJetty + ": " + about);
            }
        }

        System.out.printf(
                "%d hostile responses by %d ways in%n", HostileResponse.all().size(), WayIn.values().length);
        assertThat(problems).isEmpty();
    }

    /// Our own bodies are ours, and nothing at all is too little, too.
    private static List<String> read(HostileResponse one, List<String> answers) {
        return switch (one.outcome()) {
            case "502=" ->
                answers.stream()
                        .map(answer -> answer.startsWith("502={") ? "502=" : answer)
                        .toList();
            case "cut" -> answers.isEmpty() || answers.equals(List.of("none")) ? List.of("cut") : answers;
            default -> answers;
        };
    }

    /// The bytes that a client gets for a request, and those for another one after it: on the same connection if that
    /// stays open. If it does not, the other one is asked for anew.
    private List<String> asked(HostileResponse one, WayIn way) throws IOException {
        proxying.recorder.converse((head, _, socket) -> {
            var answer = head.contains("/next") ? NEXT : one.bytes();
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return head.contains("/next") || one.open();
        });
        var to = proxying.to();
        var tokens = Map.of("/", way.prefix(to), "host", way.host(to), "auth", way.auth(proxying));
        var next = "GET {/}/next HTTP/1.1\\r\\nHost: {host}\\r\\n{auth}Connection: close\\r\\n\\r\\n";
        try (var wire = way.open(socket, to)) {
            wire.sendBytes(
                    HostileText.bytes(one.method() + " {/}/case HTTP/1.1\\r\\nHost: {host}\\r\\n{auth}\\r\\n", tokens));
            var first = wire.answer(one.method().equals("HEAD"));
            if (first.ends()) {
                try (var again = way.open(socket, to)) {
                    assertThat(again.sendBytes(HostileText.bytes(next, tokens)).rest())
                            .as("%s %s", way, one)
                            .startsWith("HTTP/1.1 200 ")
                            .endsWith("\r\n\r\nnext");
                }
                return List.of(first.bytes() + wire.rest());
            }
            return List.of(
                    first.bytes(),
                    wire.sendBytes(HostileText.bytes(next, tokens)).rest());
        }
    }
}
