package agentvault.proxy;

import agentvault.ca.CertificateAuthority;
import agentvault.dial.Upstreams;
import agentvault.wire.Entrance;
import agentvault.wire.Limits;
import agentvault.wire.Refusals;
import agentvault.workspace.Workspace;

/// The data plane of a server: the entrances that exchanges come in by, and everything that they share.
public final class Plane {

    /// Names that one caller has signed for: fifty at once, and five more each second.
    private static final RateLimit SIGNINGS = new RateLimit(5, 50, 1_000);

    private final Doorman doorman;
    private final CertificateAuthority authority;
    private final Limiter signings = new Limiter(SIGNINGS, System::nanoTime);
    private final Surroundings around;
    private final Times times;
    private final Refused refused;

    private Plane(Doorman doorman, CertificateAuthority authority, Surroundings around, Settings settings) {
        this.doorman = doorman;
        this.authority = authority;
        this.around = around;
        this.times = settings.times();
        this.refused = new Refused(settings.limits());
    }

    /// How much may be asked for, and how long that may take.
    ///
    /// @param limits of the listeners that the entrances are for
    public record Settings(RateLimit rate, Times times, Limits limits) {
        public static final Settings STANDARD = new Settings(RateLimit.STANDARD, Times.STANDARD, Limits.STANDARD);
    }

    /// Who hears what happens.
    public record Listeners(RequestLog log, ProxyFigures figures) {
        public static final Listeners NONE = new Listeners(RequestLog.NONE, ProxyFigures.NONE);
    }

    public static Plane open(
            Workspace workspace,
            CertificateAuthority authority,
            Upstreams upstreams,
            Settings settings,
            Listeners listeners) {
        var judge =
                new Judge(workspace.authentication(), workspace.uses(), new Limiter(settings.rate(), System::nanoTime));
        var around = new Surroundings(
                judge,
                upstreams,
                new LiveExchanges(),
                Thread.ofVirtual().name("verdict-", 0)::start,
                listeners.log(),
                listeners.figures());
        return new Plane(new Doorman(workspace.authentication()), authority, around, settings);
    }

    /// The door of the forward proxy.
    public Entrance forward() {
        return new ForwardEntrance(this);
    }

    /// The door beside the API: what does not begin with `/proxy/` is left to others.
    public Entrance beside(Entrance others) {
        return new PathEntrance(this, others);
    }

    /// How the listener of the forward proxy answers what it cannot read.
    public Refusals refusals() {
        return refusal -> Answers.of(
                Trouble.of(refusal.status(), refusal.code(), "The request cannot be understood", refusal.hint()), "");
    }

    Relaying relaying(Ask ask) {
        return new Relaying(around, times, ask);
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
