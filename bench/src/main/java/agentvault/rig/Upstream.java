package agentvault.rig;

import agentvault.load.Trip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The server elsewhere, on this machine: nginx with TLS, which answers 200 to whoever shows the secret, and 401 to
/// everybody else.
///
/// @param root what proves its name
/// @param chain and `key` are its own, and those of the peers that speak for it
record Upstream(Started process, int port, Path root, Path chain, Path key) {

    static final String NAME = "localhost";

    /// What has to be injected. It opens nothing but this server.
    static final String SECRET = "bench-0123456789abcdef0123456789abcdef";

    /// The bytes of what is at [#LARGE].
    static final long LARGE_BYTES = 64L * 1024 * 1024;

    static final String LARGE = "/large";

    private static final String PATH = "/v1/things/42?page=2";

    static Upstream start(Workshop workshop) {
        int port = Workshop.freePort();
        var folder = workshop.folder();
        var root = folder.resolve("root.pem");
        var chain = folder.resolve("chain.pem");
        var key = folder.resolve("key.pem");
        certify(workshop, List.of("-subj", "/CN=bench root"), root, folder.resolve("root-key.pem"));
        certify(
                workshop,
                List.of(
                        "-subj",
                        "/CN=" + NAME,
                        "-addext",
                        "subjectAltName=DNS:" + NAME + ",DNS:*.bench.example",
                        "-addext",
                        "basicConstraints=critical,CA:FALSE",
                        "-CA",
                        root.toString(),
                        "-CAkey",
                        folder.resolve("root-key.pem").toString()),
                chain,
                key);
        var values = Map.of(
                "FOLDER", folder.toString(),
                "PORT", Integer.toString(port),
                "CHAIN", chain.toString(),
                "KEY", key.toString(),
                "SECRET", SECRET);
        workshop.file("large", LARGE_BYTES);
        var process = nginx(workshop, "upstream", port, values);
        return new Upstream(process, port, root, chain, key);
    }

    /// nginx with the configuration of this name.
    static Started nginx(Workshop workshop, String name, int port, Map<String, String> values) {
        var file = workshop.configured(name + ".conf", name + ".conf", values);
        var folder = workshop.folder().toString();
        return workshop.start(
                name,
                port,
                Map.of(),
                List.of("nginx", "-p", folder, "-e", folder + "/error.log", "-c", file.toString()));
    }

    private static void certify(Workshop workshop, List<String> what, Path certificate, Path key) {
        var command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "30"));
        command.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"));
        command.addAll(List.of("-out", certificate.toString(), "-keyout", key.toString()));
        command.addAll(what);
        workshop.run(command);
    }

    /// To this server itself, with the secret.
    Trip direct() {
        return new Trip(Workshop.here(port), "", NAME, request(NAME, "Authorization: Bearer " + SECRET + "\r\n"));
    }

    /// To something that speaks for it.
    Trip through(int door) {
        return new Trip(Workshop.here(door), "", NAME, request(NAME, ""));
    }

    /// Through a proxy.
    ///
    /// @param fields what the proxy is shown
    Trip tunnelled(int proxy, String name, String fields) {
        var to = name + ":" + port;
        var connect = "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n" + fields + "\r\n";
        return new Trip(Workshop.here(proxy), connect, name, request(name, ""));
    }

    private String request(String name, String fields) {
        return "GET " + PATH + " HTTP/1.1\r\nHost: " + name + ":" + port
                + "\r\nUser-Agent: bench/1\r\nAccept: application/json\r\n" + fields + "\r\n";
    }
}
