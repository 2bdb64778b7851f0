package agentvault.load;

import java.net.InetSocketAddress;

/// The way to a host, and what is asked there.
///
/// @param dialled the host, or the proxy in front of it
/// @param connect the head that asks a proxy for a tunnel; empty if there is none
/// @param name what TLS asks for
/// @param request a head without a body
public record Trip(InetSocketAddress dialled, String connect, String name, String request) {

    public Trip {
        if (!request.endsWith("\r\n\r\n")) throw new IllegalArgumentException("a head ends with an empty line");
    }
}
