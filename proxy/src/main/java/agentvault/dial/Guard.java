package agentvault.dial;

import agentvault.address.Authority;
import agentvault.address.CanonicalHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Says which addresses may be dialled, by their bytes. One guard serves everything in the process that dials.
public final class Guard {

    private static final Network LOOPBACK = Network.of("127.0.0.0/8");
    private static final IpAddress LOOPBACK_SIX = Network.of("::1").first();
    private static final IpAddress UNSPECIFIED = Network.of("0.0.0.0").first();
    private static final IpAddress UNSPECIFIED_SIX = Network.of("::").first();

    /// Names of metadata services: where another proxy resolves names, their addresses are not seen here.
    private static final Set<String> METADATA_NAMES = Set.of(
            "metadata.google.internal",
            "metadata.goog",
            "metadata",
            "instance-data",
            "instance-data.ec2.internal",
            "metadata.tencentyun.com",
            "metadata.azure.internal");

    /// One port that this process listens on.
    private record Own(IpAddress address, int port) {}

    private record State(NetworkRules rules, Set<Own> own, Set<Authority> names, long epoch) {}

    private final Predicate<InetAddress> ofThisMachine;
    private volatile State state;

    Guard(NetworkRules rules, Predicate<InetAddress> ofThisMachine) {
        this.ofThisMachine = ofThisMachine;
        this.state = new State(rules, Set.of(), Set.of(), 0);
    }

    public static Guard of(NetworkRules rules) {
        return new Guard(rules, Guard::hasInterface);
    }

    /// From now on these rules hold, also for connections that are kept.
    public synchronized void change(NetworkRules rules) {
        state = new State(rules, state.own(), state.names(), state.epoch() + 1);
    }

    /// Tells of a port that this process listens on: nothing dials it, whatever is allowed.
    public synchronized void listening(InetSocketAddress address) {
        var own = new HashSet<>(state.own());
        own.add(new Own(IpAddress.of(address.getAddress().getAddress()), address.getPort()));
        state = new State(state.rules(), Set.copyOf(own), state.names(), state.epoch() + 1);
    }

    /// Tells of a name and a port that lead to this process from elsewhere, through addresses that it does not know of.
    public synchronized void called(Authority name) {
        var names = new HashSet<>(state.names());
        names.add(name);
        state = new State(state.rules(), state.own(), Set.copyOf(names), state.epoch() + 1);
    }

    /// Whether private networks are reached as public ones are.
    public boolean allowsPrivateRanges() {
        return state.rules().privateRanges();
    }

    /// Whether public networks are all that is reached.
    boolean publicAlone() {
        return !state.rules().privateRanges() && state.rules().allowed().isEmpty();
    }

    /// Changes whenever an address may be judged differently than before.
    long epoch() {
        return state.epoch();
    }

    /// Why a name may not even be looked up.
    Optional<DialFailure> denial(CanonicalHost host, int port) {
        if (state.names().contains(new Authority(host, port))) return Optional.of(DialFailure.SELF_CONNECTION);
        return METADATA_NAMES.contains(host.text()) ? Optional.of(DialFailure.DESTINATION_DENIED) : Optional.empty();
    }

    /// Why an address may not be dialled on a port.
    Optional<DialFailure> denial(IpAddress address, int port) {
        var now = state;
        if (isOwn(now, address, port)) return Optional.of(DialFailure.SELF_CONNECTION);
        if (!permitted(now.rules(), address, port)) return Optional.of(DialFailure.DESTINATION_DENIED);
        return address.embedded().stream()
                .flatMap(four -> denial(four, port).stream())
                .findFirst();
    }

    private static boolean permitted(NetworkRules rules, IpAddress address, int port) {
        return switch (SpecialAddresses.kind(address)) {
            case PUBLIC -> true;
            case PRIVATE -> rules.privateRanges() || rules.allows(address, port);
            case RESERVED, TRANSLATED -> rules.allows(address, port);
            case METADATA -> false;
        };
    }

    private boolean isOwn(State now, IpAddress address, int port) {
        return now.own().stream().anyMatch(own -> own.port() == port && leadsTo(own.address(), address));
    }

    /// Whether dialling an address ends at a listener. Dialling no address in particular means this machine, and a
    /// listener on no address in particular has all of them.
    private boolean leadsTo(IpAddress listener, IpAddress dialled) {
        boolean here = unspecified(dialled) || dialled.equals(LOOPBACK_SIX) || LOOPBACK.contains(dialled);
        if (!unspecified(listener)) return dialled.equals(listener) || unspecified(dialled);
        return here || ofThisMachine.test(Addresses.of(dialled));
    }

    private static boolean unspecified(IpAddress address) {
        return address.equals(UNSPECIFIED) || address.equals(UNSPECIFIED_SIX);
    }

    /// If the interfaces cannot be asked, the address is taken for ours.
    private static boolean hasInterface(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }
}
