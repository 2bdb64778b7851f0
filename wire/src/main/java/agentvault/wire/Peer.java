package agentvault.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Who is at the other end of a connection, and whether TLS is between.
public record Peer(InetSocketAddress address, boolean secure) {

    private static final int NETWORK_BYTES = 8;

    /// What somebody who misbehaves is known by: whoever has one IPv6 address has a network of them.
    public static String network(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }

    public String network() {
        return network(address.getAddress());
    }
}
