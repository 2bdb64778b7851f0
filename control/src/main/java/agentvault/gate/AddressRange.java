package agentvault.gate;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// The addresses that begin alike: `10.0.0.0/8`, or one address.
public record AddressRange(InetAddress first, int bits) {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");

    public AddressRange {
        if (bits < 0 || bits > first.getAddress().length * 8)
            throw new IllegalArgumentException("an address range ends in / and the number of bits that are alike");
    }

    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        var first = literal(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("an address range begins with an IP address"));
        if (slash < 0) return new AddressRange(first, first.getAddress().length * 8);
        var digits = text.substring(slash + 1);
        if (!DIGITS.matcher(digits).matches())
            throw new IllegalArgumentException("an address range ends in / and the number of bits that are alike");
        return new AddressRange(first, Integer.parseInt(digits));
    }

    /// Never asks a name server.
    static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) return false;
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) return false;
        }
        return true;
    }
}
