package agentvault.tokens;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import agentvault.address.Destination;
import agentvault.dial.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// A URL that is asked: https, without a name or password in it and without a fragment.
record Endpoint(Place place, String authority, String target) {

    static Optional<Endpoint> of(String url) {
        try {
            var uri = new URI(url);
            boolean fit = "https".equals(uri.getScheme())
                    && uri.getRawAuthority() != null
                    && uri.getRawFragment() == null
                    && url.chars().allMatch(c -> c > ' ' && c < 0x7f);
            return fit ? of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static Optional<Endpoint> of(URI uri) {
        if (!(Authority.parse(uri.getRawAuthority(), Destination.HTTPS_PORT) instanceof AuthorityResult.Valid(var at)))
            return Optional.empty();
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return Optional.of(new Endpoint(Place.of(at, true), uri.getRawAuthority(), path + query));
    }
}
