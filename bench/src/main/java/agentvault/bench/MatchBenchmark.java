package agentvault.bench;

import agentvault.address.CanonicalHost;
import agentvault.address.CanonicalPath;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.address.PathResult;
import agentvault.id.Id;
import agentvault.match.Decision;
import agentvault.match.Matcher;
import agentvault.match.RuleIndex;
import agentvault.match.Target;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Deciding which rule a request falls under, its host and path read from text, with the requests spread over all
/// vaults. Peer: asking each service of the vault in turn.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx2g", "--enable-native-access=ALL-UNNAMED"})
public class MatchBenchmark {

    private static final int HTTPS = 443;

    /// `vaults x services in each`.
    @Param({"1x10", "10000x10", "1x1000"})
    public String size = "";

    private final List<Request> requests = new ArrayList<>();
    private int next;

    /// One vault's session and a request of it.
    private record Request(Matcher matcher, List<Service> services, String host, String path) {}

    @Setup
    public void prepare() {
        var numbers = size.split("x", 2);
        int vaults = Integer.parseInt(numbers[0]);
        int each = Integer.parseInt(numbers[1]);
        var random = new Random(1);
        for (int vault = 0; vault < vaults; vault++) {
            var services = services(vault, each);
            var matcher = new Matcher(List.of(RuleIndex.compile(new Id(vault, 0), services)), List.of());
            for (int i = 0; i < Math.max(1, 1_000 / vaults); i++) {
                int asked = random.nextInt(each);
                requests.add(new Request(matcher, services, host(vault, asked), "/v1/items/" + i));
            }
        }
        Collections.shuffle(requests, random);
        for (var request : requests) {
            boolean same = request.matcher().decide(target(request)) instanceof Decision.Inject(var service, var _)
                    && service.equals(scan(request));
            if (!same) throw new IllegalStateException("what is measured does not match");
        }
    }

    @Benchmark
    public Decision index() {
        var request = nextRequest();
        return request.matcher().decide(target(request));
    }

    @Benchmark
    public Service scan() {
        return scan(nextRequest());
    }

    private static Service scan(Request request) {
        var target = target(request);
        for (var service : request.services()) {
            for (var destination : service.rule().reach().named()) {
                if (fits(destination, target)) return service;
            }
        }
        throw new IllegalStateException("no service");
    }

    private Request nextRequest() {
        next = next + 1 == requests.size() ? 0 : next + 1;
        return requests.get(next);
    }

    private static boolean fits(Destination destination, Target target) {
        return destination.port() == target.port()
                && destination.host().matches(target.host())
                && target.path() instanceof PathResult.Plain(var path)
                && destination.path().matches(path);
    }

    private static Target target(Request request) {
        var host = new CanonicalHost(request.host());
        return new Target(host, HTTPS, true, "GET", CanonicalPath.parse(request.path()), "", false);
    }

    private static String host(int vault, int service) {
        return "api-" + service + ".vault-" + vault + ".example.com";
    }

    private static List<Service> services(int vault, int each) {
        return IntStream.range(0, each)
                .mapToObj(number -> service(vault, number))
                .toList();
    }

    private static Service service(int vault, int number) {
        var host = HostPattern.exact(new CanonicalHost(host(vault, number)));
        var at = new Destination(host, HTTPS, false, new PathPattern("/v1/*"), List.of());
        var rule = new Service.Rule(
                new Reach.Destinations(List.of(at)), new Attachment.Bearer(new CredentialKey("TOKEN")), List.of());
        return new Service(
                new Id(vault, number + 1L),
                new Id(vault, 0),
                new Slug("service-" + number),
                rule,
                true,
                new Binding.Free(),
                Life.startedAt(new Stamp(Instant.EPOCH, number)));
    }
}
