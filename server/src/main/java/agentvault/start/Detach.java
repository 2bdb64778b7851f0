package agentvault.start;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.files.DataDirectory;
import agentvault.json.Json;
import agentvault.keys.SystemRandomness;
import agentvault.terminal.Fact;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `server --detach`: asks here what has to be asked, starts the server in a process of its own and comes back when it
/// is ready. The password goes through a pipe, the address of a database through the environment.
record Detach(Call call, Settings settings, Config config) {

    /// The key's file is named in any case; addresses that may hold passwords are no arguments.
    private static final Set<Setting> HANDED_OTHERWISE =
            Set.of(Setting.MASTER_KEY_FILE, Setting.DATABASE_URL, Setting.UPSTREAM_PROXY);

    private static final String MAIN = "agentvault.Main";

    int run() {
        var data = config.keeping().data();
        var running = DataDirectory.server(data);
        if (running.isPresent()) {
            throw Failure.of("A server uses " + data + " already (process "
                            + running.get().pid() + ").")
                    .next("agent-vault server status")
                    .next("agent-vault server stop");
        }
        try (var key = key()) {
            key.tell(call.terminal());
            var files = new RunFiles(data);
            return started(key, files, files.prepareLog());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of("Interrupted: the server may have started.").next("agent-vault server status");
        }
    }

    /// Takes the data directory for as long as it needs to ask, and lets the other process have it.
    private RootKey key() {
        try (var opened = Opened.of(config.keeping())) {
            return new Unlocking(call, config.keeping(), new SystemRandomness()).keyOf(opened.store());
        }
    }

    private int started(RootKey key, RunFiles files, long said) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command(key))
                .redirectError(Redirect.appendTo(files.log().toFile()));
        builder.environment().remove("AGENT_VAULT_MASTER_PASSWORD");
        if (settings.typed(Setting.DATABASE_URL)) {
            config.keeping()
                    .database()
                    .ifPresent(url -> builder.environment().put("AGENT_VAULT_DATABASE_URL", url.text()));
        }
        if (settings.typed(Setting.UPSTREAM_PROXY)) {
            settings.one(Setting.UPSTREAM_PROXY)
                    .ifPresent(url -> builder.environment().put("AGENT_VAULT_UPSTREAM_PROXY", url));
        }
        var process = builder.start();
        try (var in = process.getOutputStream()) {
            if (key instanceof RootKey.ByPassword(var password, var _)) password.reveal(bytes -> write(in, bytes));
        }
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var ready = Json.read(answer.strip());
        if (ready.isEmpty()) return failed(process.waitFor(), files, said);
        var facts =
                List.of(new Fact("log", files.log().toString()), new Fact("stop", "agent-vault server stop" + where()));
        Ready.read(ready.get()).show(call, "Agent Vault runs in the background.", facts);
        return Exit.DONE;
    }

    /// Shows what the server said instead of getting ready.
    private int failed(int code, RunFiles files, long said) throws IOException {
        try (var log = Files.newInputStream(files.log())) {
            log.skipNBytes(said);
            new String(log.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(call.terminal()::say);
        }
        return code == 0 ? Exit.FAILED : code;
    }

    private String where() {
        return settings.typed(Setting.DATA_DIR)
                ? " --data-dir " + config.keeping().data()
                : "";
    }

    private List<String> command(RootKey key) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "server", "--detached"));
        for (var setting : Setting.values()) {
            if (!settings.typed(setting) || HANDED_OTHERWISE.contains(setting)) continue;
            for (var value : settings.all(setting)) {
                command.add("--" + setting.key());
                if (!setting.isSwitch()) command.add(value);
            }
        }
        switch (key) {
            case RootKey.ByPassword _ -> command.add("--password-stdin");
            case RootKey.ByFile file ->
                command.addAll(List.of("--master-key-file", file.path().toString()));
        }
        return command;
    }

    private static int write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
            return bytes.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
