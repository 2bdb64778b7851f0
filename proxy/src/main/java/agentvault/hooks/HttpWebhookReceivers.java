package agentvault.hooks;

import agentvault.dial.Guard;
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
    private final Guard guard;

    public HttpWebhookReceivers(Questions questions, Guard guard) {
        this.questions = questions;
        this.guard = guard;
    }

    @Override
    public boolean takes(String url) {
        return endpoint(url).isPresent();
    }

    private Optional<Endpoint> endpoint(String url) {
        return guard.allowsPrivateRanges() ? Endpoint.ofAny(url) : Endpoint.of(url);
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
