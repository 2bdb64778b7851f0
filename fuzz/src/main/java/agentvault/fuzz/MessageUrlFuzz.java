package agentvault.fuzz;

import agentvault.address.CanonicalHost;
import agentvault.address.CanonicalPath;
import agentvault.address.PathResult;
import agentvault.match.Target;
import agentvault.stream.MessageUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What MCP servers tell their clients to post to, against the plain words of RFC 3986 and against the JDK's parser.
/// What is left of the input after the choices is what is told.
public final class MessageUrlFuzz {

    private static final String HOST = "api.example.com";
    private static final List<Integer> PORTS = List.of(443, 80, 8443);
    private static final List<String> PATHS =
            List.of("/v1/sse", "/", "/sse/", "/%41b/sse", "/a/../sse", "/a//sse", "/a*");

    /// The expression of RFC 3986, appendix B.
    private static final Pattern PARTS =
            Pattern.compile("(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(#.*)?");

    private MessageUrlFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var draw = new Draw(input);
        boolean secure = draw.flag();
        int port = draw.of(PORTS);
        var path = draw.of(PATHS);
        var stream = target(secure, port, path, draw.flag() ? "team=a" : "");
        var told = draw.restAsText();
        var believed = MessageUrl.told(stream, told);
        if (believed.isEmpty()) return;
        var url = believed.get();
        Invariant.same(url.host().text(), HOST, "it is on the same host");
        Invariant.holds(
                url.port() == port && url.secure() == secure, "it is at the same port, over the same scheme", told);
        Invariant.same(url, asPlainlyRead(stream, path, told), "it is what the words of RFC 3986 say");
        asTheJdkReads(stream, path, told).ifPresent(read -> Invariant.same(url, read, "another parser reads the same"));
        Invariant.same(MessageUrl.told(stream, written(url)), believed, "it is told again as itself");
        var request = target(secure, port, url.path().text(), url.query());
        Invariant.same(MessageUrl.of(request), believed, "a request for it asks for it");
    }

    private static Target target(boolean secure, int port, String path, String query) {
        return new Target(new CanonicalHost(HOST), port, secure, "GET", CanonicalPath.parse(path), query, false);
    }

    private static String origin(Target server) {
        return (server.secure() ? "https://" : "http://") + HOST + ":" + server.port();
    }

    private static String written(MessageUrl url) {
        return url.path().text() + (url.query().isEmpty() ? "" : "?" + url.query());
    }

    private static MessageUrl asPlainlyRead(Target stream, String base, String told) {
        var parts = PARTS.matcher(told);
        Invariant.holds(parts.matches(), "it is a URL", told);
        var scheme = part(parts.group(1));
        var authority = part(parts.group(2));
        Invariant.holds(part(parts.group(5)).isEmpty(), "it has no fragment", told);
        if (scheme.isPresent()) {
            var same = stream.secure() ? "https" : "http";
            Invariant.same(scheme.get().toLowerCase(Locale.ROOT), same, "it has the scheme of the stream");
            Invariant.holds(authority.isPresent(), "it names a server where it names a scheme", told);
        }
        authority.ifPresent(there -> checkAuthority(stream, there));
        boolean elsewhere = authority.isPresent() || parts.group(3).startsWith("/");
        var path = merged(base, parts.group(3), elsewhere);
        boolean alone = path.equals(base) && parts.group(3).isEmpty() && authority.isEmpty();
        Invariant.holds(!alone || parts.group(4) != null, "it says something", told);
        return read(stream, path, part(parts.group(4)).orElse(""))
                .orElseThrow(() -> new AssertionError("two readings: " + told));
    }

    private static Optional<String> part(@Nullable String group) {
        return Optional.ofNullable(group);
    }

    /// A dot at the end of a host is the root of all names, which is left out.
    private static void checkAuthority(Target stream, String there) {
        int usual = stream.secure() ? 443 : 80;
        var text = there.toLowerCase(Locale.ROOT).replaceFirst("\\.(?=:|$)", "");
        boolean same = text.equals(HOST + ":" + stream.port()) || (text.equals(HOST) && stream.port() == usual);
        Invariant.holds(same, "it names the server of the stream", there);
    }

    /// RFC 3986, 5.2.3, without dot segments: what has one is not believed.
    private static String merged(String base, String path, boolean elsewhere) {
        if (elsewhere) return path.isEmpty() ? "/" : path;
        return path.isEmpty() ? base : base.substring(0, base.lastIndexOf('/') + 1) + path;
    }

    private static Optional<MessageUrl> read(Target server, String path, String query) {
        return CanonicalPath.parse(path) instanceof PathResult.Plain(var plain)
                ? Optional.of(new MessageUrl(server.host(), server.port(), server.secure(), plain, query))
                : Optional.empty();
    }

    /// Empty for what the JDK takes for no URL, and for a query alone, which RFC 2396 understood otherwise.
    private static Optional<MessageUrl> asTheJdkReads(Target stream, String base, String told) {
        if (told.startsWith("?")) return Optional.empty();
        try {
            var read = URI.create(origin(stream) + base).resolve(new URI(told));
            var path = part(read.getRawPath()).filter(text -> !text.isEmpty()).orElse("/");
            return read(stream, path, part(read.getRawQuery()).orElse(""));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
