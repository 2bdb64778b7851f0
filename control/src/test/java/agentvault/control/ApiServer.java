package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Throttle;
import agentvault.address.CanonicalHost;
import agentvault.address.HostPolicy;
import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.files.DataDirectory;
import agentvault.files.Durability;
import agentvault.files.TrailClock;
import agentvault.files.TrailFiles;
import agentvault.files.TrailJson;
import agentvault.files.TrailKeys;
import agentvault.files.TrailReader;
import agentvault.files.TrailSettings;
import agentvault.gate.AddressRange;
import agentvault.keys.Ed25519Signer;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.traffic.CredentialUses;
import agentvault.traffic.PassageLog;
import agentvault.trail.TrailFilter;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailSigner;
import agentvault.vault.RateLimit;
import agentvault.wire.Entrance;
import agentvault.wire.EventLoops;
import agentvault.wire.Events;
import agentvault.wire.Limits;
import agentvault.wire.Listener;
import agentvault.wire.Listening;
import agentvault.wire.Protection;
import agentvault.workspace.Installation;
import agentvault.workspace.Office;
import agentvault.workspace.Store;
import agentvault.workspace.Workspace;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server of the control API for tests: a data directory, SQLite, the trail's files, and a port on this machine. Time
/// stands still until it is moved. Every exchange is held against the API's description.
public final class ApiServer implements AutoCloseable {

    public static final String SETUP_CODE = "setup-4711";

    static {
        // The client does not let tests choose the Host header otherwise; read when it is first used.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection");
    }

    /// What a test has otherwise than usual.
    ///
    /// @param store what is between the workspace and the database
    public record Options(
            Courier courier,
            List<AddressRange> proxies,
            Throttle.Rate logins,
            UnaryOperator<Store> store,
            String address,
            ForwardProxy forward,
            SessionSockets sockets) {

        public static final Options USUAL = new Options(
                Courier.NONE,
                List.of(),
                new Throttle.Rate(100_000, Duration.ofMinutes(5)),
                store -> store,
                "",
                ApiServer.forwarding(new ForwardProxy.State.Off()),
                SessionSockets.NONE);

        Options with(Courier other) {
            return new Options(other, proxies, logins, store, address, forward, sockets);
        }

        Options trusting(String range) {
            return new Options(courier, List.of(AddressRange.parse(range)), logins, store, address, forward, sockets);
        }

        Options with(Throttle.Rate rate) {
            return new Options(courier, proxies, rate, store, address, forward, sockets);
        }

        Options forwarding(ForwardProxy other) {
            return new Options(courier, proxies, logins, store, address, other, sockets);
        }

        Options with(SessionSockets others) {
            return new Options(courier, proxies, logins, store, address, forward, others);
        }

        public Options around(UnaryOperator<Store> other) {
            return new Options(courier, proxies, logins, other, address, forward, sockets);
        }
    }

    /// A forward proxy in this state, with a root that is none.
    static ForwardProxy forwarding(ForwardProxy.State state) {
        var until = Instant.parse("2036-11-18T00:00:00Z");
        var root = new ForwardProxy.Root("-----BEGIN CERTIFICATE-----\n", "CN=Root", until, "B2:60");
        return new ForwardProxy() {
            @Override
            public State state() {
                return state;
            }

            @Override
            public Root root() {
                return root;
            }
        };
    }

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    private final Contract contract = Contract.bundled();
    private final Listener listener;
    private volatile Instant now = Instant.parse("2026-05-18T08:00:00Z");

    public final ControlApi api;
    public final Workspace workspace;
    final PassageLog passages;
    public final CredentialUses uses;
    public final KeyRing keys;
    public final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    public final PretendedServers servers = new PretendedServers();
    public final PretendedMcp mcp = new PretendedMcp();
    final PretendedReceivers receivers = new PretendedReceivers();

    /// What nobody foresaw.
    public final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private ApiServer(Path root, Options options) {
        var directory = directory(root.resolve("data"));
        var random = new SystemRandomness();
        var provider = provider(root.resolve("key"), random);
        var database = opened(SqliteStore.open(directory.database()));
        var store = options.store().apply(database);
        passages = database.passages();
        uses = database.credentialUses();
        keys = opened(Installation.found(store, provider, random));
        InstantSource clock = () -> now;
        var identity = new TrailIdentity(keys.installation(), directory.instance(random), "test");
        var signing = signing(keys);
        var trail = opened(TrailFiles.open(
                directory.trail(),
                identity,
                TrailSettings.of(Durability.WRITE),
                signing,
                new TrailClock(clock, System::nanoTime),
                List.of()));
        workspace = new Workspace(store, trail, keys, random, clock, Office.PLAIN_HASHING);
        workspace.authentication().confirm();
        var around = new Surroundings(
                new Files(identity, signing, new TrailReader(directory.trail())),
                new Surroundings.Traffic(passages, uses),
                new Surroundings.Doors(options.forward(), options.sockets()),
                options.courier(),
                meters,
                clock,
                (_, cause) -> failures.add(cause));
        api = new ControlApi(workspace, around, admission(options), servers, mcp, receivers);
        var loops = opened(EventLoops.start(1));
        var listening = new Listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Protection.Plain(),
                Limits.STANDARD,
                api,
                Events.NONE,
                clock);
        listener = opened(Listener.open(loops, listening, Entrance.to(api, Limits.STANDARD)));
    }

    /// A server that nobody owns yet.
    public static ApiServer start(Path root) {
        return start(root, Options.USUAL);
    }

    public static ApiServer start(Path root, Options options) {
        return new ApiServer(root, options);
    }

    private static Admission admission(Options options) {
        return new Admission(
                Set.of(new CanonicalHost("vault.example.com")),
                options.proxies(),
                options.address(),
                Office.secret(SETUP_CODE),
                HostPolicy.PUBLIC_ONLY,
                options.logins(),
                RateLimit.STANDARD);
    }

    private DataDirectory directory(Path root) {
        return switch (DataDirectory.open(root)) {
            case DataDirectory.Opening.Opened(var directory) -> opened(directory);
            case DataDirectory.Opening.Refused(var sentence) -> throw new AssertionError(sentence);
        };
    }

    private KeyFile provider(Path file, Randomness random) {
        return switch (KeyFile.create(file, random)) {
            case KeyFile.Reading.Ready(var key) -> opened(key);
            case KeyFile.Reading.Refused(var sentence) -> throw new AssertionError(sentence);
        };
    }

    private static TrailKeys signing(KeyRing keys) {
        var signer = new Ed25519Signer(keys.current(KeyUse.TRAIL).material());
        byte[] known = signer.publicKey();
        return new TrailKeys(
                TrailSigner.of("test", signer::sign),
                (_, message, signature) -> Ed25519Signer.verifies(known, message, signature));
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.addLast(part);
        return part;
    }

    /// The trail's files, read back.
    private record Files(TrailIdentity identity, TrailKeys signing, TrailReader reader) implements TrailSource {
        @Override
        public List<Line> newest(TrailFilter filter, int limit) {
            return reader.newest(filter, limit).stream()
                    .map(recorded ->
                            new Line(recorded.sequence(), recorded.entry().about(), TrailJson.line(recorded)))
                    .toList();
        }

        @Override
        public void export(TrailFilter filter, OutputStream to) {
            reader.export(filter, to);
        }

        @Override
        public List<Judged> verify() {
            return List.of(new Judged(identity.instance(), true, reader.verify(signing.verifier(), List.of())));
        }
    }

    public Instant now() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
        workspace.authentication().confirm();
    }

    /// Lets time pass without asking the database whether what is known still holds.
    void passUnconfirmed(Duration time) {
        now = now.plus(time);
    }

    public InetSocketAddress address() {
        return listener.address();
    }

    public String origin() {
        return "http://127.0.0.1:" + address().getPort();
    }

    public Contract contract() {
        return contract;
    }

    /// A request to be sent.
    public record Ask(String method, String target, List<String> headers, String body) {

        public static Ask of(String method, String target) {
            return new Ask(method, target, List.of(), "");
        }

        /// JSON in which single quotes stand for double ones.
        public Ask json(String text) {
            return raw(text.replace('\'', '"')).header("Content-Type", "application/json");
        }

        public Ask raw(String text) {
            return new Ask(method, target, headers, text);
        }

        public Ask header(String name, String value) {
            var more = new ArrayList<>(headers);
            more.addAll(List.of(name, value));
            return new Ask(method, target, more, body);
        }

        public Ask as(String token) {
            return token.isEmpty() ? this : header("Authorization", "Bearer " + token);
        }

        String path() {
            int mark = target.indexOf('?');
            return mark < 0 ? target : target.substring(0, mark);
        }
    }

    /// An answer.
    public record Told(int status, HttpResponse<String> response) {

        private static final JsonMapper JSON = JsonMapper.shared();

        public String body() {
            return response.body();
        }

        public JsonNode json() {
            return JSON.readTree(body());
        }

        /// The text at a JSON pointer; empty if there is none.
        public String at(String pointer) {
            return json().at(pointer).asString("");
        }

        /// The stable code of an error, in whatever protocol.
        public String code() {
            var code = at("/code");
            return code.isEmpty() ? at("/error/code") : code;
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /// What tells two answers apart that are to be alike: the request's own id and times aside.
        public String essence() {
            return status + " " + body().replaceAll("req_[0-9a-f]+", "req");
        }

        public Told is(int expected) {
            assertThat(status).as("%s", body()).isEqualTo(expected);
            return this;
        }

        public Told refused(int expected, String code) {
            is(expected);
            assertThat(code()).as("%s", body()).isEqualTo(code);
            return this;
        }
    }

    /// Sends a request; the exchange must be as described.
    public Told send(Ask ask) {
        var told = sendAnything(ask);
        assertThat(contract.breaches(ask, told))
                .as("%s %s", ask.method(), ask.target())
                .isEmpty();
        assertThat(told.header("X-Request-Id")).isPresent();
        return told;
    }

    /// Sends a request whatever comes of it.
    public Told sendAnything(Ask ask) {
        var body = ask.body().isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(ask.body());
        var request = HttpRequest.newBuilder(URI.create(origin() + ask.target()))
                .timeout(Duration.ofSeconds(60))
                .method(ask.method(), body);
        if (!ask.headers().isEmpty()) request.headers(ask.headers().toArray(String[]::new));
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Told(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public Told get(String target, String token) {
        return send(Ask.of("GET", target).as(token));
    }

    public Told delete(String target, String token) {
        return send(Ask.of("DELETE", target).as(token).header("Content-Type", "application/json"));
    }

    public Told post(String target, String token, String json) {
        return send(Ask.of("POST", target).as(token).json(json));
    }

    public Told put(String target, String token, String json) {
        return send(Ask.of("PUT", target).as(token).json(json));
    }

    public Told patch(String target, String token, String json) {
        return send(Ask.of("PATCH", target).as(token).json(json));
    }

    /// Registers the first user, over the wire, and hands out the token.
    public String owner() {
        return post("/v1/auth/register", "", "{'email':'ana@example.com','password':'%s'}".formatted(Office.PASSWORD))
                .is(201)
                .at("/token");
    }

    /// Reads a secret that an operation handed out, and closes it.
    public static String shown(Secret secret) {
        try (secret) {
            return Office.text(secret);
        }
    }

    @Override
    public void close() {
        http.close();
        for (var part : opened.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
