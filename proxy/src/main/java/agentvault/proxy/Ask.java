package agentvault.proxy;

import agentvault.address.Authority;
import agentvault.address.CanonicalPath;
import agentvault.address.Destination;
import agentvault.http.RequestHead;
import agentvault.http.TargetForm;
import agentvault.inject.Incoming;
import agentvault.match.Target;
import agentvault.workspace.Authentication.Pass;

/// One request to somewhere, and whose it is: what a verdict is given about.
///
/// @param vault the name that the sender gave for a vault, or nothing
record Ask(Way way, Pass pass, String vault, Incoming incoming, Target target) {

    private static final String[] OVERRIDES = {"xhttpmethodoverride", "xhttpmethod", "xmethodoverride"};

    static Ask of(Way way, Pass pass, String vault, Incoming incoming) {
        var head = incoming.head();
        var to = incoming.to();
        var target = new Target(
                to.host(),
                to.port(),
                incoming.secure(),
                head.method(),
                CanonicalPath.parse(incoming.path()),
                incoming.query(),
                overridesMethod(head));
        return new Ask(way, pass, vault, incoming, target);
    }

    /// Whether it is the opening of a tunnel itself, which may have to stay closed.
    boolean unopened() {
        return incoming.head().line().form() == TargetForm.AUTHORITY;
    }

    Authority to() {
        return incoming.to();
    }

    /// The host as the sender is told about it.
    String host() {
        return to().host().text();
    }

    /// The same with its port, if that is not the usual one.
    String place() {
        int usual = incoming.secure() ? Destination.HTTPS_PORT : Destination.HTTP_PORT;
        return to().port() == usual ? host() : host() + ":" + to().port();
    }

    private static boolean overridesMethod(RequestHead head) {
        var fields = head.fields();
        for (int i = 0; i < fields.size(); i++) for (var name : OVERRIDES) if (fields.reads(i, name)) return true;
        return false;
    }
}
