package agentvault.server;

import agentvault.address.HostPolicy;
import agentvault.ca.CertificateAuthority;
import agentvault.dial.DialSettings;
import agentvault.dial.Guard;
import agentvault.dial.NetworkRules;
import agentvault.dial.Upstreams;
import agentvault.keys.SystemRandomness;
import agentvault.log.Event;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.proxy.Plane;
import agentvault.proxy.ProxyFigures;
import agentvault.proxy.RequestLog;
import java.util.List;

/// The data plane of a running server: its certificates, its connections to elsewhere, its entrances.
final class DataPlane implements AutoCloseable {

    private final Upstreams upstreams;
    private final Plane plane;

    private DataPlane(Upstreams upstreams, Plane plane) {
        this.upstreams = upstreams;
        this.plane = plane;
    }

    static DataPlane open(Instance instance, Serving serving, Log log) {
        var authority = CertificateAuthority.open(
                instance.workspace().rootCertificates(), new SystemRandomness(), instance.clock());
        var rules = new NetworkRules(List.of(), serving.hosts() == HostPolicy.INTERNAL_ALLOWED);
        var upstreams = Upstreams.open(Guard.of(rules), DialSettings.STANDARD);
        var listeners = new Plane.Listeners(RequestLog.NONE, figures(log));
        return new DataPlane(
                upstreams, Plane.open(instance.workspace(), authority, upstreams, Plane.Settings.STANDARD, listeners));
    }

    private static ProxyFigures figures(Log log) {
        return new ProxyFigures() {
            @Override
            public void broken(Throwable cause) {
                log.tell(Event.of(Level.ERROR, "proxy_failed").with(cause));
            }
        };
    }

    Plane plane() {
        return plane;
    }

    @Override
    public void close() {
        upstreams.close();
    }
}
