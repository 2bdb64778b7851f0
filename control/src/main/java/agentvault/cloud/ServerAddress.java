package agentvault.cloud;

import agentvault.address.HostPattern.Span;
import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.document.Members;
import java.net.URI;
import java.net.URISyntaxException;

/// Reads the URLs of MCP servers and token endpoints.
final class ServerAddress {

    private static final int MOST = 2047;

    private ServerAddress() {}

    static ServerUrl read(Members body, String name, HostPolicy policy) {
        return switch (ServerUrl.parse(body.text(name), policy)) {
            case ServerUrlResult.Invalid(var reason) -> throw body.unfit(name, " " + reason.sentence());
            case ServerUrlResult.Valid(var url) -> {
                if (url.host().span() != Span.EXACT) throw body.unfit(name, " names one server");
                yield url;
            }
        };
    }

    static String endpoint(Members body, String name) {
        var text = body.text(name);
        try {
            var url = new URI(text);
            boolean whole = "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null;
            if (whole && text.length() <= MOST) return text;
        } catch (URISyntaxException _) {
            // told below
        }
        throw body.unfit(name, " is an https:// URL of at most " + MOST + " characters");
    }
}
