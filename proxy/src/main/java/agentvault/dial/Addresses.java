package agentvault.dial;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// The addresses of a host, in the order in which they are tried.
final class Addresses {

    private Addresses() {}

    /// An address to dial, without a name: it cannot be looked up again.
    static InetAddress of(IpAddress address) {
        try {
            return InetAddress.getByAddress(address.bytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /// As it is written before a port.
    static String text(IpAddress address) {
        var text = of(address).getHostAddress();
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }

    /// IPv6 and IPv4 in turn, beginning with the kind that the system puts first (RFC 8305), at most so many.
    static List<IpAddress> inTurn(List<IpAddress> found, int most) {
        var first = found.stream()
                .filter(address -> address.four() == found.getFirst().four())
                .toList();
        var second = found.stream()
                .filter(address -> address.four() != found.getFirst().four())
                .toList();
        var order = new ArrayList<IpAddress>(found.size());
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            if (i < first.size()) order.add(first.get(i));
            if (i < second.size()) order.add(second.get(i));
        }
        return List.copyOf(order.subList(0, Math.min(most, order.size())));
    }
}
