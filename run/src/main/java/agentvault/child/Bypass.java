package agentvault.child;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The hosts that clients ask without the proxy: this machine, and single private addresses that the operator named.
///
/// Nothing else of a `NO_PROXY` is kept. Clients read suffixes, stars, ports and networks each in their own way, so
/// that one
/// entry bypasses a service's host here and not there; what may be asked without a secret is for the vault to say. An
/// address is read alike by all, and private ones are beyond the proxy unless the server allows them.
final class Bypass {

    private static final List<String> ALWAYS = List.of("localhost", "127.0.0.1", "::1");

    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    private static final Pattern LOOPBACK = Pattern.compile("(?:[a-z0-9-]+\\.)*localhost|127(?:\\." + BYTE + "){3}");

    private static final Pattern PRIVATE = Pattern.compile("10(?:\\." + BYTE + "){3}|192\\.168(?:\\." + BYTE
            + "){2}|172\\.(?:1[6-9]|2\\d|3[01])(?:\\." + BYTE + "){2}|f[cd][0-9a-f]{2}:[0-9a-f:]{1,34}");

    private final List<String> hosts = new ArrayList<>(ALWAYS);

    Bypass(Map<String, String> theirs) {
        Stream.of("no_proxy", "NO_PROXY")
                .flatMap(name -> Stream.of(theirs.getOrDefault(name, "").split(",", -1)))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> LOOPBACK.matcher(entry).matches()
                        || PRIVATE.matcher(entry).matches())
                .filter(entry -> !ALWAYS.contains(entry))
                .distinct()
                .forEach(hosts::add);
    }

    /// As NO_PROXY has it.
    String list() {
        return String.join(",", hosts);
    }

    /// As Java's `http.nonProxyHosts` has it.
    String forJava() {
        var patterns = Stream.concat(
                Stream.of("localhost", "127.*", "[::1]"),
                hosts.stream()
                        .filter(host -> !ALWAYS.contains(host) && !host.startsWith("127."))
                        .map(host -> host.contains(":") ? "[" + host + "]" : host));
        return String.join("|", patterns.toList());
    }
}
