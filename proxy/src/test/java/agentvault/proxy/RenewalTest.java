package agentvault.proxy;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.secret;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Until;
import agentvault.workspace.OauthConnections;
import agentvault.workspace.TokenServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Access tokens that end, or are refused, while agents use them.
class RenewalTest {

    private static final CredentialKey KEY = new CredentialKey("OAUTH_TOKEN");
    private static final String UNAUTHORIZED = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 4\r\n\r\nwhat";

    private final AtomicInteger asked = new AtomicInteger();
    private Proxying proxying;

    @BeforeEach
    void open(@TempDir Path folder) {
        proxying = new Proxying(folder);
        proxying.tokens = _ -> new TokenServer.Answer.Granted(
                Map.of(
                        Part.VALUE,
                        secret("access-" + asked.incrementAndGet()),
                        Part.REFRESH_TOKEN,
                        secret("refresh-" + asked.get())),
                Duration.ofHours(1));
        proxying.serve("api", new Attachment.Bearer(KEY));
        var settings = new OauthSettings(
                "https://auth.example.com/token", "c", ClientAuthentication.NONE, "", "", Until.forever());
        var wanted = new OauthConnections.Wanted(KEY, settings, OauthConnection.NONE);
        try (var refresh = secret("refresh-0")) {
            done(new OauthConnections(proxying.office.workspace, request -> proxying.tokens.ask(request))
                    .paste(proxying.office.owner, proxying.vault, wanted, Map.of(Part.REFRESH_TOKEN, refresh)));
        }
    }

    @AfterEach
    void close() {
        assertThat(proxying.broken).isEmpty();
        proxying.close();
    }

    private void pass(Duration time) {
        proxying.office.moveTo(proxying.office.now().plus(time));
        proxying.office.workspace.authentication().confirm();
    }

    private String ask(String method, String body) throws IOException {
        try (var wire = proxying.api()) {
            return wire.sendBytes(method + " /proxy/" + proxying.to() + "/a HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                            + "Authorization: Bearer " + proxying.token + "\r\nX-Vault: shop\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .response();
        }
    }

    private List<String> sent() {
        return proxying.recorder.requests.stream()
                .map(request ->
                        request.replaceAll("(?s).*Authorization: Bearer ([^\r]*)\r\n(?:.*\r\n)?\r\n(.*)", "$1 $2"))
                .map(text -> text.length() > 40 ? text.substring(0, 40) : text)
                .toList();
    }

    /// Refuses the first access token and every later one up to this number.
    private void refusing(int upTo) {
        proxying.recorder.answer(head -> {
            for (int i = 1; i <= upTo; i++) if (head.contains("Bearer access-" + i + "\r\n")) return UNAUTHORIZED;
            return Recorder.OK;
        });
    }

    @Test
    void requests_with_a_token_that_has_ended_wait_for_one_renewal() throws Exception {
        assertThat(ask("GET", "")).endsWith("ok");
        pass(Duration.ofHours(2));
        var answers = new ArrayList<Future<String>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) answers.add(threads.submit(() -> ask("POST", "body")));
        }
        for (var answer : answers) assertThat(answer.get()).endsWith("ok");

        assertThat(asked).hasValue(2);
        assertThat(sent().getFirst()).startsWith("access-1");
        assertThat(sent().subList(1, 21)).containsOnly("access-2 body");
    }

    @Test
    void a_request_whose_token_was_refused_is_sent_once_more_with_another() throws IOException {
        refusing(1);
        pass(Duration.ofMinutes(2));

        assertThat(ask("POST", "the body")).startsWith("HTTP/1.1 200 ").endsWith("ok");
        assertThat(sent()).containsExactly("access-1 the body", "access-2 the body");
    }

    @Test
    void it_is_sent_once_more_at_most_and_then_the_refusal_is_told() throws IOException {
        refusing(9);
        pass(Duration.ofMinutes(2));

        assertThat(ask("GET", "")).startsWith("HTTP/1.1 401 ").endsWith("what");
        assertThat(ask("GET", "")).startsWith("HTTP/1.1 401 ").endsWith("what");
        assertThat(sent()).hasSize(3);
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_body_that_was_not_kept_is_not_sent_once_more() throws IOException {
        refusing(1);
        pass(Duration.ofMinutes(2));

        assertThat(ask("POST", "a".repeat(64 * 1024 + 1))).startsWith("HTTP/1.1 401 ");
        assertThat(asked).hasValue(1);
        assertThat(ask("POST", "a".repeat(64 * 1024))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void what_was_never_connected_is_said_and_nothing_is_sent() throws IOException {
        done(new OauthConnections(proxying.office.workspace, request -> proxying.tokens.ask(request))
                .disconnect(proxying.office.owner, proxying.vault, KEY));
        pass(Duration.ZERO);

        assertThat(ask("GET", ""))
                .startsWith("HTTP/1.1 502 ")
                .contains("oauth_not_connected")
                .contains("agent-vault vault credential connect OAUTH_TOKEN");
        assertThat(sent()).isEmpty();
    }

    @Test
    void what_cannot_be_renewed_is_said_and_nothing_is_sent() throws IOException {
        proxying.tokens = _ -> new TokenServer.Answer.Failed("timeout");
        pass(Duration.ofHours(2));
        assertThat(ask("GET", "")).startsWith("HTTP/1.1 502 ").contains("oauth_refresh_failed");

        proxying.tokens = _ -> new TokenServer.Answer.Refused("invalid_grant");
        pass(Duration.ofMinutes(1));
        assertThat(ask("GET", "")).startsWith("HTTP/1.1 502 ").contains("oauth_reconnect_required");
        assertThat(sent()).isEmpty();
    }
}
