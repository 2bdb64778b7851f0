package agentvault.start;

import agentvault.cli.Version;
import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.control.ForwardProxy;
import agentvault.crypto.Secret;
import agentvault.files.TrailSettings;
import agentvault.keys.Argon2Passwords;
import agentvault.keys.SystemRandomness;
import agentvault.log.Event;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.process.Hygiene;
import agentvault.server.Instance;
import agentvault.server.Server;
import agentvault.server.Serving;
import agentvault.wire.CannotListen;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.List;

/// `server`: from what was settled to a server that is ready, and on until somebody stops it.
record StartServer(Call call) {

    static final Duration DRAIN = Duration.ofSeconds(30);

    /// What goes on while a server is ready; it stops when this returns.
    @FunctionalInterface
    interface Meanwhile {
        void ready(Ready ready);
    }

    int run() {
        var data = ReadConfig.data(call);
        var settings = ReadConfig.settings(call, data);
        var config = ReadConfig.from(settings, data);
        shelter();
        if (call.on(ServerCommands.DETACHED)) Hygiene.leaveTerminal();
        if (call.on(ServerCommands.DETACH)) return new Detach(call, settings, config).run();
        var stop = new Stop();
        var logging = config.logging();
        var out = new FileOutputStream(FileDescriptor.err);
        try (var log =
                Log.open(logging.level(), logging.format(), call.environment().clock(), out)) {
            log.tell(Event.of(Level.INFO, "start")
                    .with("version", Version.NUMBER)
                    .with("data", data.toString()));
            serve(config, log, ready -> {
                stop.listen();
                tell(ready);
                stop.await();
            });
            log.tell(Event.of(Level.INFO, "stopped"));
        }
        stop.done();
        return Exit.DONE;
    }

    /// Before anything is unlocked: from here on there are secrets in this process.
    private void shelter() {
        switch (Hygiene.begin()) {
            case Hygiene.Outcome.Sheltered(var notes) -> notes.forEach(call.terminal()::notice);
            case Hygiene.Outcome.Refused(var sentence) -> throw Failure.misuse(sentence);
        }
    }

    void serve(Config config, Log log, Meanwhile meanwhile) {
        var random = new SystemRandomness();
        try (var opened = Opened.of(config.keeping());
                var key = new Unlocking(call, config.keeping(), random).keyOf(opened.store());
                var instance = opened(opened, key, config);
                var setupCode = SetupCode.made(random);
                var server = listening(instance, config, setupCode, log)) {
            var ready = ready(config, instance, server, key, setupCode);
            var files = new RunFiles(config.keeping().data());
            files.write(ready.process(), ready.address());
            log.tell(Event.of(Level.INFO, "ready")
                    .with("address", ready.address())
                    .with("process", ready.process()));
            meanwhile.ready(ready);
            log.tell(Event.of(Level.INFO, "stopping"));
            server.drain(DRAIN);
            files.delete();
        }
    }

    /// Opens or founds the instance, and says where a key lies that was just made for it.
    Instance opened(Opened opened, RootKey key, Config config) {
        var instance = instance(opened, key, config);
        key.tell(call.terminal());
        return instance;
    }

    private Instance instance(Opened opened, RootKey key, Config config) {
        var random = new SystemRandomness();
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
                new Serving.Doors(
                        reach.listen(),
                        reach.protection(),
                        reach.forwarding(),
                        config.keeping().data().resolve("sockets")),
                reach.names(),
                reach.proxies(),
                reach.address(),
                setupCode,
                reach.outgoing(),
                config.keeping().passages());
        try {
            instance.report()
                    .findings()
                    .forEach(finding -> log.tell(Event.of(Level.ERROR, "integrity")
                            .with("place", finding.place())
                            .with("what", finding.what())));
            return Trouble.of(() -> Server.open(instance, serving, log));
        } catch (CannotListen e) {
            throw Trouble.listening(reach, e);
        } catch (IllegalArgumentException e) {
            throw Failure.misuse("The certificate and its key cannot be used.")
                    .because("Both are PEM files; the key is PKCS #8 without a password, and fits the certificate.");
        }
    }

    private static Ready ready(Config config, Instance instance, Server server, RootKey key, Secret setupCode) {
        boolean awaits = instance.workspace().registration().awaitsFirstUser();
        boolean codeNeeded = awaits && !config.reach().loopback();
        return new Ready(
                ProcessHandle.current().pid(),
                new Ready.Reached(server.reachedAt(), forwarding(server)),
                config.keeping().data().toString(),
                config.keeping().database().isPresent() ? "PostgreSQL" : "SQLite, in the data directory",
                key.said(),
                codeNeeded ? SetupCode.shown(setupCode) : "",
                awaits);
    }

    private static String forwarding(Server server) {
        return switch (server.forwarding()) {
            case ForwardProxy.State.On(var port) -> "port " + port;
            case ForwardProxy.State.Off() -> "off";
            case ForwardProxy.State.PortInUse(var port) ->
                "off: another program has port " + port + "; end it, or choose another --mitm-port";
        };
    }

    private void tell(Ready ready) {
        if (call.on(ServerCommands.DETACHED)) {
            call.terminal().answer().println(ready.document().compact());
            call.terminal().answer().close();
            return;
        }
        ready.show(call, "Agent Vault is ready. Ctrl-C stops it.", List.of());
    }
}
