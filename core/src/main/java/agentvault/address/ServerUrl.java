package agentvault.address;

import agentvault.crypto.FreeText;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The URL of an MCP server in its normal form, in which a vault holds it at most once: lower-case scheme and host,
/// no fragment, no default port, no trailing slash, query parameters in order. The case of the path counts.
public record ServerUrl(boolean cleartext, HostPattern host, int port, CanonicalPath path, String query) {

    private static final int MAX_LENGTH = 2_048;
    private static final String HTTPS = "https://";
    private static final String HTTP = "http://";

    public ServerUrl {
        if (port < 1 || port > Authority.MAX_PORT) throw new IllegalArgumentException("a port is from 1 to 65535");
        path = new CanonicalPath(trimmed(path.text()));
        query = sorted(FreeText.checked("a URL's query", query));
    }

    /// Reads a URL; a host may be a wildcard, as in `https://*.example.com/mcp`. Never throws.
    public static ServerUrlResult parse(String text, HostPolicy policy) {
        if (text.length() > MAX_LENGTH) return invalid(Reason.TOO_LONG);
        boolean cleartext = text.regionMatches(true, 0, HTTP, 0, HTTP.length());
        if (!cleartext && !text.regionMatches(true, 0, HTTPS, 0, HTTPS.length())) return invalid(Reason.UNKNOWN_SCHEME);
        String rest = before(text.substring(cleartext ? HTTP.length() : HTTPS.length()), '#');
        if (rest.chars().anyMatch(c -> c <= ' ' || c == 0x7F)) return invalid(Reason.INVALID_CHARACTER);
        if (rest.chars().anyMatch(c -> c > 0x7F)) return invalid(Reason.NOT_ASCII);
        String target = before(rest, '?');
        String query = target.length() == rest.length() ? "" : rest.substring(target.length() + 1);
        String authority = before(target, '/');
        if (authority.indexOf('@') >= 0) return invalid(Reason.USER_INFORMATION);
        String path = trimmed(target.substring(authority.length()));
        var ambiguity = PathSyntax.ambiguity(path);
        if (ambiguity.isPresent()) return invalid(ambiguity.get());
        int colon = Authority.portColon(authority);
        var port = colon < 0
                ? OptionalInt.of(cleartext ? Destination.HTTP_PORT : Destination.HTTPS_PORT)
                : Authority.port(authority.substring(colon + 1));
        if (port.isEmpty()) return invalid(Reason.INVALID_PORT);
        return switch (HostPattern.parse(colon < 0 ? authority : authority.substring(0, colon), policy)) {
            case HostPatternResult.Invalid(Reason reason) -> invalid(reason);
            case HostPatternResult.NeedsAcknowledgement _ -> invalid(Reason.WILDCARD_SHARED_ZONE);
            case HostPatternResult.Valid(HostPattern host) ->
                bounded(new ServerUrl(cleartext, host, port.getAsInt(), new CanonicalPath(path), query));
        };
    }

    /// The text by which a vault knows that it has this server already.
    public String normalised() {
        boolean defaultPort = port == (cleartext ? Destination.HTTP_PORT : Destination.HTTPS_PORT);
        return (cleartext ? HTTP : HTTPS)
                + host.text()
                + (defaultPort ? "" : ":" + port)
                + path.text()
                + (query.isEmpty() ? "" : "?" + query);
    }

    /// Requests to exactly this URL, its query aside, with or without a slash at the end.
    public List<Destination> exactDestinations() {
        var exact = destination(PathPattern.exact(path));
        if (path.text().endsWith("/")) return List.of(exact);
        return List.of(exact, destination(PathPattern.exact(new CanonicalPath(path.text() + "/"))));
    }

    /// Says that a request with this query is for this URL, as far as the query goes.
    public boolean hasQuery(String asked) {
        return query.equals(asked) || query.equals(sorted(asked));
    }

    /// Requests to this URL's server: first those to the URL and below it, so that the longest path comes first.
    public List<Destination> hostDestinations() {
        var below = destinationBelow();
        return below.path().everything() ? List.of(below) : List.of(below, destination(PathPattern.EVERYTHING));
    }

    /// Requests to this URL and to everything below it.
    public Destination destinationBelow() {
        return destination(PathPattern.below(path));
    }

    @Override
    public String toString() {
        return normalised();
    }

    private Destination destination(PathPattern paths) {
        return new Destination(host, port, cleartext, paths, List.of());
    }

    /// A normal form may be longer than what was given, as it spells characters out; it has to read back, too.
    private static ServerUrlResult bounded(ServerUrl url) {
        return url.normalised().length() > MAX_LENGTH ? invalid(Reason.TOO_LONG) : new ServerUrlResult.Valid(url);
    }

    private static ServerUrlResult invalid(Reason reason) {
        return new ServerUrlResult.Invalid(reason);
    }

    private static String before(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String trimmed(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') end--;
        return end == 0 ? "/" : path.substring(0, end);
    }

    /// By name; parameters of one name stay in their order, which may mean something.
    private static String sorted(String query) {
        return Stream.of(query.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .sorted(Comparator.comparing(parameter -> before(parameter, '=')))
                .collect(Collectors.joining("&"));
    }
}
