package agentvault.dial;

import agentvault.address.CanonicalHost;
import agentvault.address.HostResult;
import java.util.Optional;

/// Addresses that begin with the same bits.
record Network(IpAddress first, int prefix) {

    private static final int HALF = 64;

    Network {
        if (prefix < 0 || prefix > first.bits()) throw new IllegalArgumentException("a prefix that is too long");
        if (!rest(first, prefix)) throw new IllegalArgumentException("an address within the network, not its first");
    }

    /// Reads a network that we wrote ourselves.
    static Network of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no network: " + text));
    }

    /// Reads `address/prefix` or an address alone; IPv6 with brackets or without. Nothing if it is none, or names an
    /// address within a network instead of its first.
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) return Optional.empty();
        int prefix = slash < 0 ? address.get().bits() : number(text.substring(slash + 1));
        boolean fits = prefix >= 0 && prefix <= address.get().bits() && rest(address.get(), prefix);
        return fits ? Optional.of(new Network(address.get(), prefix)) : Optional.empty();
    }

    private static Optional<IpAddress> address(String text) {
        boolean bare = text.indexOf(':') >= 0 && !text.startsWith("[");
        return CanonicalHost.parse(bare ? "[" + text + "]" : text) instanceof HostResult.Valid(var host)
                ? IpAddress.of(host)
                : Optional.empty();
    }

    private static int number(String digits) {
        boolean plain =
                !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Integer.parseInt(digits) : -1;
    }

    /// Whether all bits after the prefix are zero.
    private static boolean rest(IpAddress address, int prefix) {
        int before = prefix + (IpAddress.SIX_BITS - address.bits());
        return (address.high() & ~highMask(before)) == 0 && (address.low() & ~lowMask(before)) == 0;
    }

    boolean contains(IpAddress address) {
        if (address.four() != first.four()) return false;
        int before = prefix + (IpAddress.SIX_BITS - first.bits());
        return ((address.high() ^ first.high()) & highMask(before)) == 0
                && ((address.low() ^ first.low()) & lowMask(before)) == 0;
    }

    private static long highMask(int bits) {
        return bits >= HALF ? -1L : bits == 0 ? 0 : -1L << (HALF - bits);
    }

    private static long lowMask(int bits) {
        return bits <= HALF ? 0 : -1L << (IpAddress.SIX_BITS - bits);
    }
}
