package agentvault.dial;

import agentvault.address.CanonicalHost;
import io.netty.util.NetUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An address as its bits. An IPv4 address has the low 32 alone.
record IpAddress(boolean four, long high, long low) {

    static final int FOUR_BITS = 32;
    static final int SIX_BITS = 128;

    private static final int FOUR_BYTES = 4;
    private static final int SIX_BYTES = 16;
    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final int ISATAP = 0x5EFE;
    private static final int ISATAP_GLOBAL = 0x200_5EFE;
    private static final Network COMPATIBLE = Network.of("::/96");
    private static final Network MAPPED = Network.of("::ffff:0:0/96");
    private static final Network TRANSLATED = Network.of("::ffff:0:0:0/96");
    private static final Network NAT64 = Network.of("64:ff9b::/96");
    private static final Network LOCAL_NAT64 = Network.of("64:ff9b:1::/48");
    private static final Network TEREDO = Network.of("2001::/32");
    private static final Network SIX_TO_FOUR = Network.of("2002::/16");
    private static final List<Network> AT_THE_END = List.of(COMPATIBLE, MAPPED, TRANSLATED, NAT64);

    static IpAddress of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case FOUR_BYTES -> four(buffer.getInt());
            case SIX_BYTES -> new IpAddress(false, buffer.getLong(), buffer.getLong());
            default -> throw new IllegalArgumentException("an address is 4 or 16 bytes");
        };
    }

    private static IpAddress four(long bits) {
        return new IpAddress(true, 0, bits & LOW_HALF);
    }

    /// The address that a host is, unless it is a name.
    static Optional<IpAddress> of(CanonicalHost host) {
        if (!host.isAddress()) return Optional.empty();
        return Optional.of(of(NetUtil.createByteArrayFromIpAddressString(host.text())));
    }

    byte[] bytes() {
        return four
                ? ByteBuffer.allocate(FOUR_BYTES).putInt((int) low).array()
                : ByteBuffer.allocate(SIX_BYTES).putLong(high).putLong(low).array();
    }

    int bits() {
        return four ? FOUR_BITS : SIX_BITS;
    }

    /// The IPv4 addresses that this one may lead to. Where there are several ways to read it, all of them.
    List<IpAddress> embedded() {
        if (four) return List.of();
        var found = new ArrayList<IpAddress>(2);
        if (SIX_TO_FOUR.contains(this)) found.add(four(high >>> 16));
        if (TEREDO.contains(this)) {
            found.add(four(high));
            found.add(four(~low));
        }
        if (LOCAL_NAT64.contains(this)) {
            // RFC 6052 with 48 bits, around the octet that is zero, or with 96.
            long around = ((high & 0xFFFF) << 16) | ((low >>> 40) & 0xFFFF);
            if (around != 0) found.add(four(around));
            if ((low & LOW_HALF) != 0) found.add(four(low));
        }
        if (isatap() || endsInFour()) found.add(four(low));
        return found;
    }

    /// The unspecified and the loopback address only look like it.
    private boolean endsInFour() {
        boolean onlyLooks = high == 0 && (low == 0 || low == 1);
        return !onlyLooks && AT_THE_END.stream().anyMatch(network -> network.contains(this));
    }

    /// Whether the address names a host behind IPv4, in whatever network (RFC 5214).
    boolean isatap() {
        long mark = low >>> 32;
        return !four && (mark == ISATAP || mark == ISATAP_GLOBAL);
    }
}
