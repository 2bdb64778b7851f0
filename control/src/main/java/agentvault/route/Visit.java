package agentvault.route;

import java.net.InetAddress;
import java.net.URI;

/// Where a request comes from and by what name it came, as far as proxies that are trusted tell.
///
/// @param host as it stands in a URL, the port with it
/// @param direct no proxy was between, and the name is one that only this machine has
/// @param bySocket through the Unix socket of a session, for which it speaks
public record Visit(InetAddress address, boolean secure, String host, boolean direct, boolean bySocket) {

    /// From this machine itself.
    public boolean local() {
        return direct && address.isLoopbackAddress();
    }

    /// The same through a session's socket, where any name leads: what the server tells of itself is where others
    /// reach it.
    ///
    /// @param server where clients reach the server
    public Visit throughSocket(URI server) {
        return new Visit(address, server.getScheme().equals("https"), server.getRawAuthority(), direct, true);
    }

    /// The address of this server as the client knows it.
    public String origin() {
        return (secure ? "https://" : "http://") + host;
    }
}
