package agentvault.rig;

import agentvault.rig.Round.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Starts of a server on a vault that exists, opened by its key file: from the command to the first healthy answer.
record Starts() implements Scenario {

    private static final String LEARNED = "with the AOT cache";
    private static final String PLAIN = "without";

    /// Until what a start leaves to be done is done.
    private static final Duration REST = Duration.ofSeconds(5);

    private static final double KILO = 1_024;
    private static final int OK = 200;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public Measured run(Rig rig) {
        var founded = Product.start(rig.workshop(), rig.upstream(), "restarted");
        founded.process().close();
        var all = List.of(
                new Contender(LEARNED, _ -> sample(rig, Map.of())),
                new Contender(PLAIN, _ -> sample(rig, Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=off"))));
        return new Measured(
                "Starts",
                "From the command to the first 200 of `/health`, on a vault that exists, opened by its key file; memory "
                        + REST.toSeconds() + " s later.",
                List.of(Figure.HEALTHY, Figure.IDLE_MEMORY),
                rig.turns(name()).measure(all),
                List.of(Budget.atMost(600, Figure.HEALTHY, LEARNED), Budget.atMost(150, Figure.IDLE_MEMORY, LEARNED)));
    }

    private static Sample sample(Rig rig, Map<String, String> environment) {
        int api = Workshop.freePort();
        int proxy = Workshop.freePort();
        var command = Product.command(rig.workshop(), rig.upstream(), "restarted", api, proxy);
        long begun = System.nanoTime();
        try (var process = rig.workshop().start("restarted", api, environment, command);
                var client = HttpClient.newHttpClient()) {
            awaitHealth(client, api);
            double millis = (System.nanoTime() - begun) / 1e6;
            Workshop.pause(REST);
            return new Sample(
                    Map.of(Figure.HEALTHY, millis, Figure.IDLE_MEMORY, process.residentKilobytes() / KILO), Map.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void awaitHealth(HttpClient client, int port) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                .build();
        while (true) {
            try {
                var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
                if (answer.statusCode() == OK) return;
            } catch (IOException _) {
                // Not yet.
            }
            Workshop.pause();
        }
    }
}
