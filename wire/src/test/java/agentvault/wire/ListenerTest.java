package agentvault.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ListenerTest {

    @Test
    void answers_a_get() throws IOException, InterruptedException {
        var listening = new Listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Protection.Plain(),
                Limits.STANDARD,
                refusal -> Answer.text(refusal.status(), refusal.code()),
                Events.NONE,
                InstantSource.system());
        Handler handler = request -> Answer.text(200, "hello " + request.path());
        try (var loops = EventLoops.start(1);
                var listener = Listener.open(loops, listening, Entrance.to(handler, Limits.STANDARD));
                var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + listener.address().getPort() + "/x");
            var response = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(response.body()).isEqualTo("hello /x");
            assertThat(response.headers().firstValue("date")).isPresent();
        }
    }
}
