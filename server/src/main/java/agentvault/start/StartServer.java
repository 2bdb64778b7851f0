package agentvault.start;

import agentvault.cli.Version;
import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.files.TrailSettings;
import agentvault.keys.Argon2Passwords;
import agentvault.keys.SystemRandomness;
import agentvault.log.Event;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.server.Instance;
import agentvault.server.Server;
import agentvault.server.Serving;
import agentvault.terminal.Fact;
import agentvault.wire.Protection;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/// `server`: from what was settled to a server that is ready, and on until somebody stops it.
record StartServer(Call call) {

    static final Duration DRAIN = Duration.ofSeconds(30);

    int run() {
        Hygiene.begin();
        if (call.on(ServerCommands.DETACHED)) Hygiene.leaveTerminal();
        var data = ReadConfig.data(call);
        var settings = ReadConfig.settings(call, data);
        var config = ReadConfig.from(settings, data);
        if (call.on(ServerCommands.DETACH)) return new Detach(call, settings, config).run();
        var stop = new Stop();
        var out = new FileOutputStream(FileDescriptor.err);
        try (var log = Log.open(
                config.logging().level(),
                config.logging().format(),
                call.environment().clock(),
                out)) {
            serve(config, log, stop);
        }
        stop.done();
        return Exit.DONE;
    }

    private void serve(Config config, Log log, Stop stop) {
        log.tell(Event.of(Level.INFO, "start")
                .with("version", Version.NUMBER)
                .with("data", config.keeping().data().toString()));
        var random = new SystemRandomness();
        try (var opened = Opened.of(config.keeping());
                var key = new Unlocking(call, config.keeping(), random).keyOf(opened.store());
                var instance = instance(opened, key, config, random);
                var setupCode = SetupCode.made(random);
                var server = listening(instance, config, setupCode, log)) {
            var files = new RunFiles(config.keeping().data());
            stop.listen();
            tell(ready(config, instance, server, key, setupCode), key, files, log);
            stop.await();
            log.tell(Event.of(Level.INFO, "stopping"));
            server.drain(DRAIN);
            files.delete();
        }
        log.tell(Event.of(Level.INFO, "stopped"));
    }

    private Instance instance(Opened opened, RootKey key, Config config, Randomness random) {
        var around = new Instance.Surroundings(
                key.provider(),
                new Argon2Passwords(random),
                random,
                call.environment().clock(),
                TrailSettings.of(config.keeping().durability()),
                Version.NUMBER);
        return switch (Trouble.of(() -> Instance.open(opened.directory(), opened.store(), around))) {
            case Instance.Opening.Ready(var instance) -> instance;
            case Instance.Opening.Refused(var sentence) -> throw Failure.of(sentence);
            case Instance.Opening.Locked() -> throw locked(key);
        };
    }

    private static Failure locked(RootKey key) {
        return switch (key) {
            case RootKey.ByPassword _ -> Unlocking.wrong();
            case RootKey.ByFile file ->
                Failure.of("The key file " + file.path() + " is not the one of this vault.")
                        .exit(Exit.LOCKED)
                        .because("It is the one that was made at the first start of this vault.")
                        .next("agent-vault server --master-key-file FILE");
        };
    }

    private static Server listening(Instance instance, Config config, Secret setupCode, Log log) {
        var reach = config.reach();
        var serving = new Serving(
                reach.listen(),
                reach.protection(),
                reach.names(),
                reach.proxies(),
                reach.address(),
                setupCode,
                reach.hosts());
        try {
            instance.report()
                    .findings()
                    .forEach(finding -> log.tell(Event.of(Level.ERROR, "integrity")
                            .with("place", finding.place())
                            .with("what", finding.what())));
            return Trouble.of(() -> Server.open(instance, serving, log));
        } catch (UncheckedIOException e) {
            throw Trouble.listening(reach.listen(), e);
        } catch (IllegalArgumentException e) {
            throw Failure.misuse("The certificate and its key cannot be used.")
                    .because("Both are PEM files; the key is PKCS #8 without a password, and fits the certificate.");
        }
    }

    private static Ready ready(Config config, Instance instance, Server server, RootKey key, Secret setupCode) {
        boolean awaits = instance.workspace().registration().awaitsFirstUser();
        boolean codeNeeded = awaits && !config.reach().loopback();
        return new Ready(
                address(config.reach(), server),
                config.keeping().data().toString(),
                config.keeping().database().isPresent() ? "PostgreSQL" : "SQLite, in the data directory",
                key.said(),
                codeNeeded ? SetupCode.shown(setupCode) : "",
                awaits);
    }

    private static String address(Config.Reach reach, Server server) {
        if (!reach.address().isEmpty()) return reach.address();
        var scheme = reach.protection() instanceof Protection.Plain ? "http" : "https";
        var listening = server.address();
        var host = listening.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : listening.getAddress().getHostAddress();
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listening.getPort();
    }

    private void tell(Ready ready, RootKey key, RunFiles files, Log log) {
        long process = ProcessHandle.current().pid();
        Trouble.of(() -> {
            files.write(process, ready.address());
            return files;
        });
        log.tell(Event.of(Level.INFO, "ready").with("address", ready.address()).with("process", process));
        if (key instanceof RootKey.ByFile file && file.made()) {
            call.terminal().say("The key of this vault is in " + file.path() + ". Keep a copy of it elsewhere:");
            call.terminal().say("without it nothing in the vault can be read, and no backup of the vault has it.");
        }
        if (call.on(ServerCommands.DETACHED)) {
            call.terminal().answer().println(ready.document(process).compact());
            call.terminal().answer().close();
            return;
        }
        ready.show(call, "Agent Vault is ready. Ctrl-C stops it.", process, List.<Fact>of());
    }
}
