package agentvault.gate;

import agentvault.http.Headers;
import agentvault.route.Visit;
import agentvault.wire.Request;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds out where a request comes from. What proxies add counts only from those that are trusted.
final class Visits {

    private static final Set<String> PROXY_HEADERS =
            Set.of("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip");

    private final List<AddressRange> trusted;

    Visits(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    Visit of(Request request) {
        var headers = request.headers();
        var peer = request.peer().getAddress();
        var host = headers.first("Host").orElseGet(() -> request.authority().text());
        boolean direct = Hosts.isLocal(request.authority().host())
                && headers.fields().stream()
                        .noneMatch(field -> PROXY_HEADERS.contains(field.name().toLowerCase(Locale.ROOT)));
        if (!trusts(peer)) return new Visit(peer, request.secure(), host, direct, false);
        boolean secure = last(headers, "X-Forwarded-Proto").map("https"::equals).orElse(request.secure());
        return new Visit(
                client(peer, headers), secure, last(headers, "X-Forwarded-Host").orElse(host), direct, false);
    }

    /// The nearest address that is none of a proxy we trust.
    private InetAddress client(InetAddress peer, Headers headers) {
        var nearest = peer;
        for (var name : steps(headers, "X-Forwarded-For").reversed()) {
            var address = AddressRange.literal(name);
            if (address.isEmpty()) return nearest;
            nearest = address.get();
            if (!trusts(nearest)) return nearest;
        }
        return nearest;
    }

    private boolean trusts(InetAddress address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static Optional<String> last(Headers headers, String name) {
        var steps = steps(headers, name);
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast());
    }

    private static List<String> steps(Headers headers, String name) {
        return headers.all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(step -> !step.isEmpty())
                .toList();
    }
}
