package agentvault.dial;

import agentvault.address.CanonicalHost;
import agentvault.address.HostPattern;
import agentvault.address.HostPatternResult;
import agentvault.address.HostPolicy;
import agentvault.address.Reason;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One connection that is being opened: its host is resolved, judged, dialled, and over TLS verified, in this order.
@SuppressWarnings("FutureReturnValueIgnored") // listened to where it matters
final class Dial {

    /// How many addresses of a host are tried.
    static final int MOST_TRIED = 3;

    /// What all connections are opened with.
    ///
    /// @param connect how long each address may take
    /// @param tunnel how long another proxy may take to open the way
    record Means(Guard guard, Resolver resolver, UpstreamTls tls, Route route, Duration connect, Duration tunnel) {

        /// Why a place may not be dialled, as far as its looks tell.
        Optional<DialFailure> denial(Place place) {
            var byName = guard.denial(place.host(), place.port());
            return byName.isPresent()
                    ? byName
                    : IpAddress.of(place.host()).flatMap(address -> guard.denial(address, place.port()));
        }

        /// Whether a name can only lead into networks of which none may be dialled. Another proxy that resolves names
        /// may know others.
        boolean unreachable(CanonicalHost host) {
            boolean elsewhere = route instanceof Route.Through through && through.resolves();
            return !elsewhere && guard.publicAlone() && internal(host);
        }

        private static boolean internal(CanonicalHost host) {
            return HostPattern.parse(host.text(), HostPolicy.PUBLIC_ONLY)
                            instanceof HostPatternResult.Invalid(var reason)
                    && reason == Reason.INTERNAL_NAME;
        }
    }

    private final Means means;
    private final EventLoop loop;
    private final Shelf shelf;
    private final PoolKey key;
    private final Place place;
    private final Consumer<Seat> opened;
    private final Consumer<DialFailure> failed;
    private final long epoch;
    private List<IpAddress> judged = List.of();

    /// @param opened hears of the connection, or `failed` of the reason why there is none; once
    Dial(Means means, EventLoop loop, Shelf shelf, PoolKey key, Consumer<Seat> opened, Consumer<DialFailure> failed) {
        this.means = means;
        this.loop = loop;
        this.shelf = shelf;
        this.key = key;
        this.place = key.place();
        this.opened = opened;
        this.failed = failed;
        this.epoch = means.guard().epoch();
    }

    void start() {
        var denial = means.denial(place);
        if (denial.isPresent()) failed.accept(denial.get());
        else if (means.route() instanceof Route.Through through
                && through.resolves()
                && !place.host().isAddress())
            through(through, List.of(place.host().text()));
        else addresses(place.host(), this::go, failed);
    }

    private void addresses(CanonicalHost host, Consumer<List<IpAddress>> then, Consumer<DialFailure> otherwise) {
        var literal = IpAddress.of(host);
        if (literal.isPresent()) {
            then.accept(List.of(literal.get()));
            return;
        }
        means.resolver().resolve(loop, key.vault(), host.text(), resolution -> {
            switch (resolution) {
                case Resolution.Found(var found) -> then.accept(found);
                case Resolution.Failed(var failure) -> otherwise.accept(failure);
            }
        });
    }

    private void go(List<IpAddress> found) {
        judged = found;
        var denial = denial();
        if (denial.isPresent()) {
            failed.accept(denial.get());
            return;
        }
        var tried = Addresses.inTurn(found, MOST_TRIED);
        switch (means.route()) {
            case Route.Direct() -> tcp(this::secure, failed).open(tried, place.port());
            case Route.Through through ->
                through(through, tried.stream().map(Addresses::text).toList());
        }
    }

    /// One address that is denied denies them all.
    private Optional<DialFailure> denial() {
        return judged.stream()
                .flatMap(address -> means.guard().denial(address, place.port()).stream())
                .findFirst();
    }

    private Tcp tcp(Consumer<Seat> connected, Consumer<DialFailure> otherwise) {
        return new Tcp(loop, means.connect(), channel -> new Seat(shelf, key, channel, epoch), connected, otherwise);
    }

    /// The other proxy may be anywhere: it was chosen by whoever runs this one.
    private void through(Route.Through route, List<String> targets) {
        addresses(
                route.proxy().host(),
                found -> ask(route, Addresses.inTurn(found, MOST_TRIED), targets),
                _ -> failed.accept(DialFailure.PROXY_REFUSED));
    }

    private void ask(Route.Through route, List<IpAddress> proxy, List<String> targets) {
        Consumer<DialFailure> otherwise = _ -> failed.accept(DialFailure.PROXY_REFUSED);
        Consumer<Seat> tunnel = seat -> seat.precede(new ProxyHandshake(
                targets.getFirst() + ":" + place.port(), route.login(), means.tunnel(), answer -> {
                    if (answer == ProxyHandshake.Answer.OPEN) secure(seat);
                    else refused(seat, route, proxy, targets, answer);
                }));
        Consumer<Seat> connected =
                route.proxy().secure() ? seat -> tls(seat, route.proxy().host(), tunnel, otherwise) : tunnel;
        tcp(connected, otherwise).open(proxy, route.proxy().port());
    }

    private void refused(
            Seat seat, Route.Through route, List<IpAddress> proxy, List<String> targets, ProxyHandshake.Answer answer) {
        seat.channel().close();
        if (answer == ProxyHandshake.Answer.UNKNOWN_LOGIN || targets.size() == 1)
            failed.accept(DialFailure.PROXY_REFUSED);
        else ask(route, proxy, targets.subList(1, targets.size()));
    }

    private void secure(Seat seat) {
        if (place.secure()) tls(seat, place.host(), this::done, failed);
        else done(seat);
    }

    private void tls(Seat seat, CanonicalHost host, Consumer<Seat> then, Consumer<DialFailure> otherwise) {
        means.tls().handler(seat.channel(), host, made -> {
            if (made.isEmpty() || !seat.channel().isActive()) {
                failed(seat, DialFailure.TLS_FAILED, otherwise);
                return;
            }
            made.get().handshakeFuture().addListener(done -> {
                if (done.isSuccess()) then.accept(seat);
                else failed(seat, UpstreamTls.reason(done.cause()), otherwise);
            });
            seat.precede(made.get());
        });
    }

    private static void failed(Seat seat, DialFailure failure, Consumer<DialFailure> otherwise) {
        seat.channel().close();
        otherwise.accept(failure);
    }

    /// What was judged is judged again if the rules have changed since.
    private void done(Seat seat) {
        var denial = means.guard().epoch() == epoch ? Optional.<DialFailure>empty() : denial();
        if (denial.isEmpty() && seat.occupy()) opened.accept(seat);
        else failed(seat, denial.orElse(DialFailure.UNREACHABLE), failed);
    }
}
