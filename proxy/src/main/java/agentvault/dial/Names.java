package agentvault.dial;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Looks a name up and waits for the answer.
@FunctionalInterface
public interface Names {

    /// As the system does.
    Names SYSTEM = InetAddress::getAllByName;

    InetAddress[] lookUp(String name) throws UnknownHostException;
}
