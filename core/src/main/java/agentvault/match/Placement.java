package agentvault.match;

import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathMatcher;
import agentvault.address.PathResult;
import agentvault.vault.Binding;
import agentvault.vault.Service;
import java.util.Collections;
import java.util.Comparator;

/// One service at one of its destinations.
record Placement(Service service, Destination destination, PathMatcher path) {

    /// Of two destinations that one request fits, the first is asked alone: the narrower host, then the longer
    /// literal path, then the path without wildcards, then the one that names methods. Ports and schemes need no
    /// rank: a destination has one of each.
    static final Comparator<Destination> MOST_SPECIFIC_FIRST = Comparator.comparing(
                    Destination::host, HostPattern.MOST_SPECIFIC_FIRST)
            .thenComparing(destination -> destination.path().literalLength(), Comparator.reverseOrder())
            .thenComparing(destination -> !destination.path().exact())
            .thenComparing(destination -> destination.methods().isEmpty());

    /// Ties are refused when they are written; should one be found all the same, the older service is asked first.
    /// Bound credentials for one host are not refused: of those, one whose URL the request is below is asked first,
    /// then the newest.
    static final Comparator<Placement> ORDER = Comparator.comparing(Placement::destination, MOST_SPECIFIC_FIRST)
            .thenComparing(Placement::boundToHost)
            .thenComparing(Placement::besideItsUrl)
            .thenComparing(Placement::byAge)
            .thenComparing(placement -> placement.service.name().text());

    static Placement of(Service service, Destination destination) {
        return new Placement(service, destination, destination.path().compile());
    }

    private boolean boundToHost() {
        return service.binding() instanceof Binding.Bound(var _, Binding.Target.HostOf _);
    }

    /// Says that this is the rest of the host of the URL that the service is bound to.
    private boolean besideItsUrl() {
        return service.binding() instanceof Binding.Bound(var _, Binding.Target.HostOf(var url))
                && !destination.equals(url.destinationBelow());
    }

    /// Only asked of two that are bound to a host, or of two that are not.
    private static int byAge(Placement one, Placement other) {
        var first = one.service.life().created();
        var second = other.service.life().created();
        return one.boundToHost() ? second.compareTo(first) : first.compareTo(second);
    }

    /// Says that a URL which differs from this destination in path and query alone is on its server.
    boolean atServerOf(Target target) {
        return target.port() == destination.port() && target.secure() != destination.cleartext();
    }

    Fit fit(Target target) {
        if (target.port() != destination.port()) return Fit.OTHER_PORT;
        if (target.secure() == destination.cleartext()) return Fit.OTHER_SCHEME;
        boolean looksAtMethods = !destination.methods().isEmpty();
        boolean overridden = looksAtMethods && target.overridesMethod();
        if (looksAtMethods && !overridden && !destination.methods().contains(target.method())) return Fit.OTHER_METHOD;
        var fit = fit(target.path());
        if (fit == Fit.MATCHES && !asked(target.query())) return Fit.OTHER_QUERY;
        return fit == Fit.MATCHES && overridden ? Fit.METHOD_OVERRIDE : fit;
    }

    private Fit fit(PathResult asked) {
        if (destination.path().everything()) return Fit.MATCHES;
        return switch (asked) {
            case PathResult.Ambiguous _ -> Fit.AMBIGUOUS_PATH;
            case PathResult.Plain(var plain) -> path.matches(plain) ? Fit.MATCHES : Fit.OTHER_PATH;
        };
    }

    /// Whoever is bound to an MCP server is bound to its whole URL.
    private boolean asked(String query) {
        return !(service.binding() instanceof Binding.Bound(var _, Binding.Target.McpServer(var url, var _)))
                || url.hasQuery(query);
    }

    /// Says that some request fits both destinations and neither is more specific.
    static boolean tie(Destination one, Destination other) {
        return one.host().equals(other.host()) && MOST_SPECIFIC_FIRST.compare(one, other) == 0 && meet(one, other);
    }

    /// Says that some request fits both destinations. Of two patterns that share a host, one covers the other.
    static boolean meet(Destination one, Destination other) {
        return (one.host().covers(other.host()) || other.host().covers(one.host()))
                && one.port() == other.port()
                && one.cleartext() == other.cleartext()
                && (one.methods().isEmpty()
                        || other.methods().isEmpty()
                        || !Collections.disjoint(one.methods(), other.methods()))
                && one.path().overlaps(other.path());
    }
}
