package agentvault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.PathPattern;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.HeaderName;
import agentvault.vault.Placeholder;
import agentvault.vault.Placeholder.Surface;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table of hostile requests as bytes, by every way in: what is forwarded is read alike by nginx, Node and Jetty,
/// as
/// one request to the host that was meant, with one copy of the secret where it belongs; nothing else is forwarded.
@Tag("full")
class SmugglingTest {

    private static final Set<String> SERVED = Set.of("api", "basic", "key", "query", "scoped", "place", "a.wild");
    private static final String COPY = "CLIENT-COPY";
    private static final String BASIC =
            Base64.getEncoder().encodeToString(("user:" + Proxying.SECRET).getBytes(StandardCharsets.US_ASCII));
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

    @TempDir
    private Path folder;

    private final Tapes tapes = new Tapes();
    private final List<String> problems = new ArrayList<>();
    private final Map<Witness, Map<String, List<Reading>>> readings = new HashMap<>();
    private final List<Witness> witnesses = new ArrayList<>();
    private Proxying proxying;
    private SessionSocket socket;

    @BeforeEach
    void open() throws Exception {
        var names = SERVED.stream().map(SmugglingTest::named).toArray(String[]::new);
        proxying = new Proxying(folder, Plane.Settings.STANDARD, names);
        proxying.elsewhere.name(named("broken"), "127.0.0.1");
        proxying.recorder.converse(tapes);
        serve();
        socket = SessionSocket.open(proxying, folder.resolve("s.sock"));
        witnesses.add(Witness.node());
        var jetty = Witness.jetty();
        witnesses.add(jetty);
        witnesses.add(Witness.nginx(Files.createDirectory(folder.resolve("nginx")), jetty));
    }

    @AfterEach
    void close() {
        for (var witness : witnesses.reversed()) witness.close();
        socket.close();
        proxying.close();
    }

    private void serve() {
        proxying.office.store(proxying.vault, "BROKEN", "two\r\nlines");
        proxying.office.store(proxying.vault, "PATH", "x/y ?z#%..\r\n");
        proxying.office.store(proxying.vault, "DOT", ".");
        proxying.office.store(proxying.vault, "DOTS", "..");
        proxying.office.store(proxying.vault, "HEAD", "h34d-value");
        proxying.office.store(proxying.vault, "AGAIN", "[__head__]");
        var key = new CredentialKey("KEY");
        var bearer = new Attachment.Bearer(key);
        var user = new Attachment.Half.Literal("user");
        serve("api", "api", PathPattern.EVERYTHING, bearer);
        serve("wild", "*.wild", PathPattern.EVERYTHING, bearer);
        proxying.serve("scoped", named("scoped"), new PathPattern("/v1/*"), bearer, List.of("GET"));
        serve(
                "basic",
                "basic",
                PathPattern.EVERYTHING,
                new Attachment.Basic(user, new Attachment.Half.OfCredential(key)));
        serve("key", "key", PathPattern.EVERYTHING, new Attachment.ApiKey(key, new HeaderName("X-Api-Key"), ""));
        serve("query", "query", PathPattern.EVERYTHING, new Attachment.Query(key, "key"));
        serve("broken", "broken", PathPattern.EVERYTHING, new Attachment.Bearer(new CredentialKey("BROKEN")));
        var anywhere = Set.of(Surface.PATH, Surface.QUERY, Surface.HEADER);
        serve(
                "place",
                "place",
                PathPattern.EVERYTHING,
                new Attachment.PlaceholdersOnly(),
                new Placeholder(new CredentialKey("PATH"), "__path__", anywhere),
                new Placeholder(new CredentialKey("DOT"), "__dot__", anywhere),
                new Placeholder(new CredentialKey("DOTS"), "__dots__", anywhere),
                new Placeholder(new CredentialKey("AGAIN"), "__again__", anywhere),
                new Placeholder(new CredentialKey("HEAD"), "__head__", Set.of(Surface.HEADER)));
    }

    private void serve(String name, String host, PathPattern path, Attachment how, Placeholder... placeholders) {
        proxying.serve(name, named(host), path, how, true, placeholders);
    }

    private static String named(String host) {
        return host + ".example.com";
    }

    /// Rows of the threat tables that other tests hold.
    private static final Map<String, String> HELD = Map.of(
            "H1", "TunnelTest.another_name_in_the_handshake_than_in_connect_is_refused",
            "H2", "TunnelTest.a_handshake_without_a_name_means_the_host_of_the_tunnel",
            "H11", "TunnelTest.what_is_no_tls_in_a_tunnel_is_closed",
            "C14", "HostPatternTest.a_wildcard_over_customers_of_one_provider_needs_an_acknowledgement",
            "M7", "PathPatternProperties.the_work_is_linear_in_the_path_even_for_the_worst_pattern",
            "M8", "MatcherProperties.decides_as_the_slow_reference",
            "M9", "MatcherProperties.an_explanation_never_differs_from_the_decision");

    /// Rows that nothing holds yet, and what they wait for.
    private static final Map<String, String> OPEN = Map.of(
            "H7", "HTTP/2",
            "H9", "HTTP/2",
            "P13", "HTTP/2",
            "P15", "looking at WebSocket frames",
            "C7", "placeholders in bodies",
            "C9", "placeholders in bodies",
            "C10", "signing",
            "C12", "the shield, and HTTP/2",
            "C13", "the shield",
            "C15", "the catalog");

    @Test
    void every_row_of_the_tables_is_here_or_held_elsewhere_or_named_as_open() {
        var rows = new TreeSet<String>();
        Map.of("H", 11, "P", 15, "C", 15, "M", 9)
                .forEach((table, last) -> IntStream.rangeClosed(1, last).forEach(number -> rows.add(table + number)));
        var here = HostileRequest.all()
                .map(HostileRequest::row)
                .filter(rows::contains)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(here).doesNotContainAnyElementsOf(HELD.keySet()).doesNotContainAnyElementsOf(OPEN.keySet());
        here.addAll(HELD.keySet());
        here.addAll(OPEN.keySet());
        assertThat(here).isEqualTo(rows);
        System.out.println("Open rows: " + new TreeMap<>(OPEN));
    }

    @Test
    void what_is_forwarded_is_read_alike_by_all_servers_and_all_else_is_refused() throws IOException {
        var all = HostileRequest.all().toList();
        int sent = 0;
        int forwarded = 0;
        for (var way : WayIn.values()) {
            for (var one : all) {
                if (!one.outcome(way).possible()) continue;
                sent++;
                if (one.outcome(way).forwarded()) forwarded++;
                play(one, way);
            }
        }

        System.out.printf(
                "%d hostile requests: sent %d, forwarded %d, read by %d servers%n",
                all.size(), sent, forwarded, witnesses.size());
        assertThat(problems).isEmpty();
        assertThat(proxying.recorder.requests).as("heads that were begun").isEmpty();
        assertThat(proxying.broken).isEmpty();
        assertThat(tapes.tapes).as("forwarded late").isEmpty();
    }

    /// Sends one, and after it a harmless one.
    private void play(HostileRequest one, WayIn way) throws IOException {
        var to = named(one.host()) + ":" + proxying.recorder.port();
        var tokens = Map.of(
                "/", way.prefix(to),
                "host", way.host(to),
                "port", Integer.toString(proxying.recorder.port()),
                "auth", way.auth(proxying));
        var next = "GET {/}/v1/next HTTP/1.1\\r\\nHost: {host}\\r\\n{auth}Connection: close\\r\\n\\r\\n";
        var bytes = one.bytes(tokens);
        var outcome = one.outcome(way);
        try (var wire = way.open(socket, to)) {
            var about = way + " " + one;
            var answer = wire.sendBytes(bytes + HostileText.bytes(next, tokens)).rest();
            same(about + ": statuses", statuses(answer, bytes.startsWith("HEAD ")), statuses(one, outcome));
            boolean another = !outcome.closes() && SERVED.contains(one.host());
            look(one, outcome, taken((outcome.forwarded() || outcome.cut() ? 1 : 0) + (another ? 1 : 0)), about);
        }
    }

    private static List<Integer> statuses(HostileRequest one, HostileRequest.Outcome outcome) {
        if (outcome.closes()) return List.of(outcome.status());
        return List.of(
                outcome.status(), SERVED.contains(one.host()) ? 200 : one.host().equals("broken") ? 502 : 403);
    }

    /// Those of the responses on a connection, but for interim ones.
    private static List<Integer> statuses(String answer, boolean toHead) {
        var found = new ArrayList<Integer>();
        int at = 0;
        while (answer.startsWith("HTTP/1.1 ", at)) {
            int end = answer.indexOf("\r\n\r\n", at) + 4;
            int status = Integer.parseInt(answer.substring(at + 9, at + 12));
            var length = LENGTH.matcher(answer.substring(at, end));
            boolean body = !(toHead && found.isEmpty()) && length.find();
            at = end + (body ? Integer.parseInt(length.group(1)) : 0);
            if (status != 100) found.add(status);
        }
        if (at != answer.length()) found.add(-1);
        return found;
    }

    /// What was forwarded, of which so much is expected.
    private List<Tapes.Tape> taken(int expected) {
        long end = System.nanoTime() + 5_000_000_000L;
        while (tapes.tapes.size() < expected && System.nanoTime() < end) Thread.onSpinWait();
        var all = List.copyOf(tapes.tapes);
        tapes.tapes.removeAll(all);
        return all;
    }

    private void look(HostileRequest one, HostileRequest.Outcome outcome, List<Tapes.Tape> forwarded, String about)
            throws IOException {
        int expected = outcome.forwarded() || outcome.cut() ? 1 : 0;
        boolean another = !outcome.closes() && SERVED.contains(one.host());
        same(
                about + ": forwarded",
                forwarded.stream().filter(tape -> !tape.next()).count(),
                (long) expected);
        same(
                about + ": forwarded after it",
                forwarded.stream().filter(Tapes.Tape::next).count(),
                another ? 1L : 0L);
        for (var tape : forwarded) {
            lookAtBytes(one, tape, about);
            if (outcome.cut()) lookAtCut(tape, about);
            else lookAtReadings(one, tape, about);
        }
        if (outcome.forwarded())
            forwarded.stream()
                    .filter(tape -> !tape.next())
                    .forEach(tape -> holds(
                            tape.bytes().contains(HostileText.bytes(one.wanted(), Map.of())),
                            about + ": not as wanted: " + tape));
    }

    private void lookAtBytes(HostileRequest one, Tapes.Tape tape, String about) {
        same(about + ": the host of the handshake", tape.named(), named(one.host()));
        holds(!tape.bytes().contains(COPY), about + ": the client's copy is forwarded: " + tape);
        holds(!tape.bytes().contains(proxying.token), about + ": the client's token is forwarded: " + tape);
        int copies = tape.bytes().split(Pattern.quote(one.host().equals("basic") ? BASIC : Proxying.SECRET), -1).length;
        same(about + ": copies of the secret", copies - 1, one.host().equals("place") ? 0 : 1);
    }

    private void lookAtCut(Tapes.Tape tape, String about) throws IOException {
        for (var witness : witnesses)
            same(about + ": requests that " + witness.name() + " reads", readCut(witness, tape.bytes()), List.of());
    }

    private void lookAtReadings(HostileRequest one, Tapes.Tape tape, String about) throws IOException {
        var read = new ArrayList<Reading>();
        for (var witness : witnesses) {
            var all = read(witness, tape.bytes());
            if (one.unread().contains(witness.name()) && !tape.next()) {
                holds(all.size() < 2, about + ": " + witness.name() + " reads " + all);
                continue;
            }
            if (all.size() == 2 && all.getLast().target().equals("/last")) read.add(all.getFirst());
            else problems.add(about + ": " + witness.name() + " reads " + all + " in " + tape);
        }
        for (var reading : read) {
            same(about + ": another reading", reading.essence(), read.getFirst().essence());
            same(about + ": host", reading.values("host"), List.of(tape.named() + ":" + proxying.recorder.port()));
            same(about + ": slot", slot(one.host(), reading), wanted(one.host()));
        }
    }

    private List<Reading> read(Witness witness, String tape) throws IOException {
        var known = readings.computeIfAbsent(witness, _ -> new HashMap<>());
        if (!known.containsKey(tape)) known.put(tape, witness.read(tape));
        return known.get(tape);
    }

    private List<Reading> readCut(Witness witness, String tape) throws IOException {
        var known = readings.computeIfAbsent(witness, _ -> new HashMap<>());
        if (!known.containsKey(tape)) known.put(tape, witness.readCut(tape));
        return known.get(tape);
    }

    /// What stands in the slot of the host's service.
    private static List<String> slot(String host, Reading reading) {
        return switch (host) {
            case "key" -> reading.values("x-api-key");
            case "query" -> parameters(reading.target());
            case "place" -> List.of();
            default -> reading.values("authorization");
        };
    }

    private static List<String> wanted(String host) {
        return switch (host) {
            case "key", "query" -> List.of(Proxying.SECRET);
            case "place" -> List.of();
            case "basic" -> List.of("Basic " + BASIC);
            default -> List.of("Bearer " + Proxying.SECRET);
        };
    }

    /// The values of a parameter, as the most generous of servers would find them.
    private static List<String> parameters(String target) {
        return Arrays.stream(target.substring(target.indexOf('?') + 1).split("[&;]", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> URLDecoder.decode(pair[0], StandardCharsets.UTF_8)
                        .replaceAll("\\[.*|[\\x00\\s]", "")
                        .equalsIgnoreCase("key"))
                .map(pair -> pair.length > 1 ? pair[1] : "")
                .toList();
    }

    private void same(String rule, Object actual, Object expected) {
        if (!actual.equals(expected)) problems.add(rule + ": " + actual + " is not " + expected);
    }

    private void holds(boolean condition, String rule) {
        if (!condition) problems.add(rule);
    }
}
