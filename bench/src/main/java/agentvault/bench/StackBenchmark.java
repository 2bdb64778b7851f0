package agentvault.bench;

import agentvault.address.CanonicalHost;
import agentvault.address.CanonicalPath;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
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
import java.util.List;
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

/// Deciding a request of a session that stacks vaults of ten services each: one that the last vault decides, and one
/// that none names.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx2g", "--enable-native-access=ALL-UNNAMED"})
public class StackBenchmark {

    private static final int SERVICES = 10;

    @Param({"1", "5", "50"})
    public int vaults;

    private Matcher matcher = new Matcher(List.of(), List.of());
    private Target named = target("nowhere.example.com");
    private final Target unnamed = target("api-0.unknown.example.com");

    @Setup
    public void prepare() {
        matcher = new Matcher(
                IntStream.range(0, vaults)
                        .mapToObj(vault -> RuleIndex.compile(new Id(vault, 0), services(vault)))
                        .toList(),
                List.of());
        named = target(host(vaults - 1, SERVICES - 1));
        boolean decides = last() instanceof Decision.Inject && none() instanceof Decision.Unmatched;
        if (!decides) throw new IllegalStateException("what is measured does not match");
    }

    @Benchmark
    public Decision last() {
        return matcher.decide(named);
    }

    @Benchmark
    public Decision none() {
        return matcher.decide(unnamed);
    }

    private static Target target(String host) {
        return new Target(
                new CanonicalHost(host),
                Destination.HTTPS_PORT,
                true,
                "POST",
                CanonicalPath.parse("/v1/items/1"),
                "",
                false);
    }

    private static String host(int vault, int service) {
        return "api-" + service + ".vault-" + vault + ".example.com";
    }

    private static List<Service> services(int vault) {
        return IntStream.range(0, SERVICES)
                .mapToObj(number -> {
                    var host = HostPattern.exact(new CanonicalHost(host(vault, number)));
                    var rule = new Service.Rule(
                            new Reach.Destinations(List.of(Destination.of(host))),
                            new Attachment.Bearer(new CredentialKey("TOKEN")),
                            List.of());
                    return new Service(
                            new Id(vault, number + 1L),
                            new Id(vault, 0),
                            new Slug("service-" + number),
                            rule,
                            true,
                            new Binding.Free(),
                            Life.startedAt(new Stamp(Instant.EPOCH, number)));
                })
                .toList();
    }
}
