package agentvault.rig;

import agentvault.json.Json;
import agentvault.rig.Round.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Programs in a run: what the run adds to the time of a program that does nothing, and how fast one of them reads,
/// through the port of the forward proxy and through the socket of a sandbox.
record Runs() implements Scenario {

    private static final String BARE = "the bare command";
    private static final String RUN = "run";
    private static final String SANDBOX = "run --sandbox";
    private static final String NAME = "shop.bench.example";
    private static final int PROGRAMS = 5;
    private static final int DOWNLOADS = 16;
    private static final int REQUESTS = 4_000;
    private static final int PATIENCE_SECONDS = 300;
    private static final double MEGA = 1e6;

    @Override
    public String name() {
        return "run";
    }

    @Override
    public Measured run(Rig rig) {
        try (var _ = Names.open()) {
            var product = Product.start(rig.workshop(), rig.upstream(), "runs");
            product.serve(Product.VAULT, List.of(NAME + ":" + rig.upstream().port()));
            return measured(rig.turns(name()), new User(rig, product));
        }
    }

    private static Measured measured(Turns turns, User user) {
        var run = new Contender(RUN, _ -> user.everything(List.of("run", "--")));
        var sandbox = new Contender(SANDBOX, _ -> user.everything(List.of("run", "--sandbox", "--")));
        turns.warm(List.of(run, sandbox), Figure.RATE);
        return new Measured(
                "Runs",
                "From the command to the end of `true`; one curl that asks " + REQUESTS
                        + " times on one connection, and one that reads " + DOWNLOADS
                        + " bodies of 64 MiB, without the time until it begins.",
                List.of(Figure.DONE, Figure.RATE, Figure.BYTES),
                turns.measure(List.of(new Contender(BARE, _ -> user.nothing(List.of())), run, sandbox)),
                List.of(
                        Budget.atLeast(0.7, Figure.BYTES, SANDBOX, RUN),
                        Budget.atLeast(0.7, Figure.RATE, SANDBOX, RUN)));
    }

    /// Somebody who is logged in, in a folder for work.
    private static final class User {

        private final Path program;
        private final Path work;
        private final Map<String, String> variables;
        private final String site;

        User(Rig rig, Product product) {
            var home = rig.workshop().folder().resolve("home");
            program = rig.workshop().root().resolve("agent-vault");
            site = "https://" + NAME + ":" + rig.upstream().port();
            variables = Map.of("HOME", home.toString(), "AGENT_VAULT_ADDR", "http://127.0.0.1:" + product.api());
            try {
                work = Files.createDirectories(home.resolve("work"));
                var login = Files.createDirectories(home.resolve(".config/agent-vault"))
                        .resolve("session.json");
                var document = Json.object()
                        .with("token", product.owner())
                        .with("address", "http://127.0.0.1:" + product.api())
                        .with("email", "owner@example.com");
                Files.writeString(login, document.compact());
                Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rw-------"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Sample nothing(List<String> before) {
            return new Sample(Map.of(Figure.DONE, done(before, "true") / PROGRAMS), Map.of());
        }

        Sample everything(List<String> before) {
            double empty = nothing(before).figures().getOrDefault(Figure.DONE, 0.0);
            double asked = once(before, "curl", "-sSf", "-o", "/dev/null", site + "/[1-" + REQUESTS + "]") - empty;
            var large = new ArrayList<>(List.of("curl", "-sSf"));
            for (int n = 0; n < DOWNLOADS; n++) large.addAll(List.of("-o", "/dev/null", site + Upstream.LARGE));
            double read = once(before, large.toArray(String[]::new)) - empty;
            double seconds = Duration.ofSeconds(1).toMillis();
            return new Sample(
                    Map.of(
                            Figure.DONE, empty,
                            Figure.RATE, REQUESTS / (asked / seconds),
                            Figure.BYTES, DOWNLOADS * Upstream.LARGE_BYTES / MEGA / (read / seconds)),
                    Map.of());
        }

        private double done(List<String> before, String... words) {
            double all = 0;
            for (int n = 0; n < PROGRAMS; n++) all += once(before, words);
            return all;
        }

        /// The milliseconds of one program.
        private double once(List<String> before, String... words) {
            var command = new ArrayList<String>();
            if (!before.isEmpty()) command.add(program.toString());
            command.addAll(before);
            command.addAll(List.of(words));
            var builder = new ProcessBuilder(command).directory(work.toFile()).inheritIO();
            builder.environment().putAll(variables);
            long begun = System.nanoTime();
            try {
                var process = builder.start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0)
                    throw new IllegalStateException(command + " did not end well");
                return (System.nanoTime() - begun) / 1e6;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
