package agentvault.hooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.dial.AllowedNetwork;
import agentvault.dial.Guard;
import agentvault.dial.NetworkRules;
import agentvault.id.Id;
import agentvault.question.ToldSite;
import agentvault.vault.Metadata;
import agentvault.vault.Stamp;
import agentvault.webhook.Delivery;
import agentvault.webhook.Happening;
import agentvault.workspace.Office;
import agentvault.workspace.WebhookReceivers.Answer;
import agentvault.workspace.WebhookReceivers.Letter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Over real TLS, against a server of our own that answers as it is told.
class WebhookReceiversTest {

    private static final String HOST = "hooks.example.com";
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final Instant SENT = Instant.parse("2026-05-18T08:00:07.5Z");

    /// One request, as it came.
    private record Heard(String line, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join("|", headers.getOrDefault(name, List.of()));
        }
    }

    @TempDir
    Path folder;

    private final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
    private volatile int status = 204;
    private volatile int length = -1;
    private ToldSite site;
    private HttpWebhookReceivers receivers;

    @BeforeEach
    void open() throws IOException {
        site = new ToldSite(folder, HOST, exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            heard.add(new Heard(line, Map.copyOf(exchange.getRequestHeaders()), body));
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
            exchange.sendResponseHeaders(status, length);
            if (length > 0) exchange.getResponseBody().write(new byte[length]);
            exchange.close();
        });
        receivers = receivers(
                new NetworkRules(List.of(AllowedNetwork.parse("127.0.0.1").orElseThrow()), false));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private HttpWebhookReceivers receivers(NetworkRules rules) {
        return new HttpWebhookReceivers(site.questions(), Guard.of(rules));
    }

    private String url(String path) {
        return site.url(path);
    }

    private Answer delivered(String url) {
        var facts = Metadata.of(Map.of("vault", "shop", "code", "say \"hi\" to 漢"));
        var happening = new Happening(Happening.Type.PROPOSAL_CREATED, new Id(1, 1), facts);
        var created = new Stamp(Instant.parse("2026-05-18T08:00:00Z"), 1);
        try (var key = Office.secret(KEY)) {
            return receivers.deliver(
                    new Letter(url, Delivery.waiting(new Id(2, 3), new Id(4, 5), happening, created), SENT, key));
        }
    }

    private static String signature(String signed) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(UTF_8), "HmacSHA256"));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    }

    @Test
    void what_is_sent_is_signed_over_id_time_and_body() throws GeneralSecurityException {
        assertThat(delivered(url("/a?k=v"))).isEqualTo(new Answer.Status(204));

        var one = heard.getFirst();
        assertThat(heard).hasSize(1);
        assertThat(one.line()).isEqualTo("POST /a?k=v");
        assertThat(one.body())
                .isEqualTo("{\"type\":\"proposal.created\",\"timestamp\":\"2026-05-18T08:00:00Z\","
                        + "\"data\":{\"code\":\"say \\\"hi\\\" to 漢\",\"vault\":\"shop\"}}");
        assertThat(one.header("Content-type")).isEqualTo("application/json");
        assertThat(one.header("Webhook-id")).isEqualTo("00000000-0000-0002-0000-000000000003");
        assertThat(one.header("Webhook-timestamp")).isEqualTo("" + SENT.getEpochSecond());
        assertThat(one.header("Webhook-signature"))
                .isEqualTo(
                        signature("00000000-0000-0002-0000-000000000003." + SENT.getEpochSecond() + "." + one.body()));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 307, 404, 410, 500})
    void a_status_is_told_and_no_redirect_is_followed(int given) {
        status = given;

        assertThat(delivered(url("/"))).isEqualTo(new Answer.Status(given));
        assertThat(heard).hasSize(1);
    }

    @Test
    void a_long_answer_is_not_read() {
        status = 200;
        length = 1 << 20;

        assertThat(delivered(url("/"))).isEqualTo(new Answer.Status(200));
    }

    @Test
    void what_may_not_be_dialled_is_told_nothing() {
        assertThat(delivered("https://169.254.169.254/")).isInstanceOf(Answer.None.class);
        assertThat(delivered("https://10.0.0.1/")).isInstanceOf(Answer.None.class);
        assertThat(delivered("http://" + HOST + "/")).isEqualTo(new Answer.None("unusable_url"));
        assertThat(heard).isEmpty();
    }

    @Test
    void cleartext_will_do_only_where_private_networks_are_reached() {
        var open = receivers(new NetworkRules(List.of(), true));

        assertThat(receivers.takes("https://hooks.example.com/")).isTrue();
        assertThat(receivers.takes("http://hooks.example.com/")).isFalse();
        assertThat(open.takes("http://hooks.example.com/")).isTrue();
        for (var url : List.of("ftp://a.b/", "https://user@a.b/", "https://a.b/#c", "a.b", "https://a b/")) {
            assertThat(open.takes(url)).as(url).isFalse();
        }
    }
}
