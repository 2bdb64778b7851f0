package agentvault.jvm;

import java.lang.instrument.Instrumentation;
import java.net.Authenticator;

/// Where Java begins before it begins with a program. Nothing here may keep the program from starting: what cannot be
/// done
/// is one line on standard error.
public final class Premain {

    private static final String NO_BASIC_IN_TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

    private Premain() {}

    /// @param place of our proxy, as `host:port`
    public static void premain(String place, Instrumentation instrumentation) {
        try {
            String user = System.getenv("AGENT_VAULT_TOKEN");
            String pass = System.getenv("AGENT_VAULT_VAULT");
            if (user == null) {
                say("AGENT_VAULT_TOKEN is gone from the environment, so the proxy will not let this program through");
                return;
            }
            OurProxy proxy = OurProxy.at(place, user, pass == null ? "" : pass);
            allowBasicInTunnels();
            Authenticator.setDefault(new OnlyOurs(proxy));
            instrumentation.addTransformer(new HttpClientDoor(proxy));
        } catch (RuntimeException | LinkageError e) {
            say("the proxy will not let this program through (" + e + ")");
        }
    }

    /// Java sends no passwords to proxies through which it tunnels, unless told so before the first connection.
    private static void allowBasicInTunnels() {
        StringBuilder others = new StringBuilder();
        for (String scheme : System.getProperty(NO_BASIC_IN_TUNNELS, "").split(",", -1)) {
            String name = scheme.trim();
            if (!name.isEmpty() && !name.equalsIgnoreCase("Basic"))
                others.append(others.length() == 0 ? "" : ",").append(name);
        }
        System.setProperty(NO_BASIC_IN_TUNNELS, others.toString());
    }

    static void say(String sentence) {
        System.err.println("agent-vault: " + sentence + ".");
    }
}
