package agentvault.rig;

import agentvault.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Somebody who is logged in, in a folder for work.
record User(Path program, Path work, Map<String, String> variables, int upstream) {

    private static final int PATIENCE_SECONDS = 300;

    static User of(Rig rig, Product product) {
        var home = rig.workshop().folder().resolve("home");
        var address = "http://127.0.0.1:" + product.api();
        try {
            var work = Files.createDirectories(home.resolve("work"));
            var login =
                    Files.createDirectories(home.resolve(".config/agent-vault")).resolve("session.json");
            var document = Json.object()
                    .with("token", product.owner())
                    .with("address", address)
                    .with("email", "owner@example.com");
            Files.writeString(login, document.compact());
            Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rw-------"));
            return new User(
                    rig.workshop().root().resolve("agent-vault"),
                    work,
                    Map.of("HOME", home.toString(), "AGENT_VAULT_ADDR", address),
                    rig.upstream().port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String site(String name) {
        return "https://" + name + ":" + upstream;
    }

    /// What a program takes, in the mean of so many that run one after the other.
    ///
    /// @param ours words of the product's command that come before; the bare program if there are none
    double millis(int times, List<String> ours, String... words) {
        var command = new ArrayList<String>();
        if (!ours.isEmpty()) command.add(program.toString());
        command.addAll(ours);
        command.addAll(List.of(words));
        double all = 0;
        for (int n = 0; n < times; n++) all += millis(command);
        return all / times;
    }

    private double millis(List<String> command) {
        var builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
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
