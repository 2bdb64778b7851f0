package agentvault.dial;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Looks a name up and waits for the answer.
@FunctionalInterface
interface Names {

    InetAddress[] lookUp(String name) throws UnknownHostException;
}
