package agentvault.proxy;

import agentvault.access.Throttle;
import agentvault.address.CanonicalHost;
import agentvault.ca.CertificateAuthority;
import agentvault.dial.Upstreams;
import agentvault.stream.OpenStreams;
import agentvault.vault.RateLimit;
import agentvault.wire.Entrance;
import agentvault.wire.Limits;
import agentvault.wire.Refusals;
import agentvault.workspace.Authentication;
import agentvault.workspace.OauthRenewals;
import agentvault.workspace.TokenServer;
import agentvault.workspace.Workspace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/// The data plane of a server: the entrances that exchanges come in by, and everything that they share.
public final class Plane {

    /// Names that one caller has signed for: fifty at once, and five more each second.
    private static final RateLimit SIGNINGS = new RateLimit(5, 50, 1_000);

    /// Tokens that are none, from one network.
    private static final Throttle.Rate FAILURES = new Throttle.Rate(50, Duration.ofMinutes(5));

    /// What clients call a server that has no name.
    private static final String UNNAMED = "localhost";

    private static final int NETWORKS = 10_000;

    private final Doorman doorman;
    private final CertificateAuthority authority;
    private final Limiter signings = new Limiter(System::nanoTime);
    private final Surroundings around;
    private final Times times;
    private final Refused refused;
    private final AtomicReference<String> address;

    private Plane(
            Doorman doorman,
            CertificateAuthority authority,
            Surroundings around,
            Settings settings,
            AtomicReference<String> address) {
        this.doorman = doorman;
        this.authority = authority;
        this.around = around;
        this.times = settings.times();
        this.refused = new Refused(settings.limits());
        this.address = address;
    }

    /// How much may be asked for, and how long that may take.
    ///
    /// @param limits of the listeners that the entrances are for
    public record Settings(RateLimit rate, Times times, Limits limits) {
        public static final Settings STANDARD = new Settings(RateLimit.STANDARD, Times.STANDARD, Limits.STANDARD);
    }

    /// Who hears what happens.
    public record Listeners(RequestLog log, ProxyFigures figures, CredentialLog credentials) {
        public static final Listeners NONE = new Listeners(RequestLog.NONE, ProxyFigures.NONE, CredentialLog.NONE);
    }

    /// @param tokens who is asked when an access token has ended
    public static Plane open(
            Workspace workspace,
            CertificateAuthority authority,
            Upstreams upstreams,
            TokenServer tokens,
            Settings settings,
            Listeners listeners) {
        var address = new AtomicReference<>("");
        var streams = new OpenStreams();
        var judge = new Judge(
                workspace.authentication(),
                workspace.uses(),
                new Limiter(System::nanoTime),
                settings.rate(),
                new DecideRule(streams, address::get),
                new Renewer(new OauthRenewals(workspace, tokens)));
        var around = new Surroundings(
                judge,
                upstreams,
                new LiveExchanges(),
                streams,
                Thread.ofVirtual().name("verdict-", 0)::start,
                listeners);
        var failures = new Throttle(() -> FAILURES, InstantSource.system(), NETWORKS);
        return new Plane(new Doorman(workspace.authentication(), failures), authority, around, settings, address);
    }

    /// Tells where the API is, for whoever is refused and has to ask there.
    public void apiAt(String url) {
        address.set(url);
    }

    /// The door of the forward proxy.
    ///
    /// @param names of this server
    public Entrance forward(Predicate<CanonicalHost> names) {
        return new ForwardEntrance(this, doorman::atProxy, names);
    }

    /// The door beside the API: what does not begin with `/proxy/` is left to others.
    ///
    /// @param names of this server
    public Entrance beside(Entrance others, Predicate<CanonicalHost> names) {
        return new PathEntrance(this, doorman::atPath, names, others);
    }

    /// The door of one session, for whoever gets to it: both of the others in one, without a token. It is reached by no
    /// name, so that any may stand in the Host header; in that of CONNECT, its target or localhost.
    ///
    /// @param others gets what is neither a tunnel, nor a whole URL, nor begins with `/proxy/`
    public Entrance of(Authentication.Pass session, Entrance others) {
        var knock = Doorman.knownAs(session);
        var forward = new ForwardEntrance(this, knock, name -> name.text().equals(UNNAMED));
        return new SocketEntrance(forward, new PathEntrance(this, knock, _ -> true, others));
    }

    /// How the listener of the forward proxy answers what it cannot read.
    public Refusals refusals() {
        return refusal -> Answers.of(
                Trouble.of(refusal.status(), refusal.code(), "The request cannot be understood", refusal.hint()), "");
    }

    Relaying relaying(Ask ask) {
        return new Relaying(around, times, ask);
    }

    Times times() {
        return times;
    }

    Doorman doorman() {
        return doorman;
    }

    Judge judge() {
        return around.judge();
    }

    CertificateAuthority authority() {
        return authority;
    }

    Limiter signings() {
        return signings;
    }

    RateLimit signing() {
        return SIGNINGS;
    }

    Surroundings around() {
        return around;
    }

    Refused refused() {
        return refused;
    }
}
