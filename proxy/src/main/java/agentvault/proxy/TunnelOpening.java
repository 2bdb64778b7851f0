package agentvault.proxy;

import agentvault.address.Authority;
import agentvault.ca.CertificateAuthority;
import agentvault.dial.Place;
import agentvault.http.RequestHead;
import agentvault.inject.Incoming;
import agentvault.match.Decision;
import agentvault.wire.Lease;
import agentvault.wire.Relay;
import agentvault.workspace.IntegrityBroken;
import agentvault.workspace.StoreUnavailable;
import agentvault.workspace.Warrant;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens a tunnel. Who asks is authenticated, and an address that may not be dialled is refused. What a service lets
/// through unopened is [Passing]; any other name is signed for, and what policy says of it is said within.
final class TunnelOpening implements Relay {

    private final Plane plane;
    private final Authority to;
    private final Doorman.Found.Known known;
    private final Account account = new Account();
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private @Nullable Lease lease;
    private @Nullable Passing through;

    TunnelOpening(Plane plane, RequestHead head, Doorman.Found.Known known) {
        this.plane = plane;
        this.to = head.authority();
        this.known = known;
    }

    @Override
    public void begin(Lease given) {
        lease = given;
        decide(given, true);
    }

    /// @param slowly whether what is not in memory may be waited for, elsewhere
    private void decide(Lease given, boolean slowly) {
        try {
            open(given, plane.judge().admit(known.pass(), known.vault(), Judge.Waiting.NEVER));
        } catch (Judge.Stop stop) {
            switch (stop.verdict) {
                case Verdict.Refuse refused -> refuse(given, refused);
                case Verdict.Defer() when slowly -> plane.around().threads().execute(() -> decideSlowly(given));
                case Verdict.Defer(), Verdict.Forward _ -> refuse(given, byNobody(Trouble.unavailable()));
            }
        }
    }

    /// Waits for what is not in memory, and decides again with it.
    private void decideSlowly(Lease given) {
        Optional<Verdict.Refuse> refused = Optional.empty();
        try {
            plane.judge().admit(known.pass(), known.vault(), Judge.Waiting.ALLOWED);
        } catch (Judge.Stop stop) {
            if (stop.verdict instanceof Verdict.Refuse why) refused = Optional.of(why);
        } catch (StoreUnavailable | IntegrityBroken _) {
            refused = Optional.of(byNobody(Trouble.unavailable()));
        } catch (RuntimeException e) {
            plane.around().figures().broken(e);
            refused = Optional.of(byNobody(Trouble.internal()));
        }
        var found = refused;
        given.channel()
                .eventLoop()
                .execute(() -> found.ifPresentOrElse(why -> refuse(given, why), () -> decide(given, false)));
    }

    private void open(Lease given, Warrant warrant) {
        var denied = plane.around().upstreams().denial(Place.of(to, true));
        if (denied.isPresent()) {
            refuse(given, warrant, Trouble.of(denied.get(), to.host().text()));
            return;
        }
        var ask = asking(given.head());
        if (warrant.decide(ask.target()) instanceof Decision.Tunnel) {
            through = new Passing(plane.around(), plane.times(), ask, given, this::taken);
            through.begin();
            return;
        }
        var context = plane.authority().known(to.host()).or(() -> sign(warrant));
        if (context.isEmpty()) {
            refuse(given, warrant, Trouble.tooManyHosts(plane.signing().untilNext()));
            return;
        }
        plane.around().figures().tunnelOpened();
        var inside = given.within(new TunnelEntrance(plane, to, known));
        given.takeOver(new TunnelEnd(to.host(), context.get(), inside), taken());
    }

    /// What is known of a tunnel before anything is in it.
    private Ask asking(RequestHead head) {
        var incoming = new Incoming(head, to, true, "/", "", Incoming.Authorization.THEIRS, false);
        return Ask.of(Way.TUNNEL, known.pass(), known.vault(), incoming);
    }

    /// Each caller makes us sign for only so many names.
    private Optional<SslContext> sign(Warrant warrant) {
        CertificateAuthority authority = plane.authority();
        if (!(plane.signings().enter(warrant.caller().shown(), plane.signing())
                instanceof Limiter.Entry.In(var counted))) return Optional.empty();
        counted.leave();
        plane.around().figures().leafSigned();
        return Optional.of(authority.sign(to.host()));
    }

    private void refuse(Lease given, Warrant warrant, Trouble trouble) {
        refuse(given, Judge.refuse(trouble, Judge.by(warrant, DecideRule.primary(warrant))));
    }

    private void refuse(Lease given, Verdict.Refuse refused) {
        plane.around().figures().tunnelRefused(refused.trouble().code());
        account.by = refused.by();
        account.stopped(refused.trouble());
        account.tell(plane.around(), asking(given.head()), given.requestId(), 0, 0);
        var answer = Answers.of(refused.trouble(), given.requestId());
        given.answer(_ -> answer, taken());
    }

    private static Verdict.Refuse byNobody(Trouble trouble) {
        return Judge.refuse(trouble, RequestLog.By.NOBODY);
    }

    private ByteBuf taken() {
        var all = held;
        held = Unpooled.EMPTY_BUFFER;
        return all;
    }

    @Override
    public void received(ByteBuf bytes) {
        held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(bytes.alloc(), held, bytes);
        if (lease != null) lease.channel().config().setAutoRead(false);
    }

    @Override
    public void receivedAll() {}

    @Override
    public void inputEnded() {}

    @Override
    public void writabilityChanged() {}

    @Override
    public void left() {
        taken().release();
        if (through != null) through.left();
    }
}
