package agentvault.wire;

import java.net.InetSocketAddress;

/// Who is at the other end of a connection, and whether TLS is between.
public record Peer(InetSocketAddress address, boolean secure) {}
