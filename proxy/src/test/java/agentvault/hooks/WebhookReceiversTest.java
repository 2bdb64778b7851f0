package agentvault.hooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.dial.AllowedNetwork;
import agentvault.dial.Elsewhere;
import agentvault.dial.Guard;
import agentvault.dial.NetworkRules;
import agentvault.dial.Upstreams;
import agentvault.id.Id;
import agentvault.question.Questions;
import agentvault.vault.Metadata;
import agentvault.vault.Stamp;
import agentvault.webhook.Delivery;
import agentvault.webhook.Happening;
import agentvault.wire.EventLoops;
import agentvault.workspace.Office;
import agentvault.workspace.WebhookReceivers.Answer;
import agentvault.workspace.WebhookReceivers.Letter;
import agentvault.workspace.WebhookReceivers.Unusable;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final EventLoops loops = EventLoops.start(1);
    private volatile int status = 204;
    private volatile int length = -1;
    private final List<Upstreams> opened = new ArrayList<>();
    private Elsewhere elsewhere;
    private HttpsServer server;
    private HttpWebhookReceivers receivers;

    @BeforeEach
    void open() throws IOException {
        elsewhere = new Elsewhere(folder);
        elsewhere.name(HOST, "127.0.0.1");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(elsewhere.serving(HOST)));
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            heard.add(new Heard(line, Map.copyOf(exchange.getRequestHeaders()), body));
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
            exchange.sendResponseHeaders(status, length);
            if (length > 0) exchange.getResponseBody().write(new byte[length]);
            exchange.close();
        });
        server.start();
        receivers = receivers(allowing("127.0.0.1"));
    }

    @AfterEach
    void close() {
        server.stop(0);
        opened.forEach(Upstreams::close);
        loops.close();
    }

    private static Guard allowing(String... networks) {
        var allowed = Arrays.stream(networks)
                .map(network -> AllowedNetwork.parse(network).orElseThrow())
                .toList();
        return Guard.of(new NetworkRules(allowed, false));
    }

    private HttpWebhookReceivers receivers(Guard guard) {
        var upstreams = elsewhere.upstreams(guard);
        opened.add(upstreams);
        return new HttpWebhookReceivers(new Questions(upstreams, loops::next), upstreams);
    }

    private String url(String path) {
        return "https://" + HOST + ":" + server.getAddress().getPort() + path;
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
        var open = receivers(Guard.of(new NetworkRules(List.of(), true)));

        assertThat(receivers.unusable("https://hooks.example.com/")).isEmpty();
        assertThat(receivers.unusable("http://hooks.example.com/")).contains(Unusable.UNFIT);
        assertThat(open.unusable("http://hooks.example.com/")).isEmpty();
        assertThat(open.unusable("https://10.0.0.1/")).isEmpty();
        for (var url : List.of("ftp://a.b/", "https://user@a.b/", "https://a.b/#c", "a.b", "https://a b/")) {
            assertThat(open.unusable(url)).as(url).contains(Unusable.UNFIT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "127.0.0.1:8443",
                "[fd00::1]",
                "[::ffff:7f00:1]",
                "[64:ff9b::a00:1]",
                "169.254.169.254",
                "metadata.google.internal",
                "localhost",
                "hooks.localhost",
                "hooks.internal",
                "hooks"
            })
    void where_nothing_would_get_is_known_by_its_looks(String host) {
        assertThat(receivers(allowing()).unusable("https://" + host + "/")).contains(Unusable.DENIED);
        assertThat(elsewhere.lookUps).hasValue(0);
    }

    @Test
    void what_a_name_stands_for_is_judged_when_it_is_called() {
        var allowing = receivers(allowing("10.0.0.0/8"));

        assertThat(allowing.unusable("https://10.0.0.1/")).isEmpty();
        assertThat(allowing.unusable("https://hooks.internal/")).isEmpty();
        assertThat(allowing.unusable("https://192.168.0.1/")).contains(Unusable.DENIED);
        elsewhere.name("inside.example.com", "192.168.0.1");
        assertThat(allowing.unusable("https://inside.example.com/")).isEmpty();
    }

    @Test
    void nobody_is_told_by_calling_the_server_itself() {
        var guard = allowing("127.0.0.1");
        guard.listening(server.getAddress());

        assertThat(receivers(guard)
                        .unusable("https://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .contains(Unusable.OURSELVES);
    }
}
