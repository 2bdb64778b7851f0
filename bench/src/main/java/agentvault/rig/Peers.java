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
        if (others) throw new IllegalStateException("not yet");
        return all;
    }

    /// What there is without anything between.
    private Peer direct() {
        return new Peer("direct", upstream.process(), upstream.direct());
    }

    Peer nginx() {
        int port = Workshop.freePort();
        var values = Map.of(
                "FOLDER", workshop.folder().toString(),
                "PORT", Integer.toString(port),
                "UPSTREAM", Integer.toString(upstream.port()),
                "CHAIN", upstream.chain().toString(),
                "KEY", upstream.key().toString(),
                "ROOT", upstream.root().toString(),
                "SECRET", Upstream.SECRET);
        return new Peer(NGINX, Upstream.nginx(workshop, NGINX, port, values), upstream.through(port));
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
}
