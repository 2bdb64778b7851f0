package agentvault.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts those that are measured side by side.
record Peers(Workshop workshop, Upstream upstream) {

    static final String OURS = "ours";
    static final String NGINX = "nginx";
    static final String LITTLE = "LittleProxy";
    static final String SQUID = "squid";
    static final String MITMPROXY = "mitmproxy";

    /// @param others also those that are not always installed
    List<Peer> start(boolean others) {
        var all = new ArrayList<>(List.of(direct(), nginx(), Product.peer(workshop, upstream), little()));
        if (others) all.addAll(List.of(squid(), mitmproxy()));
        return all;
    }

    /// What there is without anything between.
    private Peer direct() {
        return new Peer("direct", upstream.process(), upstream.direct());
    }

    Peer nginx() {
        int port = Workshop.freePort();
        var process = Upstream.nginx(workshop, NGINX, port, values(workshop.folder(), port));
        return new Peer(NGINX, process, upstream.through(port));
    }

    /// What configurations are filled in with.
    private Map<String, String> values(Path folder, int port) {
        return Map.of(
                "FOLDER", folder.toString(),
                "PORT", Integer.toString(port),
                "UPSTREAM", Integer.toString(upstream.port()),
                "CHAIN", upstream.chain().toString(),
                "KEY", upstream.key().toString(),
                "ROOT", upstream.root().toString(),
                "SECRET", Upstream.SECRET);
    }

    private Peer little() {
        int port = Workshop.freePort();
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LittleProxy.class.getName(),
                Integer.toString(port),
                upstream.root().toString(),
                upstream.chain().toString(),
                upstream.key().toString());
        var process = workshop.start(LITTLE, port, Map.of(), command);
        return new Peer(LITTLE, process, upstream.tunnelled(port, Upstream.NAME, ""));
    }

    /// It leaves root behind, and has to read and write all the same.
    private Peer squid() {
        int port = Workshop.freePort();
        var folder = workshop.openToAll(SQUID);
        var file = workshop.configured("squid.conf", "squid.conf", values(folder, port));
        var process = workshop.start(SQUID, port, Map.of(), List.of(SQUID, "--foreground", "-f", file.toString()));
        return new Peer(SQUID, process, upstream.tunnelled(port, Upstream.NAME, ""));
    }

    private Peer mitmproxy() {
        int port = Workshop.freePort();
        var addition = workshop.configured("mitmproxy.py", "mitmproxy.py", values(workshop.folder(), port));
        var command = List.of(
                "mitmdump",
                "--quiet",
                "--listen-host=127.0.0.1",
                "--listen-port=" + port,
                "--scripts=" + addition,
                "--set=confdir=" + workshop.folder().resolve(MITMPROXY),
                "--set=ssl_verify_upstream_trusted_ca=" + upstream.root());
        var process = workshop.start(MITMPROXY, port, Map.of(), command);
        return new Peer(MITMPROXY, process, upstream.tunnelled(port, Upstream.NAME, ""));
    }
}
