package agentvault.probe;

import agentvault.crypto.Secret;
import agentvault.question.Endpoint;
import agentvault.question.Excerpt;
import agentvault.question.Question;
import agentvault.question.Questions;
import agentvault.question.Reply;
import agentvault.workspace.Heard;
import agentvault.workspace.McpServers;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// MCP servers, dialled like every upstream: through the one guard of the process.
public final class HttpMcpServers implements McpServers {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// What a server says to a POST that has only the older transport, which begins with a GET.
    private static final Set<Integer> NO_POST = Set.of(400, 404, 405);

    private static final Set<Integer> NO_TOKEN = Set.of(401, 403);

    private final Questions questions;
    private final Duration patience;

    public HttpMcpServers(Questions questions) {
        this(questions, PATIENCE);
    }

    /// @param patience until enough of an answer is there
    HttpMcpServers(Questions questions, Duration patience) {
        this.questions = questions;
        this.patience = patience;
    }

    @Override
    public Heard initialize(String server, Secret token, Sending sending) {
        var endpoint = Endpoint.ofAny(server);
        if (endpoint.isEmpty()) return new Heard.Nothing("unusable_server_url");
        if (!sendable(token)) return new Heard.Nothing("unusable_access_token");
        sending.by("POST");
        var answer = asked(endpoint.get(), Initialize.with(endpoint.get(), token), token);
        boolean perhapsOlder = answer instanceof Heard.Response response && NO_POST.contains(response.status());
        if (!perhapsOlder) return answer;
        sending.by("GET");
        var older = asked(endpoint.get(), Initialize.stream(endpoint.get(), token), token);
        return older instanceof Heard.Response response && tells(response) ? response : answer;
    }

    private static boolean tells(Heard.Response stream) {
        boolean opened = stream.status() == 200 && stream.contentType().startsWith("text/event-stream");
        return opened || NO_TOKEN.contains(stream.status());
    }

    private Heard asked(Endpoint endpoint, Question.Wording wording, Secret token) {
        return switch (questions.ask(endpoint, Question.Wanted.COMPLAINT, patience, wording)) {
            case Reply.None(var code) -> new Heard.Nothing(code);
            case Reply.Whole whole -> {
                try (var _ = whole.body()) {
                    yield Excerpt.of(whole, List.of(token));
                }
            }
        };
    }

    /// Whether it can stand in a header.
    private static boolean sendable(Secret token) {
        return token.reveal(bytes -> {
            for (byte each : bytes) if (each < ' ' || each > '~') return false;
            return bytes.length > 0;
        });
    }
}
