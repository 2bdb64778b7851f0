package agentvault.hooks;

import agentvault.dial.DialFailure;
import agentvault.dial.Upstreams;
import agentvault.question.Endpoint;
import agentvault.question.Question;
import agentvault.question.Questions;
import agentvault.question.Reply;
import agentvault.webhook.SigningKey;
import agentvault.workspace.WebhookReceivers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Receivers over HTTPS, dialled like every upstream: through the one guard of the process. Where that lets private
/// networks be dialled, cleartext will do as well.
public final class HttpWebhookReceivers implements WebhookReceivers {

    /// Shorter than a delivery's lease, and than the command waits for what came of a test.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Questions questions;
    private final Upstreams upstreams;

    /// @param upstreams that the questions go through
    public HttpWebhookReceivers(Questions questions, Upstreams upstreams) {
        this.questions = questions;
        this.upstreams = upstreams;
    }

    @Override
    public Optional<Unusable> unusable(String url) {
        var endpoint = endpoint(url);
        if (endpoint.isEmpty()) return Optional.of(Unusable.UNFIT);
        return upstreams
                .hopeless(endpoint.get().place())
                .map(failure -> failure == DialFailure.SELF_CONNECTION ? Unusable.OURSELVES : Unusable.DENIED);
    }

    private Optional<Endpoint> endpoint(String url) {
        return upstreams.reachesPrivateRanges() ? Endpoint.ofAny(url) : Endpoint.of(url);
    }

    @Override
    public Answer deliver(Letter letter) {
        return endpoint(letter.url())
                .map(endpoint ->
                        answer(questions.ask(endpoint, Question.Wanted.HEAD, PATIENCE, wording(endpoint, letter))))
                .orElse(new Answer.None("unusable_url"));
    }

    private static Answer answer(Reply reply) {
        return switch (reply) {
            case Reply.None(var code) -> new Answer.None(code);
            case Reply.Whole whole -> {
                whole.body().close();
                yield new Answer.Status(whole.status());
            }
        };
    }

    private static Question.Wording wording(Endpoint endpoint, Letter letter) {
        byte[] body = Message.of(letter.delivery());
        var id = letter.delivery().id().toString();
        var head = "POST " + endpoint.target() + " HTTP/1.1\r\nHost: " + endpoint.authority()
                + "\r\n"
                + "User-Agent: agent-vault\r\n"
                + "Connection: close\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: "
                + body.length + "\r\nwebhook-id: " + id + "\r\nwebhook-timestamp: "
                + letter.at().getEpochSecond() + "\r\nwebhook-signature: "
                + SigningKey.signature(letter.key(), id, letter.at(), body) + "\r\n\r\n";
        return out -> {
            out.writeCharSequence(head, StandardCharsets.US_ASCII);
            out.writeBytes(body);
        };
    }
}
