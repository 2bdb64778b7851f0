package agentvault.stream;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import agentvault.address.CanonicalHost;
import agentvault.address.CanonicalPath;
import agentvault.address.Destination;
import agentvault.address.PathResult;
import agentvault.match.Target;
import java.util.Optional;

/// Where a client posts its messages, in the form in which two such places are compared: one server, one path, one
/// query.
public record MessageUrl(CanonicalHost host, int port, boolean secure, CanonicalPath path, String query) {

    /// What a request asks for; empty if its path has more than one reading.
    public static Optional<MessageUrl> of(Target target) {
        return at(target, target.path(), target.query());
    }

    /// What a server means that tells a URL to whoever asked it for a stream. Empty if that is on another server or of
    /// another form than such URLs have: clients might read it in another way than we do.
    public static Optional<MessageUrl> told(Target stream, String url) {
        if (url.isEmpty() || !url.chars().allMatch(MessageUrl::belongsInUrls)) return Optional.empty();
        return pathAndQuery(stream, url).flatMap(rest -> {
            int question = rest.indexOf('?');
            var path = question < 0 ? rest : rest.substring(0, question);
            return at(stream, CanonicalPath.parse(path), question < 0 ? "" : rest.substring(question + 1));
        });
    }

    private static boolean belongsInUrls(int c) {
        return c > ' ' && c < 0x7F && c != '#' && c != '\\';
    }

    private static Optional<MessageUrl> at(Target server, PathResult asked, String query) {
        return asked instanceof PathResult.Plain(var path)
                ? Optional.of(new MessageUrl(server.host(), server.port(), server.secure(), path, query))
                : Optional.empty();
    }

    /// What stands after the server in a URL, which may leave out what it shares with that of the stream.
    private static Optional<String> pathAndQuery(Target stream, String url) {
        if (url.startsWith("/")) return Optional.of(url);
        var path = stream.path() instanceof PathResult.Plain(var plain) ? plain.text() : "";
        if (url.startsWith("?")) return Optional.of(path + url);
        int colon = url.indexOf(':');
        boolean whole = colon >= 0 && colon < end(url, 0);
        return whole ? ofWhole(stream, url) : Optional.of(path.substring(0, path.lastIndexOf('/') + 1) + url);
    }

    private static Optional<String> ofWhole(Target stream, String url) {
        var scheme = stream.secure() ? "https://" : "http://";
        if (!url.regionMatches(true, 0, scheme, 0, scheme.length())) return Optional.empty();
        int end = end(url, scheme.length());
        int usual = stream.secure() ? Destination.HTTPS_PORT : Destination.HTTP_PORT;
        boolean same =
                Authority.parse(url.substring(scheme.length(), end), usual) instanceof AuthorityResult.Valid(var there)
                        && there.equals(new Authority(stream.host(), stream.port()));
        if (!same) return Optional.empty();
        var rest = url.substring(end);
        return Optional.of(rest.startsWith("/") ? rest : "/" + rest);
    }

    /// Where the part of a URL ends that begins here.
    private static int end(String url, int from) {
        int end = from;
        while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?') end++;
        return end;
    }

    /// Without the query, which is often as good as a password.
    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + host.text() + ":" + port + path;
    }
}
