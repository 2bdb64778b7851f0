package agentvault.start;

import agentvault.cli.Program;
import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Environment;
import agentvault.command.Exit;
import agentvault.demo.Practice;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import agentvault.log.Format;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.process.Hygiene;
import agentvault.run.RunCommand;
import agentvault.server.Serving;
import agentvault.terminal.Screen;
import agentvault.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A server's start, or the usual commands, once, in a folder that is thrown away. The launcher lets Java watch, and
/// keeps what it loaded for the next starts.
record Rehearsal(Call call) {

    static final Argument PART = Argument.one("PART", "server or client");

    private static final int TUNNELS = 300;
    private static final int REQUESTS_IN_EACH = 30;

    private static final String NOWHERE = "http://127.0.0.1:1";

    private static final List<String> WITHOUT_SERVER =
            List.of("help", "version", "server --help", "vault credential --help", "status", "vault list --json");

    private static final List<String> WITH_SERVER = List.of(
            "auth register --email rehearsal@example.com --password-stdin",
            "auth login --email rehearsal@example.com --password-stdin",
            "status",
            "vault create rehearsal",
            "vault list",
            "vault credential set REHEARSAL=- --vault rehearsal",
            "vault credential list --vault rehearsal",
            "vault service list --vault rehearsal",
            "agent list --json",
            "audit list");

    private static final List<String> RUNS = List.of("run -- true", "run --sandbox -- true");

    int run() {
        try {
            var folder = Files.createTempDirectory("agent-vault-rehearsal");
            try {
                if (call.one(PART).equals("server")) serve(folder);
                else call(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Exit.DONE;
    }

    private void run(List<String> commands, Path folder, String address) {
        var all = Stream.concat(ServerCommands.all().stream(), RunCommand.all().stream())
                .toList();
        commands.forEach(command -> Program.run(command.split(" ", -1), on(folder, address), all));
    }

    /// The server is another process, so that nothing of it is learned here.
    private void call(Path folder) throws IOException {
        run(WITHOUT_SERVER, folder, NOWHERE);
        var server = server(folder);
        try (var said = server.inputReader()) {
            Optional.ofNullable(said.readLine())
                    .flatMap(Json::read)
                    .map(Ready::read)
                    .ifPresent(ready -> {
                        run(WITH_SERVER, folder, ready.address());
                        run(RUNS, folder, ready.address());
                    });
        } finally {
            server.destroy();
            server.onExit().join();
        }
    }

    /// Nothing that the operator has set counts for it.
    private static Process server(Path folder) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "agentvault.Main",
                "server",
                "--detached",
                "--port",
                "0",
                "--mitm-port",
                freePort());
        var builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("HOME", folder.toString());
        return builder.start();
    }

    private static String freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(free.getLocalPort());
        }
    }

    /// Twice: the first start of an instance, and all those after it. And the requests of a busy minute, so that the
    /// first
    /// ones of a day are as quick.
    private void serve(Path folder) throws IOException {
        var _ = Hygiene.begin();
        serve(folder, WITH_SERVER);
        serve(folder, List.of());
        var _ = Practice.run(Files.createDirectory(folder.resolve("practice")), TUNNELS, REQUESTS_IN_EACH);
    }

    private void serve(Path folder, List<String> commands) {
        var stage = on(folder, "");
        var started = new Call(call.root(), call.given(), stage, call.reply());
        var data = ReadConfig.data(started);
        var config = onFreePorts(ReadConfig.from(ReadConfig.settings(started, data), data));
        try (var log = Log.open(Level.DEBUG, Format.JSON, stage.clock(), OutputStream.nullOutputStream())) {
            new StartServer(started).serve(config, log, ready -> run(commands, folder, ready.address()));
        }
    }

    private static Config onFreePorts(Config config) {
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var reach = config.reach();
        return new Config(
                config.keeping(),
                new Config.Reach(
                        free,
                        new Serving.Forwarding.At(free, true),
                        reach.protection(),
                        reach.names(),
                        reach.proxies(),
                        reach.address(),
                        reach.outgoing()),
                config.logging());
    }

    /// A world in which nobody looks.
    private Environment on(Path folder, String address) {
        var path = call.environment().variable("PATH").orElse("");
        var variables = Map.of("HOME", folder.toString(), "AGENT_VAULT_ADDR", address, "PATH", path);
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var input = new ByteArrayInputStream("a rehearsed password\n".getBytes(StandardCharsets.UTF_8));
        var terminal = new Terminal(nowhere, nowhere, input, new Nobody());
        return new Environment(variables, folder, terminal, call.environment().clock());
    }

    private record Nobody() implements Screen {

        @Override
        public boolean answerShown() {
            return false;
        }

        @Override
        public boolean asks() {
            return false;
        }

        @Override
        public boolean coloured() {
            return false;
        }

        @Override
        public int width() {
            return 80;
        }

        @Override
        public Optional<String> line() {
            return Optional.empty();
        }

        @Override
        public Optional<HiddenText> hiddenLine(Runnable question) {
            return Optional.empty();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
