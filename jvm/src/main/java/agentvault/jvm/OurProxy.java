package agentvault.jvm;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The one proxy that may be shown who this program is.
final class OurProxy {

    private final String host;
    private final int port;
    private final String user;
    private final String pass;

    OurProxy(String host, int port, String user, String pass) {
        this.host = host;
        this.port = port;
        this.user = user;
        this.pass = pass;
    }

    /// @param place host and port, as the agent's argument has them
    static OurProxy at(String place, String user, String pass) {
        int colon = place.lastIndexOf(':');
        return new OurProxy(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)), user, pass);
    }

    boolean is(String otherHost, int otherPort) {
        return port == otherPort && host.equals(otherHost);
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    String user() {
        return user;
    }

    char[] pass() {
        return pass.toCharArray();
    }

    /// What goes into Proxy-Authorization.
    String header() {
        byte[] both = (user + ":" + pass).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
